"""Whether the machine slept while a timer ran: clocks are given, nothing sleeps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from planner import planning, timelog
from planner.domain.awake import Gap, Sighting, gap_between
from planner.domain.project import Phase
from planner.store import Store
from planner.timelog import Reason, sighting

BERLIN = ZoneInfo("Europe/Berlin")
NINE = datetime(2026, 5, 8, 7, 0, tzinfo=UTC)  # 9:00 in Berlin
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def seen(
    after: timedelta, *, asleep: timedelta = timedelta(), boot: str = "a", up: timedelta | None = None
) -> Sighting:
    """The machine, seen a while after nine; it was started a day before."""
    return Sighting(NINE + after, boot, (up or after + 24 * HOUR).total_seconds(), asleep.total_seconds())


@pytest.fixture
def model(store: Store) -> Phase:
    """A phase of a project without caps."""
    project = planning.create_project(store, "Toxic comments", phases=["Model"], now=NINE - 24 * HOUR)
    return planning.phases(store, project.id)[0]


def reason(store: Store, after: timedelta) -> Reason | None:
    """Why the timer looks forgotten a while after nine."""
    found = timelog.forgotten(store, NINE + after, BERLIN)
    return found and found.reason


@pytest.mark.parametrize(
    ("later", "gap"),
    [
        (seen(3 * HOUR), None),
        (seen(3 * HOUR, asleep=5 * MINUTE), None),
        (seen(3 * HOUR, asleep=2 * HOUR), Gap(NINE, NINE + 3 * HOUR, 7200)),
        (seen(3 * HOUR, boot="b", up=HOUR), Gap(NINE, NINE + 3 * HOUR, None)),
        (seen(3 * HOUR, boot="b", up=30 * HOUR), Gap(NINE, NINE + 3 * HOUR, None)),
        (seen(4 * MINUTE, boot="b", up=MINUTE), None),
    ],
)
def test_a_gap_is_a_sleep_or_a_restart_of_more_than_five_minutes(later: Sighting, gap: Gap | None) -> None:
    """Work through, a nap, two hours asleep, restarts, and one restart that was over at once."""
    assert gap_between(seen(timedelta()), later) == gap


def test_a_restart_shows_without_a_name_for_it_too() -> None:
    """Where the system names no starts, a machine cannot be up for less time than has passed."""
    before = seen(timedelta(), boot="")
    assert gap_between(before, seen(30 * HOUR, boot="", up=26 * HOUR)) == Gap(NINE, NINE + 30 * HOUR, None)
    assert gap_between(before, seen(3 * HOUR, boot="")) is None


def test_a_timer_over_a_sleep_is_asked_about_with_the_last_sign_of_life(store: Store, model: Phase) -> None:
    """The browser was closed at 9:30; the lid was down for two hours; somebody looks again at noon."""
    timelog.start(store, model.id, now=NINE)
    for after in (timedelta(), 30 * MINUTE):
        timelog.note_sign_of_life(store, seen(after))
    assert reason(store, 30 * MINUTE) is None
    timelog.note_sign_of_life(store, seen(3 * HOUR, asleep=2 * HOUR))
    found = timelog.forgotten(store, NINE + 3 * HOUR, BERLIN)
    assert found is not None
    assert found.reason is Reason.ASLEEP
    assert found.proposed_end == NINE + 30 * MINUTE
    assert found.question.startswith("The machine slept for 2 h, some time between ")
    assert found.question.endswith(", while Model ran. Was all of that work?")


def test_a_restart_is_asked_about_and_keeping_holds_until_the_next_one(store: Store, model: Phase) -> None:
    """Cut, the question is gone; undone, it is back; kept, only a new gap asks again."""
    entry = timelog.start(store, model.id, now=NINE)
    timelog.note_sign_of_life(store, seen(timedelta()))
    timelog.note_sign_of_life(store, seen(20 * MINUTE))
    timelog.note_sign_of_life(store, seen(2 * HOUR, boot="b", up=HOUR))
    assert reason(store, 2 * HOUR) is Reason.ASLEEP
    timelog.cut(store, NINE + 20 * MINUTE, now=NINE + 2 * HOUR)
    assert reason(store, 2 * HOUR) is None
    timelog.undo_last(store, now=NINE + 2 * HOUR)
    assert reason(store, 2 * HOUR) is Reason.ASLEEP
    timelog.keep(store, entry.id, now=NINE + 2 * HOUR)
    assert reason(store, 3 * HOUR) is None
    timelog.note_sign_of_life(store, seen(3 * HOUR, boot="b", up=2 * HOUR))
    timelog.note_sign_of_life(store, seen(4 * HOUR, boot="c", up=MINUTE))
    found = timelog.forgotten(store, NINE + 4 * HOUR, BERLIN)
    assert found is not None
    assert "was off or restarted" in found.question
    assert found.proposed_end == NINE + 3 * HOUR


def test_a_sleep_before_the_timer_or_too_short_is_no_question(store: Store, model: Phase) -> None:
    """The night before the start, and four minutes while it ran; without a timer nothing is noted at all."""
    timelog.note_sign_of_life(store, seen(timedelta()))
    assert store.awake.last() is None
    timelog.start(store, model.id, now=NINE)
    timelog.note_sign_of_life(store, seen(timedelta()))
    timelog.stop(store, now=NINE + HOUR)
    timelog.start(store, model.id, now=NINE + 9 * HOUR)
    timelog.note_sign_of_life(store, seen(9 * HOUR, asleep=8 * HOUR))
    assert reason(store, 9 * HOUR) is None
    timelog.note_sign_of_life(store, seen(10 * HOUR, asleep=8 * HOUR + 4 * MINUTE))
    assert reason(store, 10 * HOUR) is None


def test_a_new_timer_is_a_sign_of_life_of_its_own(store: Store, model: Phase) -> None:
    """Switched seconds after the last sign, and asleep at once: the gap began on the new timer."""
    other = planning.create_project(store, "Other", phases=["Read"], now=NINE)
    timelog.start(store, model.id, now=NINE)
    timelog.note_sign_of_life(store, seen(timedelta()))
    switched = timedelta(seconds=20)
    timelog.start(store, planning.phases(store, other.id)[0].id, now=NINE + switched)
    timelog.note_sign_of_life(store, seen(switched))
    timelog.note_sign_of_life(store, seen(HOUR, asleep=50 * MINUTE))
    found = timelog.forgotten(store, NINE + HOUR, BERLIN)
    assert found is not None
    assert found.reason is Reason.ASLEEP
    assert found.proposed_end is None  # nobody knows more than that it was at the start


def test_this_machine_can_be_seen(now: datetime) -> None:
    """Two looks in a row show one start of it, time that passes, and no sleep between."""
    first, second = sighting(now), sighting(now + MINUTE)
    assert first.boot == second.boot
    assert 0 < first.up_s <= second.up_s
    assert gap_between(first, second) is None
