"""What can be done about two entries that claim the same hours."""

from __future__ import annotations

import dataclasses
from enum import StrEnum

from planner.domain.timelog import Overlap, TimeEntry


class Repair(StrEnum):
    """One way out of an overlap; the first entry is the one that began earlier."""

    CUT_FIRST = "cut first"
    DELAY_SECOND = "delay second"
    FIRST_ALONE = "first was the machine's"
    SECOND_ALONE = "second was the machine's"
    LEAVE = "leave"


def repairs_of(overlap: Overlap) -> list[Repair]:
    """The ways out that leave an entry with some time of its own: who began together cannot be cut apart."""
    first, second = overlap.first, overlap.second
    can_cut = first.started_at < second.started_at
    can_delay = bool(first.stopped_at and second.stopped_at and first.stopped_at < second.stopped_at)
    whole = {Repair.CUT_FIRST: can_cut, Repair.DELAY_SECOND: can_delay}
    return [repair for repair in Repair if whole.get(repair, True)]


def repaired(overlap: Overlap, repair: Repair) -> tuple[TimeEntry, TimeEntry] | None:
    """The entry that a repair changes, before and after; None where both stay as they are."""
    first, second = overlap.first, overlap.second
    match repair:
        case Repair.CUT_FIRST:
            return first, dataclasses.replace(first, stopped_at=second.started_at)
        case Repair.DELAY_SECOND:
            return second, dataclasses.replace(second, started_at=first.stopped_at or second.started_at)
        case Repair.FIRST_ALONE:
            return first, dataclasses.replace(first, attended=False)
        case Repair.SECOND_ALONE:
            return second, dataclasses.replace(second, attended=False)
        case Repair.LEAVE:
            return None
