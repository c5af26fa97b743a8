"""What the store answers about entries: always as they are now, though what was read last is kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from planner import planning, sample_project, timelog
from planner.domain.errors import InvalidEntry
from planner.domain.timelog import TimeEntry
from planner.store import Store, open_store

HOUR = timedelta(hours=1)


@pytest.fixture
def phase_id(store: Store, now: datetime) -> int:
    """The only phase of a project."""
    project = planning.create_project(store, "Toxic comments", phases=["Explore"], now=now - 99 * HOUR)
    return planning.phases(store, project.id)[0].id


def log(
    store: Store, phase_id: int, now: datetime, *, ago: float, hours: float = 1, attended: bool = True
) -> TimeEntry:
    """An entry that began some hours ago."""
    start = now - ago * HOUR
    return timelog.add_entry(store, phase_id, start, start + hours * HOUR, now=now, attended=attended)


def log_twice(store: Store, phase_id: int, now: datetime) -> None:
    """An entry that is read at once, and one in the future, which takes both back."""
    with store.writing():
        added = log(store, phase_id, now, ago=3)
        assert added.id in seen(store, phase_id)
        log(store, phase_id, now, ago=-9)


def seen(store: Store, phase_id: int) -> list[int]:
    """Ids of the entries of the phase's project."""
    project_id = store.phases.require(phase_id).project_id
    return [entry.id for entry in store.entries.of_project(project_id)]


def test_what_was_read_is_read_again_once_it_is_another(store: Store, phase_id: int, now: datetime) -> None:
    """After a write of one's own, of another process, and one that was rolled back."""
    first = log(store, phase_id, now, ago=9)
    assert seen(store, phase_id) == seen(store, phase_id) == [first.id]
    second = log(store, phase_id, now, ago=7)
    assert seen(store, phase_id) == [first.id, second.id]
    with open_store(store.path.parent) as other:
        third = log(other, phase_id, now, ago=5)
    assert seen(store, phase_id) == [first.id, second.id, third.id]
    with pytest.raises(InvalidEntry):
        log_twice(store, phase_id, now)
    assert seen(store, phase_id) == [first.id, second.id, third.id]


def test_entries_of_some_days_and_the_newest(store: Store, phase_id: int, now: datetime) -> None:
    """Those that end after one instant and start before the other; the newest is the one that started last."""
    project_id = store.phases.require(phase_id).project_id
    assert store.entries.last_started(project_id) is None
    early, middle, late = (log(store, phase_id, now, ago=ago) for ago in (9, 5, 2))
    found = store.entries.of_project(project_id, now - 8.5 * HOUR, now - 2 * HOUR)
    assert [entry.id for entry in found] == [early.id, middle.id]
    assert store.entries.last_started(project_id) == late


def test_hours_between_two_instants_are_those_of_a_person(store: Store, phase_id: int, now: datetime) -> None:
    """An entry counts with the part that lies between them, one that runs until the second, a machine's not at all."""
    log(store, phase_id, now, ago=9, hours=2)
    log(store, phase_id, now, ago=6, attended=False)
    timelog.start(store, phase_id, now=now, at=now - 3 * HOUR)
    assert store.entries.attended_hours(phase_id, now - 8 * HOUR, now - HOUR) == 3
    assert store.entries.attended_hours(phase_id, now - 6 * HOUR, now - 5 * HOUR) == 0


def test_hours_are_added_up_once_until_something_is_written(store: Store, phase_id: int, now: datetime) -> None:
    """Asked for at several instants, as a page does; what runs counts to each of them, a new entry at once."""
    project_id = store.phases.require(phase_id).project_id
    log(store, phase_id, now, ago=9, hours=2)
    timelog.start(store, phase_id, now=now, at=now - HOUR)
    asked: list[str] = []
    store._connection.raw.set_trace_callback(asked.append)
    told = [store.entries.hours_by_phase(project_id, now + hours * HOUR)[phase_id] for hours in (0, 1, 2)]
    store._connection.raw.set_trace_callback(None)
    assert [hours.attended for hours in told] == [3, 4, 5]
    assert sum("GROUP BY phase_id" in statement for statement in asked) == 1
    log(store, phase_id, now, ago=20, hours=0.5, attended=False)
    assert store.entries.hours_by_phase(project_id, now)[phase_id] == (3, 0.5)
    with open_store(store.path.parent) as other:
        log(other, phase_id, now, ago=30)
    assert store.entries.hours_by_phase(project_id, now)[phase_id] == (4, 0.5)
    with pytest.raises(InvalidEntry):
        log_twice(store, phase_id, now)
    assert store.entries.hours_by_phase(project_id, now)[phase_id] == (4, 0.5)


def test_hours_of_each_project_are_its_own(store: Store, phase_id: int, now: datetime) -> None:
    """Also where another one's timer runs."""
    other = planning.create_project(store, "Other", phases=["Clean"], now=now - 99 * HOUR)
    clean = planning.phases(store, other.id)[0].id
    log(store, phase_id, now, ago=9, hours=2)
    timelog.start(store, clean, now=now, at=now - HOUR)
    assert store.entries.hours_by_phase(other.id, now) == {clean: (1, 0)}
    assert store.entries.hours_by_phase(store.phases.require(phase_id).project_id, now) == {phase_id: (2, 0)}


def test_a_persons_spans_are_those_of_visible_projects(store: Store, phase_id: int, now: datetime) -> None:
    """Touching the stretch that is asked for; a machine's, the sample's and a deleted project's are left out."""
    sample_project.add_sample_project(store, now - HOUR)
    gone = planning.create_project(store, "Gone", phases=["Clean"], now=now - 99 * HOUR)
    log(store, planning.phases(store, gone.id)[0].id, now, ago=40)
    planning.delete_project(store, gone.id, now=now)
    log(store, phase_id, now, ago=60)
    log(store, phase_id, now, ago=30, attended=False)
    log(store, phase_id, now, ago=20, hours=2)
    timelog.start(store, phase_id, now=now, at=now - HOUR)
    spans = store.entries.attended_spans(now - 19 * HOUR, now)
    assert spans == [(now - 20 * HOUR, now - 18 * HOUR), (now - HOUR, now)]
    assert store.entries.attended_reach(now) == [(now - 60 * HOUR, now - HOUR)]


def test_instants_that_another_program_wrote_otherwise_count_as_what_they_are(
    store: Store, phase_id: int, now: datetime
) -> None:
    """Without thousandths, without a zone, as SQLite's own functions write them; beside ours."""
    log(store, phase_id, now, ago=5)
    with closing(sqlite3.connect(store.path)) as other, other:
        other.execute(
            "INSERT INTO time_entries (phase_id, started_at, stopped_at, attended, note, tags)"
            " VALUES (?, '2020-03-01 08:00:00', '2020-03-01T10:30:00Z', 1, '', '')",
            [phase_id],
        )
    project_id = store.phases.require(phase_id).project_id
    log_read = store.entries.columns(project_id, now)
    frame = store.entries.log_frame(now)
    assert (
        log_read.lengths_ms.sum()
        == (frame["stop_ms"] - frame["start_ms"]).sum()
        == 3.5 * HOUR / timedelta(milliseconds=1)
    )
    assert log_read.starts_ms.min() == frame["start_ms"].min() == datetime(2020, 3, 1, 8, tzinfo=UTC).timestamp() * 1000
