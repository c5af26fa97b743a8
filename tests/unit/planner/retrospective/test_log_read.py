"""A long log is read as columns: the store, the days and the burn-up say what its entries say one by one."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from planner import planning, preferences
from planner.domain.hours import HourRange
from planner.domain.period import ALWAYS, Period
from planner.domain.project import PhasePlan, Project
from planner.domain.timelog import TimeEntry
from planner.report import Key, report_of
from planner.report.pictures import MOST_DAYS
from planner.retrospective import burn_up, day_timeline, own_hours_by_day
from planner.retrospective.named_period import ALL_TIME
from planner.store import Store

BERLIN = ZoneInfo("Europe/Berlin")
PHASES = [PhasePlan("Clean", HourRange(1, 2)), PhasePlan("Explore"), PhasePlan("Model", attended=False)]


@pytest.fixture
def project(store: Store, now: datetime) -> Project:
    """Two hundred days with both changes of the clock: nights, overlaps, machines, and a timer that runs."""
    random = np.random.default_rng(3)
    made = planning.create_project(store, "Long", phases=PHASES, now=now - timedelta(days=220))
    other = planning.create_project(store, "Other", phases=PHASES, now=now - timedelta(days=220))
    for one, count in ((made, 600), (other, 20)):
        phases = [phase.id for phase in planning.phases(store, one.id)]
        store.entries.add_many([
            made_entry(phases[random.integers(3)], now - timedelta(seconds=int(ago)), random)
            for ago in random.integers(2 * 86_400, 200 * 86_400, count)
        ])  # fmt: skip
    running = TimeEntry(0, planning.phases(store, made.id)[0].id, now - timedelta(hours=30), None)
    store.entries.add(running)
    return made


def made_entry(phase_id: int, start: datetime, random: np.random.Generator) -> TimeEntry:
    """Of some minutes or two days, a person's or a machine's; it may end ahead of the clock."""
    stop = start + timedelta(minutes=int(random.integers(1, 2800)))
    return TimeEntry(0, phase_id, start, stop, bool(random.integers(2)))


def test_columns_hold_the_entries_of_the_project(store: Store, project: Project, now: datetime) -> None:
    """All of them in order, to the millisecond; the one that runs reaches to now."""
    log, entries = store.entries.columns(project.id, now), store.entries.of_project(project.id)
    assert len(log) == 601
    assert log.ids.tolist() == [entry.id for entry in entries]
    assert log.phase_ids.tolist() == [entry.phase_id for entry in entries]
    assert log.attended.tolist() == [entry.attended for entry in entries]
    assert log.running.tolist() == [entry.stopped_at is None for entry in entries]
    assert (log.lengths_ms / 3.6e6).tolist() == pytest.approx([entry.hours(now) for entry in entries])


def test_hours_are_the_same_from_columns_that_were_read(store: Store, project: Project, now: datetime) -> None:
    """Whether SQLite adds them up or what was read already is added up; and after a change those of the change."""
    alone = store.entries.hours_by_phase(project.id, now)
    log = store.entries.columns(project.id, now)
    store.entries.remove(int(log.ids[0]))
    store.entries.columns(project.id, now)
    less = store.entries.hours_by_phase(project.id, now)
    changed = {phase for phase in alone if alone[phase] != less[phase]}
    assert changed == {int(log.phase_ids[0])}
    assert sum(map(sum, alone.values())) - sum(map(sum, less.values())) == pytest.approx(log.lengths_ms[0] / 3.6e6)


def test_an_empty_log_has_no_columns_days_or_hours(store: Store, now: datetime) -> None:
    """Nor is that a mistake."""
    empty = planning.create_project(store, "Empty", phases=PHASES, now=now)
    assert len(store.entries.columns(empty.id, now)) == 0
    assert store.entries.hours_by_phase(empty.id, now) == {}
    assert own_hours_by_day(store, empty.id, now, zone=BERLIN) == {}


@pytest.mark.parametrize("starts_hour", [0, 4])
@pytest.mark.parametrize("days", [None, 90])
def test_days_have_the_hours_of_their_parts(
    store: Store, project: Project, now: datetime, starts_hour: int, days: int | None
) -> None:
    """As entries are cut at the starts of days, through nights and both changes of the clock, and in a period."""
    preferences.set_day_starts_hour(store, starts_hour)
    period = ALWAYS if days is None else Period(now - timedelta(days=days), now - timedelta(days=9))
    blocks = day_timeline(store, project.id, now, zone=BERLIN, period=period)
    own = blocks["hours"].where(blocks["attended"], 0.0).groupby(blocks["day"]).sum()
    found = own_hours_by_day(store, project.id, now, zone=BERLIN, period=period)
    assert found == pytest.approx(own.to_dict())
    assert [*found] == sorted(found)


def test_hours_until_each_day_add_up(store: Store, project: Project, now: datetime) -> None:
    """The last stop of each day in the zone, with all that a person worked until then."""
    progress = burn_up(store, project.id, now, zone=BERLIN)
    assert progress is not None
    own = [entry for entry in store.entries.of_project(project.id) if entry.attended]
    stops = {entry.id: entry.stopped_at or now for entry in own}
    last: dict[object, datetime] = {}
    for stop in sorted(stops.values()):
        last[stop.astimezone(BERLIN).date()] = stop
    assert progress.days[0] == (min(entry.started_at for entry in own), 0.0)
    assert [at for at, _ in progress.days[1:]] == [*last.values()]
    until = [sum(entry.hours(now) for entry in own if stops[entry.id] <= stop) for stop in last.values()]
    assert [hours for _, hours in progress.days[1:]] == pytest.approx(until)


def test_the_picture_of_days_has_the_newest_ones(store: Store, project: Project, now: datetime) -> None:
    """The blocks of them as they are among all."""
    report = report_of(store, project.id, now, BERLIN, ALL_TIME)
    section = report.section(Key.DAYS)
    assert section is not None
    assert section.chart is not None
    every = day_timeline(store, project.id, now, zone=BERLIN)
    newest = sorted(every["day"].unique())[-MOST_DAYS:]
    assert section.legend == f"The last {MOST_DAYS} of {every['day'].nunique()} days with work."
    assert (
        f"{MOST_DAYS} days with {every['day'].isin(newest).sum()} blocks of work"
        in section.chart.to_dict()["description"]
    )
