"""An entry of the log after the edit that a file says: what did not change in the file stays as it is here."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import timedelta

from planner.domain.timelog import TimeEntry, tidy_tags
from planner.exchange.entries.read_entries import ReadEntry
from planner.exchange.importing.changes import Change, Fact
from planner.exchange.importing.identity import length_s
from planner.exchange.importing.mapping import Place


def as_changed(logged: TimeEntry, entry: ReadEntry, changes: Sequence[Change]) -> ReadEntry:
    """What the log would have: times, note, tags and attendance of the file where it changed them."""
    facts = {change.fact for change in changes}
    start = entry.started_at if Fact.START in facts else logged.started_at
    stop = entry.stopped_at if facts & {Fact.END, Fact.INTERRUPTED} else logged.stopped_at
    if Fact.LENGTH in facts:
        stop = start + timedelta(seconds=length_s(entry))
    if stop is None or stop <= start:  # changed here and there so that both together make no interval
        start, stop = entry.started_at, entry.stopped_at
    return dataclasses.replace(
        entry,
        started_at=start,
        stopped_at=stop,
        attended=entry.attended if Fact.ATTENDED in facts else logged.attended,
        note=entry.note.strip() if Fact.NOTE in facts else logged.note,
        tags=tidy_tags(entry.tags) if Fact.TAGS in facts else logged.tags,
    )


def is_as_logged(logged: TimeEntry, after: ReadEntry, place: Place, changes: Sequence[Change]) -> bool:
    """Whether the log has it so already, as when the same edit was made here."""
    if any(change.fact is Fact.INTERRUPTED for change in changes):
        return False
    same = (after.started_at, after.stopped_at, after.attended, after.note, after.tags) == (
        logged.started_at,
        logged.stopped_at,
        logged.attended,
        logged.note,
        logged.tags,
    )
    phase = place.phase.phase
    return same and (not moves(changes) or (phase is not None and phase.id == logged.phase_id))


def moves(changes: Sequence[Change]) -> bool:
    """Whether the entry goes to another project or phase."""
    return any(change.fact in (Fact.PROJECT, Fact.PHASE) for change in changes)
