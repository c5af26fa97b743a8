"""An import: where entries go, what is a duplicate, one transaction, one operation, one undo."""

from __future__ import annotations

import time as clock
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from planner import planning, timelog
from planner.domain.errors import InvalidImport
from planner.domain.project import PhasePlan, Project
from planner.exchange import (
    EndRule,
    ImportPreview,
    Mapping,
    PhaseFrom,
    ReadOptions,
    SourceFile,
    import_planned,
    preview_import,
)
from planner.exchange.importing.preview import Fate
from planner.store import Store

BERLIN = ZoneInfo("Europe/Berlin")
_DUPLICATE = (Fate.KNOWN, Fate.REPLACED)  # left out because the log, or a later file, has it
HEAD = "project,task,start,end,note,tags,attended"
ROWS = (
    "thesis,READ,2026-05-07 09:00,2026-05-07 10:00,one,gpu,",
    "thesis,Explore,2026-05-07 09:30,2026-05-07 11:00,overlaps,,false",
    "Side job,,2026-05-07 23:00,2026-05-08 01:00,over midnight,,",
)


@pytest.fixture
def thesis(store: Store, now: datetime) -> Project:
    """A project with two phases, one of which a machine works on."""
    phases = ["Read", PhasePlan("Train", attended=False)]
    return planning.create_project(store, "Thesis", phases=phases, now=now - timedelta(days=9))


def preview(
    store: Store,
    now: datetime,
    *rows: str,
    mapping: Mapping | None = None,
    open_ends: EndRule | None = None,
    again: bool = False,
) -> ImportPreview:
    files = [SourceFile("toggl.csv", "\n".join([HEAD, *(rows or ROWS)]).encode())]
    return preview_import(
        store,
        files,
        None,
        options=ReadOptions(BERLIN),
        mapping=mapping or Mapping(),
        open_ends=open_ends or EndRule(),
        now=now,
        again=again,
    )


def phase_names(store: Store, name: str) -> list[str]:
    return [phase.name for phase in planning.phases(store, planning.project_named(store, name).id)]


def test_a_preview_writes_nothing(store: Store, now: datetime, thesis: Project) -> None:
    """It says what would be made."""
    planned = preview(store, now)
    assert [(target.name, target.project is None) for target in planned.projects] == [
        ("Thesis", False),
        ("Side job", True),
    ]
    assert len(planned.to_add) == 3
    assert [project.name for project in planning.projects(store)] == ["Thesis"]
    assert timelog.entries(store, thesis.id) == []


def test_entries_go_to_projects_and_phases_of_their_names_and_new_ones_are_made(
    store: Store, now: datetime, thesis: Project
) -> None:
    """Capitals aside; new phases stand at the end; overlaps and nights are taken as they are."""
    done = import_planned(store, preview(store, now), now=now)
    assert (done.n_entries, done.summary) == (3, "imported 3 entries from toggl.csv")
    assert phase_names(store, "Thesis") == ["Read", "Train", "Explore"]
    assert phase_names(store, "Side job") == ["Imported"]
    first, second = timelog.entries(store, thesis.id)
    assert (first.started_at, first.note, first.tags) == (datetime(2026, 5, 7, 7, tzinfo=UTC), "one", ("gpu",))
    assert (first.attended, second.attended) == (True, False)
    (night,) = timelog.entries(store, planning.project_named(store, "Side job").id)
    assert night.hours(now) == 2


def test_one_undo_takes_an_import_back_and_it_can_be_imported_again(
    store: Store, now: datetime, thesis: Project
) -> None:
    """Entries of all its projects go; what was logged before stays; nothing is a duplicate of what is gone."""
    read = planning.phase_named(store, thesis.id, "Read")
    own = timelog.add_entry(store, read.id, now - timedelta(hours=2), now - timedelta(hours=1), now=now)
    import_planned(store, preview(store, now), now=now)
    assert timelog.undo_last(store, now=now) == (
        "Undone: imported 3 entries from toggl.csv. "
        "With it went the project Side job and the phase Explore, made for it."
    )
    assert timelog.entries(store, thesis.id) == [own]
    assert preview(store, now).n_duplicates == 0
    assert import_planned(store, preview(store, now), now=now).n_entries == 3


def test_what_was_imported_before_is_marked_and_left_out_unless_asked_for(
    store: Store, now: datetime, thesis: Project
) -> None:
    """Also when it now goes to another project, and when the log has it from elsewhere."""
    import_planned(store, preview(store, now, ROWS[0]), now=now)
    planned = preview(store, now)
    assert [each.fate in _DUPLICATE for each in planned.files[0].entries] == [True, False, False]
    assert preview(store, now, ROWS[0], mapping=Mapping(project="Other")).n_duplicates == 1
    assert len(preview(store, now, again=True).to_add) == 3
    train = planning.phase_named(store, thesis.id, "Train")
    start = datetime(2026, 5, 6, 7, tzinfo=UTC)
    timelog.add_entry(store, train.id, start, start + timedelta(hours=1), now=now, note="by hand")
    by_hand = "Thesis,Train,2026-05-06 09:00,2026-05-06 10:00,by hand,,"
    assert preview(store, now, by_hand).n_duplicates == 1
    with pytest.raises(InvalidImport, match="nothing to import"):
        import_planned(store, preview(store, now, by_hand), now=now)


def test_the_same_entry_in_two_files_of_one_import_comes_once(store: Store, now: datetime) -> None:
    """Months that were exported twice overlap; twice in one file is twice."""
    file = SourceFile("may.csv", "\n".join([HEAD, ROWS[0], ROWS[0]]).encode())
    planned = preview_import(
        store, [file, file], None, options=ReadOptions(BERLIN), mapping=Mapping(), open_ends=EndRule(), now=now
    )
    assert [[each.fate in _DUPLICATE for each in found.entries] for found in planned.files] == [[False] * 2, [True] * 2]
    assert import_planned(store, planned, now=now).summary == "imported 2 entries from 2 files"


@pytest.mark.parametrize(
    ("phase_from", "name"),
    [
        (PhaseFrom.TASK, "READ"),
        (PhaseFrom.DESCRIPTION, "one"),
        (PhaseFrom.TAG, "gpu"),
        (PhaseFrom.PROJECT, "thesis"),
        (None, "READ"),
    ],
)
def test_everything_can_go_to_one_project_with_phases_of_choice(
    store: Store, now: datetime, phase_from: PhaseFrom | None, name: str
) -> None:
    """What names the phases is the person's choice."""
    import_planned(store, preview(store, now, ROWS[0], mapping=Mapping("All", phase_from)), now=now)
    assert phase_names(store, "All") == [name]


def test_without_a_task_the_files_project_or_a_phase_in_the_description_is_the_phase(
    store: Store, now: datetime, thesis: Project
) -> None:
    """In a project of one's own; else only a description that is the name of a phase."""
    row = "Side job,,2026-05-07 23:00,2026-05-08 01:00,{},,"
    into = Mapping(project="Thesis")
    (planned,) = preview(store, now, row.format("x"), mapping=into).to_add
    assert planned.phase.name == "Side job"
    (planned,) = preview(store, now, row.format("train"), mapping=into).to_add
    assert (planned.phase.name, planned.phase.phase is None) == ("Train", False)


def test_a_phase_says_whether_work_on_it_is_attended_where_the_file_does_not(
    store: Store, now: datetime, thesis: Project
) -> None:
    """A column of the file wins."""
    row = "Thesis,Train,2026-05-07 0{0}:00,2026-05-07 0{0}:30,,,{1}"
    import_planned(store, preview(store, now, row.format(1, ""), row.format(2, "true")), now=now)
    assert [entry.attended for entry in timelog.entries(store, thesis.id)] == [False, True]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A,B,2026-05-07 09:00,2026-05-07 09:00,,,", "Line 2 has no length: it ends as it starts."),
        ("A,B,2026-05-07 09:00,2026-05-07 08:00,,,", "Line 2 ends before it starts."),
        ("A,B,2026-05-07 09:00,2026-05-09 08:00,,,", "Line 2 ends in the future."),
        ("A,B,2026-05-07T09:00:00.0001Z,2026-05-07T09:00:00.0009Z,,,", "Line 2 has no length: it ends as it starts."),
    ],
)
def test_what_no_log_can_hold_is_left_out_with_its_reason(store: Store, now: datetime, row: str, reason: str) -> None:
    """One sentence each."""
    planned = preview(store, now, row)
    assert [trouble.sentence for trouble in planned.files[0].troubles] == [reason]
    assert planned.to_add == []


def test_an_entry_without_an_end_is_asked_about_and_never_started(store: Store, now: datetime) -> None:
    """The answer ends the entry on the day it began, or gives its length, or leaves it out."""
    row = "A,B,2026-05-07 09:00,,,,"
    asked = preview(store, now, row)
    assert (asked.n_open, asked.to_add) == (1, [])
    assert asked.files[0].troubles[0].sentence == "Line 2 started 2026-05-07 09:00 and has no end."
    (planned,) = preview(store, now, row, open_ends=EndRule(time(17))).to_add
    assert planned.entry.stopped_at == datetime(2026, 5, 7, 15, tzinfo=UTC)
    (planned,) = preview(store, now, row, open_ends=EndRule(hours=1.5)).to_add
    assert planned.hours == 1.5
    (trouble,) = preview(store, now, row, open_ends=EndRule(time(8))).files[0].troubles
    assert "cannot have ended at 08:00" in trouble.sentence
    (trouble,) = preview(store, now, row, open_ends=EndRule(skip=True)).files[0].troubles
    assert trouble.sentence == "Line 2 has no end, and is left out as asked."
    assert timelog.running(store) is None


def test_an_import_that_fails_half_way_leaves_nothing(
    store: Store, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One transaction: no project, no phase, no entry."""
    planned = preview(store, now)

    def fail(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(store.imports, "add_entries", fail)
    with pytest.raises(OSError):
        import_planned(store, planned, now=now)
    assert planning.projects(store) == []


@pytest.mark.slow
def test_ten_thousand_entries_are_imported_and_undone_in_seconds(store: Store, now: datetime) -> None:
    """10,000 rows a second on a quiet machine; the bound leaves room for a busy one."""
    start = datetime(2024, 1, 1, 9)
    rows = [
        f"P{n % 5},T{n % 4},{start + timedelta(minutes=40 * n)},{start + timedelta(minutes=40 * n + 30)},note {n},a,"
        for n in range(10_000)
    ]
    began = clock.process_time()
    done = import_planned(store, preview(store, now, *rows), now=now)
    assert 9_990 <= done.n_entries <= 10_000  # a few lie in the hour that the clocks skip
    assert clock.process_time() - began < 4
    began = clock.process_time()
    timelog.undo_last(store, now=now)
    assert clock.process_time() - began < 2
    assert planning.projects(store) == []
