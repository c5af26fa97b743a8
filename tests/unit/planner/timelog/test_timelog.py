"""The timer and the entries: what is kept, refused and undone."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner import planning, timelog
from planner.domain.errors import CallItError, InvalidEntry, NotFound, TimerConflict
from planner.domain.project import Phase
from planner.domain.timelog import PhaseHours
from planner.store import Store

HOUR = timedelta(hours=1)


@pytest.fixture
def phases(store: Store, now: datetime) -> list[Phase]:
    project = planning.create_project(store, "Toxic comments", phases=["Clean", "Explore", "Model"], now=now)
    return planning.phases(store, project.id)


def test_starting_a_phase_stops_the_other_at_the_same_moment(store: Store, phases: list[Phase], now: datetime) -> None:
    """Switching leaves no gap, no overlap, and one running timer."""
    timelog.start(store, phases[0].id, now=now)
    timelog.start(store, phases[1].id, now=now + HOUR, note=" odd rows ")
    first, second = timelog.entries(store, phases[0].project_id)
    assert (first.started_at, first.stopped_at) == (now, now + HOUR)
    assert (second.started_at, second.stopped_at, second.note) == (now + HOUR, None, "odd rows")
    running = timelog.running(store)
    assert running is not None
    assert (running.entry, running.phase) == (second, phases[1])


def test_switching_at_once_leaves_no_empty_entry(store: Store, phases: list[Phase], now: datetime) -> None:
    """A phase started by mistake and switched away in the same moment is not in the log."""
    timelog.start(store, phases[0].id, now=now)
    timelog.start(store, phases[1].id, now=now)
    assert [entry.phase_id for entry in timelog.entries(store, phases[0].project_id)] == [phases[1].id]


def test_a_timer_can_start_and_stop_earlier_than_now(store: Store, phases: list[Phase], now: datetime) -> None:
    """`at` is when it really happened."""
    timelog.start(store, phases[0].id, now=now, at=now - 2 * HOUR)
    entry = timelog.stop(store, now=now, at=now - HOUR)
    assert entry.hours(now) == 1.0
    assert timelog.running(store) is None


@pytest.mark.parametrize("at", [timedelta(hours=1), timedelta(milliseconds=1)])
def test_no_timer_starts_in_the_future(store: Store, phases: list[Phase], now: datetime, at: timedelta) -> None:
    """Nothing is started for a moment that has not come."""
    with pytest.raises(InvalidEntry, match="future"):
        timelog.start(store, phases[0].id, now=now, at=now + at)
    assert timelog.running(store) is None


def test_a_timer_cannot_stop_before_it_started_or_in_the_future(
    store: Store, phases: list[Phase], now: datetime
) -> None:
    """The timer goes on when its end is refused."""
    timelog.start(store, phases[0].id, now=now)
    with pytest.raises(InvalidEntry, match="ends before it starts"):
        timelog.stop(store, now=now + HOUR, at=now - HOUR)
    with pytest.raises(InvalidEntry, match="future"):
        timelog.stop(store, now=now + HOUR, at=now + 2 * HOUR)
    assert timelog.running(store) is not None


def test_a_second_timer_cannot_start_before_the_running_one(store: Store, phases: list[Phase], now: datetime) -> None:
    """It would leave the running one with less than no time; both stay as they are."""
    timelog.start(store, phases[0].id, now=now)
    with pytest.raises(InvalidEntry, match="cannot start before it"):
        timelog.start(store, phases[1].id, now=now + HOUR, at=now - HOUR)
    assert [entry.phase_id for entry in timelog.entries(store, phases[0].project_id)] == [phases[0].id]


def test_starting_what_runs_already_is_said(store: Store, phases: list[Phase], now: datetime) -> None:
    """A second click on the same phase does not restart its clock."""
    first = timelog.start(store, phases[0].id, now=now)
    with pytest.raises(TimerConflict, match="Clean is running already"):
        timelog.start(store, phases[0].id, now=now + HOUR)
    running = timelog.running(store)
    assert running is not None
    assert running.entry == first


@pytest.mark.parametrize("action", [timelog.stop, timelog.cancel])
def test_nothing_to_stop_is_said(
    store: Store, phases: list[Phase], now: datetime, action: Callable[..., object]
) -> None:
    """Stopping or cancelling needs a running timer."""
    with pytest.raises(TimerConflict, match="No timer is running"):
        action(store, now=now)


def test_a_tab_that_shows_an_old_timer_cannot_stop_the_new_one(
    store: Store, phases: list[Phase], now: datetime
) -> None:
    """A click acts on the timer that the person sees, or on none."""
    seen = timelog.start(store, phases[0].id, now=now)
    timelog.start(store, phases[1].id, now=now + HOUR)
    with pytest.raises(TimerConflict, match="Explore runs since"):
        timelog.stop(store, now=now + 2 * HOUR, expected=seen.id)
    timelog.stop(store, now=now + 2 * HOUR)
    with pytest.raises(TimerConflict, match="stopped elsewhere"):
        timelog.cancel(store, now=now + 2 * HOUR, expected=seen.id)
    with pytest.raises(TimerConflict, match="stopped elsewhere"):
        timelog.start(store, phases[2].id, now=now + 2 * HOUR, expected=seen.id)


def test_a_tab_that_shows_no_timer_does_not_stop_another_tabs(store: Store, phases: list[Phase], now: datetime) -> None:
    """`expected=None` says that the page shows no timer."""
    timelog.start(store, phases[0].id, now=now)
    with pytest.raises(TimerConflict, match="Clean runs since"):
        timelog.start(store, phases[1].id, now=now + HOUR, expected=None)


def test_a_cancelled_timer_logs_nothing_and_comes_back(store: Store, phases: list[Phase], now: datetime) -> None:
    """Cancel drops the entry; undo runs it again from its first moment."""
    started = timelog.start(store, phases[0].id, now=now)
    timelog.cancel(store, now=now + HOUR)
    assert timelog.entries(store, phases[0].project_id) == []
    assert timelog.undo_last(store, now=now + HOUR) == "Undone: cancelled the timer on Clean."
    running = timelog.running(store)
    assert running is not None
    assert running.entry == started


def test_undoing_a_switch_runs_the_earlier_timer_on(store: Store, phases: list[Phase], now: datetime) -> None:
    """A switch is undone as a whole: the new entry is gone, the old one runs as before."""
    first = timelog.start(store, phases[0].id, now=now)
    timelog.start(store, phases[1].id, now=now + HOUR)
    timelog.undo_last(store, now=now + HOUR)
    assert timelog.entries(store, phases[0].project_id) == [first]


def test_continuing_starts_the_last_phase_again(store: Store, phases: list[Phase], now: datetime) -> None:
    """It takes the phase that stopped last, and says so when there is none."""
    with pytest.raises(NotFound, match="nothing to continue"):
        timelog.continue_last(store, now=now)
    timelog.add_entry(store, phases[0].id, now - 2 * HOUR, now - HOUR, now=now)
    timelog.add_entry(store, phases[1].id, now - 4 * HOUR, now - 3 * HOUR, now=now)
    assert timelog.continue_last(store, now=now).phase_id == phases[0].id


def test_an_entry_takes_its_phases_flag_unless_told(store: Store, phases: list[Phase], now: datetime) -> None:
    """A phase that is unattended by default logs unattended entries; one entry may differ."""
    rows = [planning.phase_plan(p.name, None, None, attended=p.name != "Model", phase_id=p.id) for p in phases]
    planning.save_phases(store, phases[0].project_id, rows, now=now)
    entry = timelog.add_entry(store, phases[2].id, now - HOUR, now, now=now)
    assert not entry.attended
    assert timelog.add_entry(store, phases[2].id, now - HOUR, now, now=now, attended=True).attended


@pytest.mark.parametrize(
    ("ends", "sentence"),
    [
        ((-1, -2), "ends before it starts"),
        ((-1, -1), "ends before it starts"),
        ((-1, 1), "future"),
        ((-24 * 30, 0), "30 days"),
    ],
)
def test_an_entry_that_cannot_be_right_is_refused(
    store: Store, phases: list[Phase], now: datetime, ends: tuple[int, int], sentence: str
) -> None:
    """Neither adding nor editing lets an impossible interval in; the log stays as it was."""
    good = timelog.add_entry(store, phases[0].id, now - 5 * HOUR, now - 4 * HOUR, now=now)
    started_at, stopped_at = (now + hours * HOUR for hours in ends)
    with pytest.raises(InvalidEntry, match=sentence):
        timelog.add_entry(store, phases[0].id, started_at, stopped_at, now=now)
    with pytest.raises(InvalidEntry, match=sentence):
        timelog.edit_entry(store, good.id, started_at=started_at, stopped_at=stopped_at, now=now)
    assert timelog.entries(store, phases[0].project_id) == [good]


def test_an_edit_keeps_what_was_before(store: Store, phases: list[Phase], now: datetime) -> None:
    """Each former value of an entry can be seen, and the last change undone."""
    entry = timelog.add_entry(store, phases[0].id, now - 2 * HOUR, now, now=now)
    edited = timelog.edit_entry(store, entry.id, phase_id=phases[1].id, note="moved", attended=False, now=now)
    assert (edited.phase_id, edited.note, edited.attended) == (phases[1].id, "moved", False)
    assert (edited.started_at, edited.stopped_at) == (entry.started_at, entry.stopped_at)
    added, changed = timelog.entry_history(store, entry.id)
    assert (added.former, changed.former) == (None, entry)
    timelog.undo_last(store, now=now)
    assert timelog.entry(store, entry.id) == entry
    assert [change.undone for change in timelog.entry_history(store, entry.id)] == [False, True]


def test_a_running_timer_can_be_corrected(store: Store, phases: list[Phase], now: datetime) -> None:
    """A start noticed too late is moved back; it goes on running, and cannot be moved into the future."""
    entry = timelog.start(store, phases[0].id, now=now)
    moved = timelog.edit_entry(store, entry.id, started_at=now - HOUR, now=now)
    assert (moved.started_at, moved.stopped_at) == (now - HOUR, None)
    with pytest.raises(InvalidEntry, match="future"):
        timelog.edit_entry(store, entry.id, started_at=now + HOUR, now=now)


def test_a_deleted_entry_comes_back_the_same(store: Store, phases: list[Phase], now: datetime) -> None:
    """Undo restores the entry under its own id, even when its phase was removed meanwhile."""
    entry = timelog.add_entry(store, phases[0].id, now - HOUR, now, now=now)
    timelog.delete_entry(store, entry.id, now=now)
    with pytest.raises(NotFound):
        timelog.entry(store, entry.id)
    rows = [planning.phase_plan(p.name, None, None, phase_id=p.id) for p in phases[1:]]
    planning.save_phases(store, phases[0].project_id, rows, now=now)
    timelog.undo_last(store, now=now)
    assert timelog.entries(store, phases[0].project_id) == [entry]
    assert "Clean" in [phase.name for phase in planning.phases(store, phases[0].project_id)]


def test_undo_says_when_there_is_nothing_left(store: Store, phases: list[Phase], now: datetime) -> None:
    """Undo goes back step by step to the beginning, and then says so."""
    timelog.add_entry(store, phases[0].id, now - HOUR, now, now=now)
    assert timelog.last_change(store) == "added an entry on Clean"
    timelog.undo_last(store, now=now)
    assert timelog.last_change(store) is None
    with pytest.raises(NotFound, match="nothing to undo"):
        timelog.undo_last(store, now=now)


def test_undo_in_one_project_never_runs_two_timers(store: Store, phases: list[Phase], now: datetime) -> None:
    """With another project's timer running, an undo that would run this one's is refused."""
    other = planning.create_project(store, "Other", now=now)
    timelog.start(store, phases[0].id, now=now)
    timelog.stop(store, now=now + HOUR)
    timelog.start(store, planning.phases(store, other.id)[0].id, now=now + HOUR)
    with pytest.raises(TimerConflict, match="A timer is running now"):
        timelog.undo_last(store, now=now + HOUR, project_id=phases[0].project_id)


def test_undo_in_one_project_waits_for_a_later_change_of_the_entry(
    store: Store, phases: list[Phase], now: datetime
) -> None:
    """An entry moved to another project is not changed behind that project's back."""
    other = planning.create_project(store, "Other", now=now)
    entry = timelog.add_entry(store, phases[0].id, now - HOUR, now, now=now)
    moved = timelog.edit_entry(store, entry.id, phase_id=planning.phases(store, other.id)[0].id, now=now)
    with pytest.raises(TimerConflict, match="a later change touched the same entry"):
        timelog.undo_last(store, now=now, project_id=phases[0].project_id)
    assert timelog.entry(store, entry.id) == moved


def test_hours_are_added_up_by_phase_and_kind(store: Store, phases: list[Phase], now: datetime) -> None:
    """Attended and unattended hours stand apart, a running timer counts until now, no phase is missing."""
    timelog.add_entry(store, phases[0].id, now - 3 * HOUR, now - HOUR, now=now)
    timelog.add_entry(store, phases[0].id, now - 9 * HOUR, now - HOUR, now=now, attended=False)
    timelog.start(store, phases[1].id, now=now)
    hours = timelog.hours_by_phase(store, phases[0].project_id, now + HOUR / 2)
    assert hours == {phases[0].id: PhaseHours(2, 8), phases[1].id: PhaseHours(0.5, 0), phases[2].id: PhaseHours(0, 0)}


def test_only_attended_entries_conflict_also_across_projects(store: Store, phases: list[Phase], now: datetime) -> None:
    """A person cannot be in two places; a machine may work beside anything."""
    other = planning.create_project(store, "Other", now=now)
    here = timelog.add_entry(store, phases[0].id, now - 3 * HOUR, now - HOUR, now=now)
    timelog.add_entry(store, phases[1].id, now - 9 * HOUR, now, now=now, attended=False)
    there = timelog.add_entry(store, planning.phases(store, other.id)[0].id, now - 2 * HOUR, now, now=now)
    (overlap,) = timelog.overlaps(store, phases[0].project_id)
    assert (overlap.first, overlap.second, overlap.hours) == (here, there, 1.0)


def test_the_log_can_be_read_from_a_moment_on(store: Store, phases: list[Phase], now: datetime) -> None:
    """`since` keeps what ends after it, the running timer included."""
    timelog.add_entry(store, phases[0].id, now - 5 * HOUR, now - 4 * HOUR, now=now)
    late = timelog.add_entry(store, phases[0].id, now - 4 * HOUR, now - 2 * HOUR, now=now)
    running = timelog.start(store, phases[0].id, now=now)
    assert timelog.entries(store, phases[0].project_id, since=now - 3 * HOUR) == [late, running]


steps = st.lists(st.sampled_from(["start 0", "start 1", "stop", "cancel", "add", "edit", "delete"]), max_size=12)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=steps)
def test_undoing_everything_leaves_the_log_as_it_was(
    store: Store, phases: list[Phase], now: datetime, actions: list[str]
) -> None:
    """Whatever was done, as many undos bring back each state on the way to the first."""
    project_id = phases[0].project_id
    states = [timelog.entries(store, project_id)]
    for number, action in enumerate(actions, start=1):
        try:
            _do(store, phases, action, now + number * HOUR)
            states.append(timelog.entries(store, project_id))
        except CallItError:
            continue
    for expected in reversed(states[:-1]):
        timelog.undo_last(store, now=now)
        assert timelog.entries(store, project_id) == expected
    assert timelog.entries(store, project_id) == []


def _do(store: Store, phases: list[Phase], action: str, at: datetime) -> None:
    newest = next(iter(reversed(timelog.entries(store, phases[0].project_id))), None)
    match action.split():
        case ["start", number]:
            timelog.start(store, phases[int(number)].id, now=at)
        case ["stop"]:
            timelog.stop(store, now=at)
        case ["cancel"]:
            timelog.cancel(store, now=at)
        case ["add"]:
            timelog.add_entry(store, phases[0].id, at - HOUR, at, now=at)
        case ["edit"] if newest:
            timelog.edit_entry(store, newest.id, now=at, note=f"{newest.note}!", phase_id=phases[2].id)
        case ["delete"] if newest:
            timelog.delete_entry(store, newest.id, now=at)
        case _:
            raise NotFound("There is no entry to change.")
