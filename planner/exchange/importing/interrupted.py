"""Interruptions of entries that were imported: kept apart from work, each behind its entry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from planner.domain.interruptions import Interruption
from planner.domain.project import NEW
from planner.domain.timelog import TimeEntry
from planner.exchange.entries.read_entries import ReadEntry
from planner.store.imported_interruptions import REASON


def interruptions_behind(added: Sequence[TimeEntry], read: Sequence[ReadEntry]) -> list[tuple[int, Interruption]]:
    """The interruptions of entries that were added, with the id of the entry; `read` are the same, as settled."""
    return [
        (entry.id, _behind(entry, said.interrupted_s))
        for entry, said in zip(added, read, strict=True)
        if said.interrupted_s and entry.stopped_at is not None
    ]


def _behind(entry: TimeEntry, interrupted_s: float) -> Interruption:
    start = entry.stopped_at
    assert start is not None
    return Interruption(NEW, entry.phase_id, start, start + timedelta(seconds=interrupted_s), REASON)
