"""What the store answers about entries: always as they are now, though what was read last is kept."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from planner import planning, timelog
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
