"""The answer of the Plan page: chance, what would help, what if, honest ranges, and how the forecast changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from planner import planning, timelog
from planner.availability import Availability, save_availability
from planner.clock import local_zone, now
from planner.domain.hours import HourRange
from planner.domain.project import Phase, PhasePlan, Project
from planner.forecast import kept_forecasts
from planner.outlook import outlook_of
from planner.pages.plan_page.phase_table import rows_of
from planner.parsing.week_text import parse_week
from planner.store import Store
from tests.app.plan_tab import opened, press
from tests.unit.made_projects import finished_project

TWO_HOURS = "Mon-Sun 00:00-02:00"
SAID = {"Clean": (2.0, 4.0), "Model": (8.0, 12.0), "Write up": (3.0, 5.0)}
Make = Callable[..., Project]


@pytest.fixture
def make(store: Store) -> Make:
    """Makes a project in a life with two free hours a day."""

    def made(
        said: Mapping[str, tuple[float, float] | None] = SAID,
        *,
        week: str | None = TWO_HOURS,
        total: tuple[float, float] | None = (15, 20),
        due_in_days: float | None = 12,
        budget_hours: float | None = None,
        caps: Mapping[str, float] | None = None,
        logged: Mapping[str, float] | None = None,
        name: str = "Toxic comments",
    ) -> Project:
        if week:
            save_availability(store, Availability(parse_week(week)))
        phases = [
            PhasePlan(phase, HourRange(*ends) if ends else None, (caps or {}).get(phase))
            for phase, ends in said.items()
        ]
        project = planning.create_project(
            store,
            name,
            phases=phases,
            total=HourRange(*total) if total else None,
            deadline=now() + timedelta(days=due_in_days) if due_in_days is not None else None,
            budget_hours=budget_hours,
            now=now() - timedelta(days=4),
        )
        for phase, hours in (logged or {}).items():
            log(store, project, phase, hours)
        return project

    return made


def log(store: Store, project: Project, phase: str, hours: float) -> None:
    """Log hours that ended before a day."""
    stop = now() - timedelta(days=1)
    phase_id = planning.phase_named(store, project.id, phase).id
    timelog.add_entry(store, phase_id, stop - timedelta(hours=hours), stop, now=now())


def title(app: AppTest) -> str:
    """The largest sentence on the page."""
    return str(app.title[0].value).replace("\xa0", " ")


def said(app: AppTest) -> str:
    """All sentences on the page."""
    parts = [*app.title, *app.markdown, *app.caption, *app.warning, *app.error, *app.info]
    return "\n".join(str(part.value) for part in parts).replace("\xa0", " ")


def labels(app: AppTest) -> list[str]:
    """What stands on the buttons."""
    return [button.label for button in app.button]


def chance(app: AppTest) -> int:
    """The chance in the headline, in per cent."""
    found = re.search(r": (?:over |under )?(\d+) %$", title(app))
    assert found, title(app)
    return int(found[1])


def key(project: Project, name: str) -> str:
    """The key of a field of the what-if."""
    if name == "deadline" and project.deadline:
        name = f"deadline_{project.deadline.astimezone(local_zone()).date()}"
    return f"what_if_{project.id}_{name}"


def unfolded(app: AppTest) -> AppTest:
    """Run the page with the history of the forecast unfolded: what is folded is not drawn."""
    app.session_state["forecast_history_open"] = True
    return app.run()


def phase(store: Store, project: Project, name: str) -> Phase:
    """A phase of the plan."""
    return planning.phase_named(store, project.id, name)


def ranges(store: Store, project: Project) -> dict[str, HourRange | None]:
    """The ranges of the plan as it is saved."""
    return {each.name: each.range for each in planning.phases(store, project.id)}


# What would help, what if.


def test_a_remedy_is_tried_made_the_plan_and_taken_back(store: Store, make: Make) -> None:
    """The chance shown while trying is the chance of the plan it makes; Undo brings all of it back."""
    project = make(due_in_days=15)
    phases = planning.phases(store, project.id)
    app = opened(project)
    before = chance(app)
    (remedy,) = [button for button in app.button if button.key == f"remedy_{phase(store, project, 'Model').id}"]
    remedy.click().run()
    promised = chance(app)
    assert promised > before
    assert f"**{promised} %** instead of {before} %" in said(app)
    assert planning.phases(store, project.id) == phases
    press(app, "Make this the plan")
    assert abs(chance(app) - promised) <= 1
    assert "Tried, not saved" not in said(app)
    assert planning.phases(store, project.id) != phases
    press(app, "Undo")
    assert chance(app) == before
    assert planning.phases(store, project.id) == phases
    assert planning.project(store, project.id) == project


def test_a_later_day_that_is_enough_is_one_click_away(store: Store, make: Make) -> None:
    """Tried, the chance is about 80 %; forgotten, the plan is as it was."""
    app = opened(make())
    before = chance(app)
    app.button(key="remedy_deadline").click().run()
    assert abs(chance(app) - 80) <= 2
    assert not [button for button in app.button if button.key == "remedy_deadline"]
    press(app, "Forget it")
    assert chance(app) == before
    assert "Tried, not saved" not in said(app)


def test_what_is_not_enough_is_not_offered_as_enough(make: Make) -> None:
    """Each step stands behind what it leads to; the chance is on the button where it stays below 80 %."""
    short = opened(make(due_in_days=8))
    texts = said(short)
    assert "To reach 80 %:" in texts
    assert "Not enough alone:" in texts
    drops = [label for label in labels(short) if label.startswith("Drop ")]
    assert drops
    assert all(re.search(r": \d+ %$", label) for label in drops)
    budget = said(opened(make(due_in_days=None, budget_hours=9, name="Budget")))
    assert "No single step reaches 80 %; the largest:" in budget
    assert "To reach 80 %:" not in budget


@pytest.mark.slow
def test_anything_can_be_tried_in_the_fields(store: Store, make: Make) -> None:
    """Each change raises the chance, all are named, and another visit to the page in this tab still has them."""
    project = make(logged={"Model": 1})
    app, chances = opened(project), []
    for field, value in (
        (app.date_input(key=key(project, "deadline")), (now() + timedelta(days=14)).date()),
        (app.multiselect(key=key(project, "dropped")), [phase(store, project, "Clean").id]),
        (app.number_input(key=key(project, f"cap_{phase(store, project, 'Model').id}")), 8.5),
    ):
        chances.append(chance(app))
        field.set_value(value).run()
    chances.append(chance(app))
    assert chances == sorted(set(chances))
    assert "Clean dropped, Model capped at 8.5 h and deadline" in said(app)
    app.switch_page("planner/pages/work.py").run()
    app.switch_page("planner/pages/plan.py").run()
    assert chance(app) == chances[-1]


def test_dropping_everything_leaves_a_way_back(store: Store, make: Make) -> None:
    """The fields stay; nothing is said to be done."""
    project = make()
    app = opened(project)
    every = [each.id for each in planning.phases(store, project.id)]
    app.multiselect(key=key(project, "dropped")).set_value(every).run()
    assert title(app).startswith("Will I finish? Almost surely")
    app.multiselect(key=key(project, "dropped")).set_value(every[1:]).run()
    assert "Tried, not saved:** Model dropped and Write up dropped" in said(app)


def test_what_cannot_be_tried_is_said(store: Store, make: Make) -> None:
    """A cap below the hours logged, and a day that has passed; the chance stays that of the plan."""
    project = make(logged={"Model": 3})
    app = opened(project)
    before = chance(app)
    app.number_input(key=key(project, f"cap_{phase(store, project, 'Model').id}")).set_value(2.0).run()
    app.date_input(key=key(project, "deadline")).set_value((now() - timedelta(days=2)).date()).run()
    assert "3 h are logged already" in said(app)
    assert "That day has passed" in said(app)
    assert "Tried, not saved" not in said(app)
    assert chance(app) == before


def test_a_phase_that_another_tab_takes_out_is_not_tried_any_more(store: Store, make: Make) -> None:
    """Removed, or done: the rest of what is tried goes on."""
    project = make()
    app = opened(project)
    ids = [each.id for each in planning.phases(store, project.id)]
    app.multiselect(key=key(project, "dropped")).set_value(ids[:2]).run()
    rows = [planning.as_plan(each) for each in planning.phases(store, project.id)]
    planning.save_phases(store, project.id, rows[1:], now())
    app.run()
    assert not app.exception
    assert not app.error
    assert "Tried, not saved:** Model dropped." in said(app)
    press(app, "Make this the plan")
    assert list(ranges(store, project)) == ["Write up"]


def test_a_deadline_changed_elsewhere_is_not_taken_for_a_trial(store: Store, make: Make) -> None:
    """The field follows the plan, in this tab and in another."""
    project = make()
    app = opened(project)
    later = now() + timedelta(days=40)
    planning.update_project(store, replace(project, deadline=later), now=now())
    app.run()
    assert "Tried, not saved" not in said(app)
    moved = planning.project(store, project.id)
    assert app.date_input(key=key(moved, "deadline")).value == later.astimezone(local_zone()).date()


def test_caps_tried_are_refused_with_a_sentence_where_they_cannot_be(store: Store, make: Make) -> None:
    """More than a working year is a typing mistake; nothing is saved."""
    project = make()
    app = opened(project)
    app.number_input(key=key(project, f"cap_{phase(store, project, 'Model').id}")).set_value(5_000.0).run()
    press(app, "Make this the plan")
    assert "at most 2,000 hours" in said(app)
    assert phase(store, project, "Model").cap_hours is None


def test_names_stand_as_they_were_typed(store: Store, make: Make) -> None:
    """In remedies, risks, honest ranges, the fields and what is tried."""
    name = "*F1* $x$ :red[no] `a`"
    shown = r"\*F1\* \$x\$ :red\[no\] \`a\`"
    project = make({"Clean": (2.0, 4.0), name: (8.0, 12.0), "[all](x)": None})
    app = opened(project)
    assert f"Most of the risk lies in {shown}" in said(app)
    assert r"\[all\](x) has no range" in said(app)
    (remedy,) = [button for button in app.button if button.key == f"remedy_{phase(store, project, name).id}"]
    assert shown in remedy.label
    remedy.click().run()
    assert re.search(rf"not saved:\*\* {re.escape(shown)} (dropped|capped)", said(app))
    assert any(shown in field.label for field in app.number_input)


# Honest ranges.


@pytest.mark.slow
def test_no_range_is_changed_until_the_button_is_pressed(store: Store, make: Make) -> None:
    """One phase, then all, then the total; each can be taken back; the first estimates stay."""
    project = make()
    app = opened(opened(project) and project)
    assert ranges(store, project) == {name: HourRange(*ends) for name, ends in SAID.items()}
    (clean,) = [label for label in labels(app) if label.startswith("Clean: ")]
    assert re.fullmatch(r"Clean: .+ h, not 2–4 h", clean)
    press(app, clean)
    assert ranges(store, project)["Clean"] != HourRange(2, 4)
    assert ranges(store, project)["Model"] == HourRange(8, 12)
    press(app, "Undo")
    assert ranges(store, project)["Clean"] == HourRange(2, 4)
    press(app, "All phases")
    for name, ends in SAID.items():
        assert ranges(store, project)[name] != HourRange(*ends)
    (total,) = [label for label in labels(app) if label.startswith("Total: ")]
    press(app, total)
    assert planning.project(store, project.id).total != HourRange(15, 20)
    assert planning.first_estimates(store, project.id)[None] == HourRange(15, 20)
    assert "you first said 15–20 h" in said(app)
    press(app, "Undo")
    assert planning.project(store, project.id).total == HourRange(15, 20)


def test_a_cap_below_the_honest_range_goes_with_it(store: Store, make: Make) -> None:
    """A record of threefold overruns: a cap of five hours would end the phase before it can be done."""
    for number in range(6):
        took = {name: 3 * low + number / 10 for name, (low, _) in SAID.items()}
        finished_project(store, f"Old {number}", SAID, took, now() - timedelta(days=30))
    project = make(caps={"Clean": 5.0, "Model": 90.0})
    app = opened(project)
    assert "from your 18 finished phases" in said(app)
    press(app, "All phases")
    clean, model = phase(store, project, "Clean"), phase(store, project, "Model")
    assert clean.range is not None
    assert clean.range.low_hours > 5
    assert (clean.cap_hours, model.cap_hours) == (None, 90.0)
    assert not app.error


def test_honest_ranges_wait_until_a_draft_is_saved_or_dropped(store: Store, make: Make) -> None:
    """Else they would be overwritten by what is typed, or overwrite it."""
    project = make()
    rows = rows_of(planning.phases(store, project.id))
    typed = [{**rows[0], "low": 1.0}, *rows[1:]]
    store.drafts.save(f"phases of project {project.id}", {"rows": typed, "saved": rows}, now())
    app = opened(project)
    assert _honest_is_disabled(app)
    press(app, "Drop the changes")
    assert not _honest_is_disabled(app)


def test_phases_may_be_called_as_the_buttons_are(store: Store, make: Make) -> None:
    """`all` and `total` are names like any other."""
    app = opened(make({"all": (2.0, 4.0), "total": (8.0, 12.0), "1": (3.0, 5.0)}))
    assert not app.exception
    assert not app.error
    assert title(app).startswith("Will I finish?")


# How the forecast changed.


def test_a_forecast_is_kept_once_a_day_and_when_hours_are_logged(store: Store, make: Make) -> None:
    """Looking again keeps nothing, trying keeps nothing, and what is kept is the plan's."""
    project = make()
    app = opened(project)
    (kept,) = kept_forecasts(store, project.id)
    planned = outlook_of(store, project.id, now(), local_zone())
    assert planned is not None
    assert kept.chance == pytest.approx(planned.chance, abs=0.011)
    app.run()
    app.button(key="remedy_deadline").click().run()
    assert chance(app) > 75
    assert kept_forecasts(store, project.id) == [kept]
    log(store, project, "Model", 3)
    app.run()
    assert [round(each.logged_hours) for each in kept_forecasts(store, project.id)] == [0, 3]
    assert any(each.label == "How did the forecast change? (2 forecasts)" for each in app.expander)


def test_what_was_said_anew_is_dated_beside_what_was_said_before(store: Store, make: Make) -> None:
    """The newest first; a plan as it was first said is told so."""
    project = make()
    app = unfolded(opened(project))
    assert "The plan stands as it was first said." in said(app)
    rows = [planning.as_plan(each) for each in planning.phases(store, project.id)]
    rows[1] = planning.phase_plan("*Model*", 10, 20, 25, phase_id=rows[1].phase_id)
    planning.save_phases(store, project.id, rows, now())
    app = unfolded(opened(project))
    today = now().astimezone(local_zone())
    assert rf"- {today:%a} {today.day} {today:%B}: \*Model\* 10–20 h, cap 25 h, before 8–12 h" in said(app)


def test_few_ranges_are_told_to_be_too_few(store: Store, make: Make) -> None:
    """None at first, then one of three held."""
    project = make()
    app = opened(project)
    assert any(each.label == "How good were my earlier ranges? (none finished yet)" for each in app.expander)
    finished_project(store, "Old", SAID, {"Clean": 3, "Model": 30, "Write up": 9}, now() - timedelta(days=2))
    app.run()
    assert any(each.label == "How good were my earlier ranges? (1 of 3 held)" for each in app.expander)
    assert "1 of 3 held: too few to judge" in said(app)


# States of a project.


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "words", "sentence"),
    [
        ({"week": None}, r"It will take about \d+ h, 12 days left", "When can you work?"),
        ({"total": None}, r"Will I finish\? .+", "the project has no total to compare with"),
        ({"said": {}}, r"Will I finish\? .+", "No phase has a range yet"),
        ({"due_in_days": 0}, r"It will take about \d+ h(, due today|; the deadline passed today)", "four weeks"),
        ({"due_in_days": -3}, r"It will take about \d+ h; the deadline passed 3 days ago", "Done by"),
        ({"due_in_days": 3_000}, r"It will take about \d+ h, 3,000 days left", "in the next four weeks"),
        ({"due_in_days": None}, r"Probably done by .+", "No deadline"),
        ({"due_in_days": None, "budget_hours": 25}, r"Are 25 h enough\? .+: \d+ %", "a budget of **25 h**"),
        (
            {"due_in_days": None, "budget_hours": 2, "logged": {"Model": 3}},
            r"Are 2 h enough\? No: under 1 %",
            "after 3 h logged",
        ),
        ({"week": "Sun 23:59-24:00", "due_in_days": 0.5}, r"Will I finish\? No: under 1 %", "within a year"),
        ({"said": {"Model": (0.1, 2_000.0)}}, r"Will I finish\? .+", "The phases add up to 0.1–2,000 h"),
        ({"said": {"Model": (5.0, 5.0)}}, r"Will I finish\? .+", "The phases add up to 5 h"),
        ({"said": {"A": (1_500.0, 2_000.0), "B": (1_500.0, 2_000.0)}, "total": None}, r".+ under 1 %", "3,000–4,000 h"),
        ({"said": {"Model": (0.004, 0.004)}, "total": None}, r"Will I finish\? Almost surely.+", "0.004 h"),
        ({"said": {"Clean": (2.0, 4.0), "Model": None}}, r"Will I finish\? .+", "the rest of your total stands for it"),
    ],
)
def test_every_state_has_an_answer(make: Make, changes: dict[str, object], words: str, sentence: str) -> None:
    """And never an error; looked at again it is the same, and nothing is tried that nobody typed."""
    app = opened(make(**changes)).run()
    assert not app.exception
    assert not app.error
    assert "Tried, not saved" not in said(app)
    assert re.fullmatch(words, title(app))
    assert sentence in said(app)


def test_once_every_phase_is_done_nothing_is_asked(store: Store, make: Make) -> None:
    """Neither what if, nor honest ranges; hours logged stand in the headline."""
    project = make(logged={"Model": 3})
    rows = [planning.as_plan(each) for each in planning.phases(store, project.id)]
    done = [planning.phase_plan(row.name, 8, 12, phase_id=row.phase_id, done=True) for row in rows]
    planning.save_phases(store, project.id, done, now())
    app = opened(project)
    assert title(app) == "Every phase is done, with 3 h logged"
    assert not app.multiselect
    assert not [label for label in labels(app) if label.startswith("Model: ")]


@pytest.mark.slow
def test_two_hundred_phases_are_drawn(make: Make) -> None:
    """With an answer, and without an error."""
    app = opened(make({f"Phase {number}": (0.05, 0.15) for number in range(200)}))
    assert not app.exception
    assert not app.error
    assert title(app).startswith("Will I finish?")


def _honest_is_disabled(app: AppTest) -> bool:
    """Whether the menu of honest ranges cannot be opened: a menu is known to the test as a block only."""
    (menu,) = [block for block in _blocks(app.main) if getattr(block.proto, "popover", None) and _names_honest(block)]
    return bool(menu.proto.popover.disabled)


def _names_honest(block: Block) -> bool:
    return "honest" in block.proto.popover.label


def _blocks(block: Block) -> Iterator[Block]:
    for child in block.children.values():
        if isinstance(child, Block):
            yield child
            yield from _blocks(child)
