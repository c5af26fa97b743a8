"""What the log says of moments is said on the clocks that are handed down, whatever the machine's are."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest

from planner import planning, timelog
from planner.domain.awake import Sighting
from planner.domain.errors import InvalidEntry, TimerConflict
from planner.domain.project import Phase
from planner.store import Store

ZONES = [ZoneInfo(name) for name in ("America/Los_Angeles", "Asia/Kolkata", "Pacific/Auckland")]


@pytest.fixture
def phases(store: Store, now: datetime, monkeypatch: pytest.MonkeyPatch) -> list[Phase]:
    """Explore and Model, on a machine whose own clock is that of another place."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    project = planning.create_project(store, "Toxic comments", phases=["Explore", "Model"], now=now)
    return planning.phases(store, project.id)


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_a_refusal_names_the_time_on_the_clocks_of_who_is_refused(
    store: Store, phases: list[Phase], now: datetime, zone: tzinfo
) -> None:
    """Of each thing that can be done with a timer."""
    explore, model = phases
    entry, later = timelog.start(store, explore.id, now=now, zone=zone), now + timedelta(hours=1)
    begun, early = f"{now.astimezone(zone):%H:%M}", now - timedelta(days=1)
    day = f"{early.astimezone(zone):%a} {early.astimezone(zone).day} {early.astimezone(zone):%b %H:%M}"
    with pytest.raises(TimerConflict, match=f"is running already, since {begun}"):
        timelog.start(store, explore.id, now=later, zone=zone)
    with pytest.raises(InvalidEntry, match=f"A timer runs since {begun}"):
        timelog.start(store, model.id, now=later, at=early, zone=zone)
    with pytest.raises(InvalidEntry, match=f"runs since {begun}, so with a stop at {day}"):
        timelog.stop(store, now=later, at=early, zone=zone)
    with pytest.raises(InvalidEntry, match=f"so with a stop at {day}"):
        timelog.cut(store, early, now=later, zone=zone)
    for act in (timelog.cancel, timelog.stop):
        with pytest.raises(TimerConflict, match=f"runs since {begun}, started elsewhere"):
            act(store, now=later, expected=entry.id + 1, zone=zone)
    with pytest.raises(TimerConflict, match=f"runs since {begun}, started elsewhere"):
        timelog.interrupt(store, "phone", now=later, expected=entry.id + 1, zone=zone)


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_an_overlap_is_said_and_its_repair_kept_on_those_clocks(
    store: Store, phases: list[Phase], now: datetime, zone: tzinfo
) -> None:
    """Each time in the sentence is one of the four that were logged."""
    hour, project_id = timedelta(hours=1), phases[0].project_id
    edges = [now - each * hour for each in (5, 3, 4, 2)]
    timelog.add_entry(store, phases[0].id, edges[0], edges[1], now=now)
    timelog.add_entry(store, phases[1].id, edges[2], edges[3], now=now)
    (conflict,) = timelog.conflicts(store, project_id, zone=zone)
    logged = [f"{edge.astimezone(zone):%H:%M}" for edge in edges]
    assert re.findall(r"\d\d:\d\d", conflict.sentence) == logged
    timelog.repair_overlap(store, project_id, conflict.entry_ids, conflict.repairs[0], now=now, zone=zone)
    assert f"Cut Explore at {logged[2]}" in str(timelog.last_change(store))


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_a_start_that_is_still_to_come_is_said_on_those_clocks(
    store: Store, phases: list[Phase], now: datetime, zone: tzinfo
) -> None:
    """As after a clock that was set back."""
    timelog.start(store, phases[0].id, now=now, zone=zone)
    change = timelog.clock_change(store, Sighting(now - timedelta(hours=2), "boot", 100.0, 0.0), zone=zone)
    assert change is not None
    assert f"started at {now.astimezone(zone):%a} {now.astimezone(zone).day} " in change.sentences
    assert f"{now.astimezone(zone):%H:%M}, which is still to come" in change.sentences
