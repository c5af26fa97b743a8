"""Projects and phases: made, changed, removed and brought back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from planner import planning, timelog
from planner.domain.errors import InvalidPlan, NotFound
from planner.domain.estimates import first_caps
from planner.domain.hours import HourRange
from planner.domain.project import DEFAULT_PHASES, DeadlineKind, DoneItem, MetricTarget, Phase, PhasePlan, Project
from planner.store import Store


@pytest.fixture
def project(store: Store, now: datetime) -> Project:
    return planning.create_project(store, "Toxic comments", total=HourRange(20, 30), now=now)


def as_rows(phases: list[Phase]) -> list[PhasePlan]:
    return [PhasePlan(p.name, p.range, p.cap_hours, p.attended, phase_id=p.id) for p in phases]


def test_a_project_comes_back_as_it_was_planned(store: Store, now: datetime) -> None:
    """Every field of a plan is kept, and the phases of the design are there when none are given."""
    made = planning.create_project(
        store,
        "  Toxic   comments ",
        total=HourRange(20, 30),
        deadline=now + timedelta(days=9),
        deadline_kind=DeadlineKind.FIXED,
        done_items=["Report handed in", " ", DoneItem("Beats the benchmark", done=True)],
        target=MetricTarget("roc_auc", 0.884),
        now=now,
    )
    kept = planning.project(store, made.id)
    assert kept == made
    assert (kept.name, kept.deadline_kind, kept.created_at) == ("Toxic comments", DeadlineKind.FIXED, now)
    assert kept.done_items == (DoneItem("Report handed in"), DoneItem("Beats the benchmark", done=True))
    assert tuple(phase.name for phase in planning.phases(store, made.id)) == DEFAULT_PHASES


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_a_project_needs_a_name_of_sensible_length(store: Store, now: datetime, name: str) -> None:
    """Nothing is added for a name that is empty or endless."""
    with pytest.raises(InvalidPlan, match="project"):
        planning.create_project(store, name, now=now)
    assert planning.projects(store) == []


def test_two_projects_cannot_share_a_name(store: Store, project: Project, now: datetime) -> None:
    """A second project of a name, capitals aside, is refused, whether made or renamed."""
    other = planning.create_project(store, "Other", now=now)
    with pytest.raises(InvalidPlan, match="'Toxic comments' already"):
        planning.create_project(store, "TOXIC comments", now=now)
    with pytest.raises(InvalidPlan, match="'Toxic comments' already"):
        planning.update_project(store, replace(other, name="toxic comments"), now=now)


def test_a_wrong_phase_leaves_no_half_made_project(store: Store, now: datetime) -> None:
    """A project and its phases are made together or not at all."""
    with pytest.raises(InvalidPlan, match="Two phases are called 'clean'"):
        planning.create_project(store, "Half", phases=["Clean", "clean"], now=now)
    assert planning.projects(store) == []


def test_a_new_total_does_not_replace_the_first(store: Store, project: Project, now: datetime) -> None:
    """The retrospective compares with what was said first, however often the plan changes."""
    later = now + timedelta(days=3)
    planning.update_project(store, replace(project, total=HourRange(40, 60)), now=later)
    planning.update_project(store, replace(project, total=None), now=later)
    assert planning.project(store, project.id).total is None
    assert planning.first_estimates(store, project.id)[None] == HourRange(20, 30)
    assert [e.range for e in store.estimates.of_project(project.id)] == [
        HourRange(20, 30),
        HourRange(40, 60),
        None,
    ]
    assert store.estimates.of_project(project.id)[1].estimated_at == later


def test_the_first_range_of_a_phase_is_kept_with_its_cap(store: Store, project: Project, now: datetime) -> None:
    """A phase planned at 2-4 h, cap 5, and later at 6-9 h, cap 8, was first planned at 2-4 h, cap 5."""
    rows = as_rows(planning.phases(store, project.id))
    rows[1] = replace(rows[1], range=HourRange(2, 4), cap_hours=5)
    planning.save_phases(store, project.id, rows, now=now)
    rows[1] = replace(rows[1], range=HourRange(6, 9), cap_hours=8)
    explore = planning.save_phases(store, project.id, rows, now=now)[1]
    assert (explore.range, explore.cap_hours) == (HourRange(6, 9), 8)
    assert planning.first_estimates(store, project.id)[explore.id] == HourRange(2, 4)
    assert first_caps(store.estimates.of_project(project.id)) == {explore.id: 5}


def test_saving_an_unchanged_table_adds_no_estimate(store: Store, project: Project, now: datetime) -> None:
    """Only a change of a range or cap is an estimate."""
    before = store.estimates.of_project(project.id)
    planning.save_phases(store, project.id, as_rows(planning.phases(store, project.id)), now=now)
    assert store.estimates.of_project(project.id) == before


def test_a_table_of_phases_becomes_the_plan(store: Store, project: Project, now: datetime) -> None:
    """Rows can be moved, renamed, added and removed in one go; names may be swapped."""
    clean, explore, *_ = as_rows(planning.phases(store, project.id))
    rows = [replace(explore, name="Clean"), replace(clean, name="Explore"), PhasePlan("Deploy", attended=False)]
    saved = planning.save_phases(store, project.id, rows, now=now)
    assert [(p.name, p.position) for p in saved] == [("Clean", 0), ("Explore", 1), ("Deploy", 2)]
    assert [p.id for p in saved[:2]] == [explore.phase_id, clean.phase_id]
    assert not saved[2].attended
    assert planning.kept_sentence(rows, saved) is None


def test_a_phase_with_time_on_it_stays_and_is_said_to(store: Store, project: Project, now: datetime) -> None:
    """Removing a phase never removes hours: it stays at the end, and the sentence says why."""
    phases = planning.phases(store, project.id)
    timelog.add_entry(store, phases[1].id, now - timedelta(hours=2), now, now=now)
    rows = as_rows(phases[2:4])
    saved = planning.save_phases(store, project.id, rows, now=now)
    assert [p.name for p in saved] == ["Learn", "Set up", "Explore"]
    assert planning.kept_sentence(rows, saved) == (
        "Explore stays in the plan: time is logged there. Move or delete those entries first."
    )


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (PhasePlan(" "), "The phase has no name"),
        (PhasePlan("clean"), "Two phases are called"),
        (PhasePlan("New", cap_hours=0), "cap of New is 0 h"),
        (PhasePlan("New", HourRange(3, 5), cap_hours=2), "cap of New .2 h. is below the low end"),
    ],
)
def test_a_row_that_cannot_be_right_changes_nothing(
    store: Store, project: Project, now: datetime, row: PhasePlan, sentence: str
) -> None:
    """One wrong row refuses the whole table, with a sentence that names it."""
    before = planning.phases(store, project.id)
    with pytest.raises(InvalidPlan, match=sentence):
        planning.save_phases(store, project.id, [*as_rows(before), row], now=now)
    assert planning.phases(store, project.id) == before


def test_a_row_of_another_project_is_refused(store: Store, project: Project, now: datetime) -> None:
    """A phase cannot be taken over by a table of another project, as from a tab that showed it before."""
    other = planning.create_project(store, "Other", now=now)
    with pytest.raises(NotFound, match="Clean is not there any more"):
        planning.save_phases(store, other.id, as_rows(planning.phases(store, project.id)), now=now)


@pytest.mark.parametrize(
    ("low", "high", "sentence"),
    [
        (5, 3, "^Explore: The low end"),
        (-1, 3, "^Explore: The low end is -1 h"),
        (3, None, "^Explore: Only one end of the range is given .3 h."),
        (float("nan"), 3, "^Explore: Only one end of the range is given .3 h."),
        (1, 10_000, "^Explore: The high end is 10,000 h"),
    ],
)
def test_numbers_typed_into_a_table_are_refused_by_name(low: float, high: float | None, sentence: str) -> None:
    """The sentence begins with the phase whose row is wrong."""
    with pytest.raises(InvalidPlan, match=sentence):
        planning.phase_plan("Explore", low, high)


def test_empty_cells_are_no_range() -> None:
    """None and NaN both mean that nothing was typed."""
    assert planning.phase_plan("Explore", None, float("nan"), float("nan")) == PhasePlan("Explore")


def test_a_deleted_project_can_be_brought_back_whole(store: Store, project: Project, now: datetime) -> None:
    """Deleting hides a project and stops its timer; restoring shows it again, entries included."""
    explore = planning.phases(store, project.id)[1]
    timelog.start(store, explore.id, now=now)
    planning.delete_project(store, project.id, now=now + timedelta(hours=1))
    assert planning.projects(store) == []
    assert timelog.running(store) is None
    with pytest.raises(NotFound):
        planning.project(store, project.id)
    assert planning.restore_project(store, project.id, now=now) == project
    assert [entry.hours(now) for entry in timelog.entries(store, project.id)] == [1.0]


def test_a_name_taken_meanwhile_is_said_when_restoring(store: Store, project: Project, now: datetime) -> None:
    """A project cannot come back under a name that another one has now."""
    planning.delete_project(store, project.id, now=now)
    planning.create_project(store, project.name, now=now)
    with pytest.raises(InvalidPlan, match="already"):
        planning.restore_project(store, project.id, now=now)


def test_projects_and_phases_are_found_by_name(store: Store, project: Project, now: datetime) -> None:
    """Capitals do not matter, a phase may be shortened, and a wrong name lists the right ones."""
    assert planning.project_named(store, "toxic COMMENTS") == project
    assert planning.phase_named(store, project.id, "exp").name == "Explore"
    with pytest.raises(NotFound, match="Choose 'Toxic comments'"):
        planning.project_named(store, "Toxic")
    with pytest.raises(NotFound, match="'Model' or 'Write up'"):
        planning.phase_named(store, project.id, "Deploy")


def test_the_current_project_is_the_one_at_work(store: Store, project: Project, now: datetime) -> None:
    """The running timer decides, then what was remembered, then the newest project."""
    newer = planning.create_project(store, "Newer", now=now + timedelta(days=1))
    assert planning.current_project(store) == newer
    planning.make_current(store, project.id, now=now)
    assert planning.current_project(store) == project
    timelog.start(store, planning.phases(store, newer.id)[0].id, now=now)
    assert planning.current_project(store) == newer


def test_each_change_of_a_plan_is_dated(store: Store, now: datetime) -> None:
    """Ranges, the deadline and phases taken out, the newest first; what was said first is no change."""
    made = planning.create_project(
        store, "Comments", total=HourRange(20, 30), deadline=now + timedelta(days=7), phases=["Clean", "Model"], now=now
    )
    assert planning.plan_changes(store, made.id, UTC) == []
    day = timedelta(days=1)
    planning.update_project(store, replace(made, deadline=now + timedelta(days=9)), now=now + day)
    planning.save_phases(
        store, made.id, [PhasePlan("Clean", phase_id=planning.phases(store, made.id)[0].id)], now + 2 * day
    )
    moved = planning.project(store, made.id)
    planning.update_project(store, replace(moved, total=HourRange(22, 60)), now=now + 3 * day, taken=True)
    assert [(change.changed_at, change.words) for change in planning.plan_changes(store, made.id, UTC)] == [
        (now + 3 * day, "Total 22–60 h (the honest range), before 20–30 h"),
        (now + 2 * day, "Model taken out"),
        (now + day, "Deadline Sun 17 May, before Fri 15 May"),
    ]
