"""Overlaps in a terminal: the mark of an entry, what two entries claim, and the commands that repair it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from planner.cli.words import own_zone
from planner.domain.repairs import Repair
from planner.domain.timelog import TimeEntry
from planner.domain.wording.days import moment_words
from planner.domain.wording.lists import list_words
from planner.timelog import Conflict

_NEAR = timedelta(hours=11)  # within that, `callit edit` takes a clock time alone for the moment meant


def overlapping_ids(conflicts: Sequence[Conflict]) -> dict[int, list[int]]:
    """By an entry's id, those of the entries that claim time of its own."""
    beside: dict[int, list[int]] = {}
    for first, second in (conflict.entry_ids for conflict in conflicts):
        beside.setdefault(first, []).append(second)
        beside.setdefault(second, []).append(first)
    return beside


def mark(others: Sequence[int]) -> str:
    """The end of an entry's line that says which entries it overlaps; nothing for none."""
    return f"  (overlaps {list_words([str(other) for other in others])})" if others else ""


def way_out_lines(conflicts: Sequence[Conflict]) -> Iterator[str]:
    """For each overlap a line with what is claimed twice, and the commands any of which repairs it."""
    for conflict in conflicts:
        commands = [command for repair in conflict.repairs if (command := _command(conflict, repair))]
        yield f"{conflict.sentence} Repair it with {list_words(commands, 'or')}."


def _command(conflict: Conflict, repair: Repair) -> str | None:
    first, second = conflict.overlap.first, conflict.overlap.second
    match repair:
        case Repair.CUT_FIRST:
            return _edit(first, f"--end {_typed(_whole_minute(second.started_at), first.stopped_at)}")
        case Repair.DELAY_SECOND:
            begin = _next_minute(first.stopped_at or second.started_at)
            return _edit(second, f"--start {_typed(begin, second.started_at)}")
        case Repair.FIRST_ALONE | Repair.SECOND_ALONE:
            return _edit(first if repair is Repair.FIRST_ALONE else second, "--unattended")
        case Repair.LEAVE:
            return None


def _edit(entry: TimeEntry, change: str) -> str:
    quote = '"' if "'" in change else "'"
    return f"{quote}callit edit {entry.id} {change}{quote}"


def _typed(instant: datetime, former: datetime | None) -> str:
    local = instant.astimezone(own_zone())
    is_near = former is not None and abs(instant - former) < _NEAR
    return f"{local:%H:%M}" if is_near else f"'{moment_words(local)}'"


def _whole_minute(instant: datetime) -> datetime:
    return datetime.fromtimestamp(instant.timestamp() // 60 * 60, UTC)


def _next_minute(instant: datetime) -> datetime:
    return datetime.fromtimestamp(math.ceil(instant.timestamp() / 60) * 60, UTC)
