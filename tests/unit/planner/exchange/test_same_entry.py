"""An entry that was imported, edited where it came from and exported again is the same entry."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import planning, timelog
from planner.domain.timelog import Overlap, TimeEntry, overlaps_of
from planner.exchange import (
    EndRule,
    Fate,
    ImportPreview,
    Mapping,
    ReadOptions,
    SourceFile,
    export_log,
    import_planned,
    preview_import,
)
from planner.store import Store, open_store
from tests.places import TIMELOGS

NOW = datetime(2026, 5, 8, 14, 30, tzinfo=UTC)
HEAD = "project,task,start,end,note,tags"
ONE = "Thesis,Training,2026-03-02 09:00,2026-03-02 11:00,run,gpu"


def plan(
    store: Store,
    *files: tuple[str, str | bytes],
    file_format: str | None = None,
    overwrite: bool = False,
    mapping: Mapping | None = None,
) -> ImportPreview:
    sources = [SourceFile(name, text if isinstance(text, bytes) else text.encode()) for name, text in files]
    return preview_import(
        store,
        sources,
        file_format,
        options=ReadOptions(),
        mapping=mapping or Mapping(),
        open_ends=EndRule(),
        now=NOW,
        overwrite=overwrite,
    )


def bring(store: Store, *files: tuple[str, str | bytes], **how: Any) -> ImportPreview:
    planned = plan(store, *files, **how)
    if planned.has_work:
        import_planned(store, planned, now=NOW)
    return planned


def table(*rows: str) -> tuple[str, str]:
    return "log.csv", "\n".join([HEAD, *rows])


def case(name: str) -> tuple[str, bytes]:
    return name, (TIMELOGS / name).read_bytes()


def log(store: Store) -> list[tuple[str, str, TimeEntry]]:
    return store.entries.with_names(None)


def hours(store: Store) -> float:
    return sum(entry.hours(NOW) for _, _, entry in log(store))


def overlaps(store: Store) -> list[Overlap]:
    return overlaps_of(entry for _, _, entry in log(store))


def changes(planned: ImportPreview) -> list[str]:
    return [change.words for each in planned.to_change for change in each.changes]


def test_an_edited_description_changes_the_entry_and_undo_brings_the_former_one_back(store: Store) -> None:
    """The case of two exports of Toggl."""
    bring(store, case("toggl1.csv"))
    planned = bring(store, case("toggl2.csv"))
    assert (changes(planned), planned.to_add) == (["note was 'run', now 'run 1, lr 0.01'"], [])
    ((_, _, entry),) = log(store)
    assert (entry.note, entry.hours(NOW)) == ("run 1, lr 0.01", 2)
    assert [change.former.note for change in timelog.entry_history(store, entry.id) if change.former] == ["run"]
    assert not plan(store, case("toggl2.csv")).has_work
    timelog.undo_last(store, now=NOW)
    assert [entry.note for _, _, entry in log(store)] == ["run"]
    assert changes(plan(store, case("toggl2.csv"))) == ["note was 'run', now 'run 1, lr 0.01'"]
    assert not plan(store, case("toggl1.csv")).has_work


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (ONE.replace(",run,", ",,"), ["note was 'run', now empty"]),
        (ONE.replace("gpu", "gpu; night"), ["tags was 'gpu', now 'gpu, night'"]),
        (ONE.replace("Thesis", "Side job"), ["project was 'Thesis', now 'Side job'"]),
        (ONE.replace("Training", "Reading"), ["phase was 'Training', now 'Reading'"]),
        (ONE.replace("11:00", "11:45"), ["end was '2026-03-02 11:00', now '2026-03-02 11:45'"]),
        (ONE.replace("09:00", "08:30"), ["start was '2026-03-02 09:00', now '2026-03-02 08:30'"]),
        (
            ONE.replace("11:00", "10:00").replace("run", "else").replace("Training", "Reading"),
            [
                "phase was 'Training', now 'Reading'",
                "end was '2026-03-02 11:00', now '2026-03-02 10:00'",
                "note was 'run', now 'else'",
            ],
        ),
    ],
)
def test_each_fact_of_an_entry_can_be_edited(store: Store, row: str, said: list[str]) -> None:
    """One entry stays, as the file says it, and a third time nothing is new."""
    row = row.replace("gpu; night", '"gpu, night"')
    bring(store, table(ONE, "Thesis,Writing,2026-03-02 13:00,2026-03-02 14:00,intro,"))
    planned = bring(store, table(row, "Thesis,Writing,2026-03-02 13:00,2026-03-02 14:00,intro,"))
    assert (changes(planned), planned.n_duplicates, len(log(store))) == (said, 1, 2)
    project, task, start, _, note, _ = row.split(",", 5)
    (edited,) = [named for named in log(store) if named[2].started_at.hour < 12]
    assert (edited[0], edited[1], edited[2].note) == (project, task, note)
    assert f"{edited[2].started_at:%Y-%m-%d %H:%M}" == start
    assert not plan(store, table(row)).has_work


def test_another_entry_at_the_same_time_is_another_entry(store: Store) -> None:
    """Of another project with another end or note; or with the old one still in the file."""
    bring(store, table(ONE))
    other = "Side job,Mails,2026-03-02 09:00,2026-03-02 09:30,mails,"
    planned = plan(store, table(other))
    assert (len(planned.to_add), planned.to_change) == (1, [])
    planned = plan(store, table(ONE, ONE.replace("11:00", "10:00")))
    assert (len(planned.to_add), planned.n_duplicates, planned.to_change) == (1, 1, [])


def test_another_programs_entry_at_the_same_start_is_the_same_only_with_the_same_end_or_note(store: Store) -> None:
    """Two trackers that ran at nine o'clock are two."""
    bring(store, table(ONE))
    one = "2026-03-02\nThesis\n    9:00-{} {}\n"
    fates = [
        plan(store, ("log.klg", one.format(end, text))).files[0].entries[0].fate
        for end, text in (("10:30", "Training"), ("11:00", "Training"), ("11:00", "Reading"))
    ]
    assert fates == [Fate.ADD, Fate.KNOWN, Fate.CHANGE]


def test_a_note_that_was_taken_out_is_a_change_also_where_no_other_is_left(store: Store) -> None:
    """A format that had notes says something by having none."""
    bring(store, table(ONE))
    assert changes(plan(store, table(ONE.replace(",run,", ",,")))) == ["note was 'run', now empty"]


def toggl(**changed: Any) -> dict[str, Any]:
    entry = {
        "id": 300100,
        "workspace_id": 1,
        "project_name": "Thesis",
        "start": "2026-03-02T09:00:00Z",
        "stop": "2026-03-02T11:00:00Z",
        "duration": 7200,
        "description": "run",
        "tags": [],
    }
    return {**entry, **changed}


def test_an_id_tells_an_entry_also_when_all_else_is_edited(store: Store) -> None:
    """Moved to another day and project; while another id at the same time is another entry."""
    bring(store, ("toggl.json", json.dumps([toggl()])))
    moved = toggl(project_name="Side job", start="2026-03-05T10:00:00Z", stop="2026-03-05T10:30:00Z", description="x")
    planned = bring(store, ("toggl.json", json.dumps([moved])))
    assert [each.fate for each in planned.files[0].entries] == [Fate.CHANGE]
    ((project, _, entry),) = log(store)
    assert (project, entry.started_at.day, entry.hours(NOW), entry.note) == ("Side job", 5, 0.5, "x")
    other = {**moved, "id": 300101, "description": "another"}
    assert [each.fate for each in plan(store, ("t.json", json.dumps([other]))).files[0].entries] == [Fate.ADD]


def test_numbers_of_rows_are_no_ids(store: Store) -> None:
    """The second week's first row is not the first week's; a row that was put in moves the numbers below it."""
    head = "id,project,task,start,end,note"
    first = "1,Thesis,Read,2026-03-02 09:00,2026-03-02 10:00,a\n2,Thesis,Read,2026-03-03 09:00,2026-03-03 10:00,b"
    week = "1,Thesis,Read,2026-03-09 09:00,2026-03-09 10:00,a\n2,Thesis,Read,2026-03-10 09:00,2026-03-10 10:00,b"
    bring(store, ("1.csv", f"{head}\n{first}"))
    assert [each.fate for each in bring(store, ("2.csv", f"{head}\n{week}")).files[0].entries] == [Fate.ADD] * 2
    more = (
        "7,Thesis,Read,2026-03-01 09:00,2026-03-01 10:00,new\n"
        "8,Thesis,Read,2026-03-02 09:00,2026-03-02 10:00,a\n9,Thesis,Read,2026-03-03 09:00,2026-03-03 10:00,b"
    )
    fates = [each.fate for each in plan(store, ("3.csv", f"{head}\n{more}")).files[0].entries]
    assert fates == [Fate.ADD, Fate.KNOWN, Fate.KNOWN]


def test_what_was_changed_here_too_stays_until_the_person_says_that_the_file_is_right(store: Store) -> None:
    """Nothing is overwritten in silence; what the file did not change stays as it is here even then."""
    bring(store, table(ONE))
    ((_, _, entry),) = log(store)
    timelog.edit_entry(store, entry.id, now=NOW, note="run, as I remember it", stopped_at=entry.stopped_at)
    edited = ONE.replace("11:00", "11:30")
    planned = plan(store, table(edited))
    assert (planned.has_work, len(planned.changed_here)) == (False, 1)
    assert not plan(store, table(ONE)).changed_here  # the file says what it said before
    bring(store, table(edited), overwrite=True)
    ((_, _, entry),) = log(store)
    assert (entry.note, entry.hours(NOW)) == ("run, as I remember it", 2.5)
    assert changes(plan(store, table(ONE))) == ["end was '2026-03-02 11:30', now '2026-03-02 11:00'"]
    timelog.undo_last(store, now=NOW)
    assert [entry.hours(NOW) for _, _, entry in log(store)] == [2]


def test_an_entry_of_a_project_that_was_renamed_here_is_changed_where_it_is(store: Store) -> None:
    """No project of the old name is made again."""
    bring(store, table(ONE))
    (project,) = planning.projects(store)
    store.projects.save(replace(project, name="My thesis"))
    planned = bring(store, table(ONE.replace(",run,", ",run 1,")))
    assert (changes(planned), planned.projects) == (["note was 'run', now 'run 1'"], [])
    assert [(project, entry.note) for project, _, entry in log(store)] == [("My thesis", "run 1")]
    assert [project.name for project in planning.projects(store)] == ["My thesis"]


def test_the_same_edit_here_and_there_is_nothing_to_do(store: Store) -> None:
    """As when a person corrects both."""
    bring(store, table(ONE))
    ((_, _, entry),) = log(store)
    timelog.edit_entry(store, entry.id, now=NOW, note="better")
    assert not plan(store, table(ONE.replace(",run,", ",better,"))).has_work
    assert not plan(store, table(ONE.replace(",run,", ",better,"))).changed_here


def test_an_undo_keeps_a_changed_entry_that_was_changed_once_more(store: Store) -> None:
    """What came later is not lost."""
    bring(store, table(ONE))
    bring(store, table(ONE.replace(",run,", ",run 1,")))
    ((_, _, entry),) = log(store)
    timelog.edit_entry(store, entry.id, now=NOW, note="by hand")
    (newest, _) = store.imports.earlier()
    said = timelog.undo_import(store, newest.operation_id, newest.summary, now=NOW)
    assert said == "Undone: changed 1 entry as in log.csv. 1 of its entries was changed since and stays."
    assert [entry.note for _, _, entry in log(store)] == ["by hand"]


def interrupted_minutes(store: Store) -> list[float]:
    kept = [each for project in planning.projects(store) for each in store.interruptions.of_project(project.id)]
    return [(each.stopped_at - each.started_at).total_seconds() / 60 for each in kept if each.stopped_at]


def test_a_break_that_was_edited_changes_the_hours_and_the_interruption(store: Store) -> None:
    """And the undo gives both back."""
    head = "Date,Start,Stop,Interruption,Project,Activity"
    before, after = (f"{head}\n2026-03-02,09:00,12:00,{minutes},Thesis,Coding" for minutes in (30, 45))
    bring(store, ("psp.csv", before))
    assert (hours(store), interrupted_minutes(store)) == (2.5, [30])
    planned = bring(store, ("psp.csv", after))
    assert changes(planned) == ["time interrupted was '30 min', now '45 min'"]
    assert (hours(store), interrupted_minutes(store)) == (2.25, [45])
    assert not plan(store, ("psp.csv", after)).has_work
    timelog.undo_last(store, now=NOW)
    assert (hours(store), interrupted_minutes(store)) == (2.5, [30])
    timelog.undo_last(store, now=NOW)
    assert (hours(store), interrupted_minutes(store)) == (0, [])


def test_two_exports_at_once_count_as_the_later_one(store: Store) -> None:
    """The entry comes once, as the second file has it; where both say the same, the first one's is taken."""
    planned = bring(store, case("toggl1.csv"), case("toggl2.csv"))
    assert [file.entries[0].fate for file in planned.files] == [Fate.REPLACED, Fate.ADD]
    assert [entry.note for _, _, entry in log(store)] == ["run 1, lr 0.01"]
    bring(store, table(ONE))
    planned = bring(
        store, ("a", table(ONE.replace("11:00", "12:00"))[1]), ("b", table(ONE.replace("11:00", "13:00"))[1])
    )
    assert [file.entries[0].fate for file in planned.files] == [Fate.REPLACED, Fate.CHANGE]


def test_a_longer_week_without_clock_times_adds_what_is_new_beside_what_is_there(store: Store) -> None:
    """Six hours in all, none twice, none at the same time; also when begun at another time of day."""
    bring(store, case("week1.csv"))
    planned = bring(store, case("week1_again.csv"))
    assert (len(planned.to_add), planned.n_duplicates) == (1, 2)
    assert hours(store) == 6
    assert overlaps(store) == []
    assert not plan(store, case("week1_again.csv")).has_work
    options = ReadOptions(day_start=time(6))
    source = SourceFile(*case("week1_again.csv"))
    early = preview_import(store, [source], None, options=options, mapping=Mapping(), open_ends=EndRule(), now=NOW)
    assert not early.has_work


WEEK = "Date,Project,Task,Hours,Notes"


def week(*rows: str) -> tuple[str, str]:
    return "week.csv", "\n".join([WEEK, *rows])


def test_equal_rows_without_clock_times_are_as_many_as_the_file_has(store: Store) -> None:
    """Two are two, the first time and again; a third is one more."""
    row = "2026-03-02,Thesis,Read,1,a"
    assert len(bring(store, week(row, row)).to_add) == 2
    assert not plan(store, week(row, row)).has_work
    assert not plan(store, week(row)).has_work
    assert len(bring(store, week(row, row, row)).to_add) == 1
    assert (hours(store), overlaps(store)) == (3, [])


def test_rows_without_clock_times_can_be_edited(store: Store) -> None:
    """Their length or their note; one that grows moves where it would overlap."""
    bring(store, week("2026-03-02,Thesis,Read,1,a", "2026-03-02,Thesis,Write,2,b"))
    planned = bring(store, week("2026-03-02,Thesis,Read,1.5,a", "2026-03-02,Thesis,Write,2,b and c"))
    assert changes(planned) == ["length was '1 h', now '1.5 h'", "note was 'b', now 'b and c'"]
    assert (hours(store), overlaps(store), len(log(store))) == (3.5, [], 2)
    new = plan(store, week("2026-03-02,Thesis,Read,3,something else"))
    assert (len(new.to_add), new.to_change) == (1, [])


def test_hours_without_clock_times_keep_clear_of_what_the_log_has(store: Store) -> None:
    """A timer ran from ten to four; and of another file in the same import."""
    project = planning.create_project(store, "Own", phases=["Work"], now=NOW)
    phase = planning.phase_named(store, project.id, "Work")
    ten = datetime(2026, 3, 2, 10, tzinfo=UTC)
    timelog.add_entry(store, phase.id, ten, ten + timedelta(hours=6), now=NOW)
    planned = bring(store, week("2026-03-02,A,x,2,a", "2026-03-02,A,y,1,b"), week("2026-03-02,B,z,1,c"))
    assert (planned.twice.n_entries, planned.twice.n_in_log, overlaps(store)) == (0, 0, [])
    starts = {phase: f"{entry.started_at:%H:%M}" for _, phase, entry in log(store)}
    assert starts == {"Work": "10:00", "x": "16:00", "y": "18:00", "z": "09:00"}
    assert "2 entries without a time of day stand where the log has no hours of that date yet." in (
        planned.files[0].remarks
    )


def test_overlaps_within_the_files_and_with_the_log_are_counted(store: Store) -> None:
    """Of 1 h, 5:21 h, 1 h and 4:21 h only 5:21 h passed on the clock; machines may overlap anything."""
    planned = bring(store, case("synced_twice.csv"))
    assert (planned.twice.n_entries, planned.twice.n_in_log) == (4, 0)
    assert planned.twice.hours == pytest.approx(1 + 5.35 + 1 + 4.35 - 5.35)
    with_log = plan(store, table("Other,x,2026-03-02 14:00,2026-03-02 15:00,a,"))
    assert (with_log.twice.n_entries, with_log.twice.n_in_log) == (0, 1)
    assert with_log.twice.hours_in_log == pytest.approx(21 / 60)
    machine = plan(store, table("Other,x,2026-03-02 14:00,2026-03-02 15:00,a,unattended"))
    assert (machine.twice.n_entries, machine.twice.n_in_log) == (0, 0)


CLOCKIFY_HEAD = (TIMELOGS / "clockify.csv").read_text(encoding="utf-8").splitlines()[0]
ALPHA, BETA = (TIMELOGS / "clockify.csv").read_text(encoding="utf-8").splitlines()[1:3]


def clockify(*rows: str) -> tuple[str, str]:
    return "clockify.csv", "\n".join([CLOCKIFY_HEAD, *rows])


def later(row: str) -> str:
    return row.replace("2026-03-02", "2026-03-03")


def project_hours(store: Store) -> dict[str, float]:
    found: Counter[str] = Counter()
    for project, _, entry in log(store):
        found[project] += entry.hours(NOW)  # type: ignore[assignment]
    return dict(found)


def test_projects_of_one_name_of_two_clients_are_two_also_when_only_one_comes_again(store: Store) -> None:
    """The preview says so; importing again is nothing new."""
    planned = bring(store, clockify(ALPHA, BETA))
    assert planned.remarks == (
        "Several clients have a project 'Website'; they are Website (Alpha) and Website (Beta) here.",
    )
    assert project_hours(store) == {"Website (Alpha)": 2, "Website (Beta)": 3}
    assert not plan(store, clockify(ALPHA, BETA)).has_work
    bring(store, clockify(later(BETA)))
    assert project_hours(store) == {"Website (Alpha)": 2, "Website (Beta)": 6}


def test_a_project_keeps_its_name_when_another_clients_comes_later(store: Store) -> None:
    """The second one is told apart, and both stay so."""
    bring(store, clockify(ALPHA))
    bring(store, clockify(BETA))
    assert project_hours(store) == {"Website": 2, "Website (Beta)": 3}
    bring(store, clockify(later(ALPHA), later(BETA)))
    assert project_hours(store) == {"Website": 4, "Website (Beta)": 6}


def test_where_a_clients_project_went_is_remembered(store: Store) -> None:
    """A name that was chosen in the preview holds for the next file."""
    bring(store, clockify(ALPHA, BETA), mapping=Mapping(projects={"website (beta)": "Shop"}))
    assert project_hours(store) == {"Website (Alpha)": 2, "Shop": 3}
    bring(store, clockify(later(BETA)))
    assert project_hours(store) == {"Website (Alpha)": 2, "Shop": 6}


@pytest.mark.parametrize("file_format", ["csv", "json", "toggl", "clockify", "timewarrior", "watson"])
def test_our_own_exports_bring_nothing_new(store: Store, file_format: str) -> None:
    """Of what was logged here to the millisecond, and of what was imported, changed and renamed since."""
    project = planning.create_project(store, "Own", phases=["Work"], now=NOW)
    phase = planning.phase_named(store, project.id, "Work")
    start = datetime(2026, 3, 2, 10, 0, 0, 250_000, tzinfo=UTC)
    for number in range(3):
        begins = start + timedelta(hours=number)
        timelog.add_entry(store, phase.id, begins, begins + timedelta(minutes=50), now=NOW, note=f"n{number}")
    bring(store, table(ONE.replace("03-02", "03-05")))
    entry = log(store)[-1][2]
    timelog.edit_entry(store, entry.id, now=NOW, note="changed here", tags=("a", "b"))
    bring(store, week("2026-03-06,Thesis,Read,1,a"))
    exported = export_log(store, file_format, zone=UTC, now=NOW)
    planned = plan(store, ("own", exported.text), file_format=file_format)
    assert [each.fate for each in planned.files[0].entries] == [Fate.KNOWN] * 5


class Row(NamedTuple):
    """A row of a time log; with a start in minutes of the day, or None for one without clock times."""

    day: int
    start: int | None
    minutes: int
    project: str
    task: str
    note: str


ROWS = st.builds(
    Row,
    st.integers(1, 3),
    st.integers(0, 60).map(lambda quarter: quarter * 15),
    st.integers(1, 30).map(lambda minutes: minutes * 5),
    st.sampled_from(["A", "B"]),
    st.sampled_from(["x", "y"]),
    st.sampled_from(["", "n", "m"]),
)


def clock_file(rows: list[Row]) -> str:
    lines = ["project,task,start,end,note"]
    for row in rows:
        start = datetime(2026, 3, row.day) + timedelta(minutes=row.start or 0)
        lines.append(f"{row.project},{row.task},{start},{start + timedelta(minutes=row.minutes)},{row.note}")
    return "\n".join(lines)


def hours_file(rows: list[Row]) -> str:
    said = [f"{date(2026, 3, row.day)},{row.project},{row.task},{row.minutes / 60},{row.note}" for row in rows]
    return "\n".join([WEEK, *said])


@st.composite
def edited(draw: st.DrawFn, rows: list[Row], *, clock: bool) -> list[Row]:
    """Rows with one fact of some edited, some taken out, some put in, in another order."""
    after = []
    for row in rows:
        match draw(st.sampled_from(["keep", "keep", "keep", "note", "task", "length", "drop"])):
            case "note":
                after.append(row._replace(note=row.note + "!"))
            case "task" if clock:
                after.append(row._replace(task=row.task + "!"))
            case "length":
                after.append(row._replace(minutes=row.minutes + 5))
            case "keep":
                after.append(row)
    return draw(st.permutations([*after, *draw(st.lists(ROWS, max_size=3))]))


def said(rows: list[Row], *, clock: bool) -> Counter[tuple[Any, ...]]:
    """How often the file says each fact; the time of day counts only where there is one."""
    return Counter(
        (row.day, row.start if clock else None, row.minutes, row.project, row.task, row.note) for row in rows
    )


def kept(store: Store, *, clock: bool) -> Counter[tuple[Any, ...]]:
    found: Counter[tuple[Any, ...]] = Counter()
    for project, phase, entry in log(store):
        start = entry.started_at.hour * 60 + entry.started_at.minute if clock else None
        found[entry.started_at.day, start, round(entry.hours(NOW) * 60), project, phase, entry.note] += 1
    return found


@pytest.mark.slow
@settings(max_examples=120)
@given(data=st.data(), rows=st.lists(ROWS, min_size=1, max_size=6), clock=st.booleans())
def test_after_any_edits_the_log_is_what_the_last_file_says_and_nothing_twice(
    data: st.DataObject, rows: list[Row], clock: bool
) -> None:
    """For what the file holds. What it no longer holds stays, once; a second time brings nothing; undo goes back."""
    text = clock_file if clock else hours_file
    after = data.draw(edited(rows, clock=clock))
    with TemporaryDirectory() as folder, open_store(Path(folder)) as store:
        bring(store, ("log.csv", text(rows)))
        assert kept(store, clock=clock) == said(rows, clock=clock)
        planned = bring(store, ("log.csv", text(after)))
        held = kept(store, clock=clock)
        assert said(after, clock=clock) - held == Counter()
        assert held.total() == len(rows) + len(planned.to_add)
        assert (held - said(after, clock=clock)) - said(rows, clock=clock) == Counter()
        assert not plan(store, ("log.csv", text(after))).has_work
        if not clock:
            assert overlaps(store) == []
        if planned.has_work:
            timelog.undo_last(store, now=NOW)
        assert kept(store, clock=clock) == said(rows, clock=clock)


def test_a_database_from_before_knows_what_its_imports_wrote(store: Store) -> None:
    """The step that remembers what imports said takes it from what they added."""
    bring(store, table(ONE))
    connection = store._connection
    connection.raw.executescript(
        """CREATE TABLE old (entry_id INTEGER PRIMARY KEY, import_id INTEGER NOT NULL REFERENCES imports
                             ON DELETE CASCADE, source_key TEXT NOT NULL) STRICT;
           INSERT INTO old SELECT entry_id, import_id, source_key FROM imported_entries;
           DROP TABLE imported_entries; ALTER TABLE old RENAME TO imported_entries;
           CREATE INDEX imported_by_key ON imported_entries (source_key);"""
    )
    from sqlite_utils import Database

    from planner.store.steps.imports import remember_what_imports_said

    remember_what_imports_said(Database(connection.raw))
    assert not plan(store, table(ONE)).has_work
    assert changes(plan(store, table(ONE.replace(",run,", ",run 1,")))) == ["note was 'run', now 'run 1'"]
