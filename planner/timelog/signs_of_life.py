"""Signs of life: while a timer runs, each page and command notes that the machine is awake.

What lies between two of them tells whether the machine slept meanwhile, also when no page was open.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from planner.domain.awake import Gap, Sighting, gap_between, is_set_back
from planner.store import Store
from planner.timelog.clock_change import note_count

_OFTEN_ENOUGH = timedelta(minutes=1)


def note_sign_of_life(store: Store, seen: Sighting) -> None:
    """Keep that the machine is awake, once a minute is enough; nothing where no timer runs."""
    entry = store.entries.running()
    if entry is None:
        return
    note_count(store, seen)
    last = store.awake.last()
    gap = gap_between(last, seen) if last else None
    if last is None or gap or is_set_back(last, seen):
        store.awake.begin(seen, slept_s=gap.asleep_s if gap else None)
    elif _adds(seen, last, entry.started_at):
        store.awake.extend(seen)


def _adds(seen: Sighting, last: Sighting, timer_started_at: datetime) -> bool:
    """Whether a sign of life says more than the last one: it is a minute newer, of a new timer, or after a restart."""
    is_first_of_timer = last.at < timer_started_at <= seen.at
    return seen.at > last.at and (is_first_of_timer or seen.boot != last.boot or seen.at - last.at >= _OFTEN_ENOUGH)


def first_gap(store: Store, since: datetime) -> Gap | None:
    """The first time after `since` at which the machine slept or was off; None where it was awake all the time."""
    return next(iter(store.awake.gaps(since)), None)
