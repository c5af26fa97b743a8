"""Overlaps: who claims what, the ways out, and that each can be undone."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from planner import planning, sample_project, timelog
from planner.domain.errors import TimerConflict
from planner.domain.project import Phase
from planner.domain.repairs import Repair
from planner.domain.timelog import TimeEntry
from planner.store import Store

HOUR = timedelta(hours=1)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def phases(store: Store, now: datetime) -> list[Phase]:
    """Explore and Model, nothing logged yet."""
    project = planning.create_project(store, "Toxic comments", phases=["Explore", "Model"], now=now)
    return planning.phases(store, project.id)


@pytest.fixture
def pair(store: Store, phases: list[Phase], now: datetime) -> tuple[TimeEntry, TimeEntry]:
    """Explore from 11:30 to 13:30 and Model from 12:30 to 14:30."""
    first = timelog.add_entry(store, phases[0].id, now - 5 * HOUR, now - 3 * HOUR, now=now)
    return first, timelog.add_entry(store, phases[1].id, now - 4 * HOUR, now - 2 * HOUR, now=now)


def test_made_hours_claim_none_of_ones_own(store: Store, phases: list[Phase], now: datetime) -> None:
    """An entry of the sample project is no claim, seen from either project; two of its own still are."""
    sample = sample_project.add_sample_project(store, now)
    made = next(entry for entry in timelog.entries(store, sample.id) if entry.attended and entry.stopped_at)
    assert made.stopped_at
    timelog.add_entry(store, phases[0].id, made.started_at, made.stopped_at, now=now)
    assert timelog.conflicts(store, phases[0].project_id) == timelog.conflicts(store, sample.id) == []
    timelog.add_entry(store, made.phase_id, made.started_at, made.stopped_at, now=now)
    assert len(timelog.conflicts(store, sample.id)) == 1


def test_two_entries_that_claim_an_hour_are_said_in_one_sentence(
    store: Store, phases: list[Phase], pair: tuple[TimeEntry, TimeEntry]
) -> None:
    """With the day, both spans, and the words of each way out."""
    (conflict,) = timelog.conflicts(store, phases[0].project_id, zone=BERLIN)
    assert conflict.sentence == "Fri 8 May: Explore 11:30–13:30 and Model 12:30–14:30 claim the same hour."
    assert [conflict.words(repair) for repair in conflict.repairs] == [
        "Cut Explore at 12:30",
        "Begin Model at 13:30",
        "Explore was machine time",
        "Model was machine time",
        "Leave as it is",
    ]


@pytest.mark.parametrize("repair", list(Repair))
def test_each_way_out_settles_it_at_once_and_undo_brings_it_back(
    store: Store, phases: list[Phase], pair: tuple[TimeEntry, TimeEntry], now: datetime, repair: Repair
) -> None:
    """Nothing else in the log changes; undone, the question is there again."""
    project_id, before = phases[0].project_id, timelog.entries(store, phases[0].project_id)
    asked = timelog.conflicts(store, project_id, zone=BERLIN)
    timelog.repair_overlap(store, project_id, (pair[0].id, pair[1].id), repair, now=now, zone=BERLIN)
    assert timelog.conflicts(store, project_id, zone=BERLIN) == []
    changed = [one for one, was in zip(timelog.entries(store, project_id), before, strict=True) if one != was]
    assert len(changed) == (0 if repair is Repair.LEAVE else 1)
    timelog.undo_last(store, now=now, project_id=project_id)
    assert timelog.entries(store, project_id) == before
    assert timelog.conflicts(store, project_id, zone=BERLIN) == asked


def test_what_was_left_is_asked_about_again_once_one_of_them_changes(
    store: Store, phases: list[Phase], pair: tuple[TimeEntry, TimeEntry], now: datetime
) -> None:
    """A note is no change of the claim, another end is; and a second answer to a settled question is refused."""
    ids, project_id = (pair[0].id, pair[1].id), phases[0].project_id
    timelog.repair_overlap(store, project_id, ids, Repair.LEAVE, now=now, zone=BERLIN)
    with pytest.raises(TimerConflict, match="do not overlap any more"):
        timelog.repair_overlap(store, project_id, ids, Repair.CUT_FIRST, now=now, zone=BERLIN)
    timelog.edit_entry(store, pair[0].id, note="lengths", now=now)
    assert timelog.conflicts(store, project_id, zone=BERLIN) == []
    timelog.edit_entry(store, pair[0].id, stopped_at=now - 2.5 * HOUR, now=now)
    (conflict,) = timelog.conflicts(store, project_id, zone=BERLIN)
    assert conflict.overlap.hours == 1.5
    assert conflict.sentence.endswith("claim the same 1.5 h.")


def test_only_what_leaves_an_entry_some_time_is_offered(store: Store, phases: list[Phase], now: datetime) -> None:
    """Within another, an entry cannot begin after it; of two that began together, none can be cut."""
    timelog.add_entry(store, phases[0].id, now - 5 * HOUR, now - 2 * HOUR, now=now)
    timelog.add_entry(store, phases[1].id, now - 4 * HOUR, now - 3 * HOUR, now=now)
    (inside,) = timelog.conflicts(store, phases[0].project_id, zone=BERLIN)
    assert Repair.DELAY_SECOND not in inside.repairs
    assert Repair.CUT_FIRST in inside.repairs
    timelog.undo_last(store, now=now)
    timelog.add_entry(store, phases[1].id, now - 5 * HOUR, now - HOUR, now=now)
    (together,) = timelog.conflicts(store, phases[0].project_id, zone=BERLIN)
    assert Repair.CUT_FIRST not in together.repairs
    assert Repair.DELAY_SECOND in together.repairs


def test_an_overlap_with_another_project_is_named_and_undone_where_it_was_repaired(
    store: Store, phases: list[Phase], now: datetime
) -> None:
    """A person has one day: the entry of the other project is cut here, and this project's undo brings it back."""
    other = planning.create_project(store, "Reviews", phases=["Read"], now=now)
    read = timelog.add_entry(store, planning.phases(store, other.id)[0].id, now - 5 * HOUR, now - 3 * HOUR, now=now)
    own = timelog.add_entry(store, phases[1].id, now - 4 * HOUR, now - 2 * HOUR, now=now)
    (conflict,) = timelog.conflicts(store, phases[0].project_id, zone=BERLIN)
    assert "Read (Reviews) 11:30–13:30 and Model" in conflict.sentence
    timelog.repair_overlap(store, phases[0].project_id, (read.id, own.id), Repair.CUT_FIRST, now=now, zone=BERLIN)
    assert timelog.entry(store, read.id).stopped_at == own.started_at
    timelog.undo_last(store, now=now, project_id=phases[0].project_id)
    assert timelog.entry(store, read.id) == read


def test_a_long_entry_over_several_is_found_with_each_of_them(store: Store, phases: list[Phase], now: datetime) -> None:
    """Also with one that begins long after the next; what only touches claims nothing twice; a machine may overlap."""
    begin = now - 20 * HOUR
    timelog.add_entry(store, phases[0].id, begin, begin + 10 * HOUR, now=now)
    for hour in (1, 3, 8):
        timelog.add_entry(store, phases[1].id, begin + hour * HOUR, begin + (hour + 1) * HOUR, now=now)
    timelog.add_entry(store, phases[1].id, begin + 10 * HOUR, begin + 11 * HOUR, now=now)
    timelog.add_entry(store, phases[1].id, begin, begin + 11 * HOUR, now=now, attended=False)
    found = timelog.conflicts(store, phases[0].project_id, zone=BERLIN)
    assert [(conflict.begins_at - begin) / HOUR for conflict in found] == [1, 3, 8]
