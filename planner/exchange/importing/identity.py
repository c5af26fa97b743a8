"""What tells an entry of a file from others: all that it says, its start and end, or, without a clock, its date."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, tzinfo

from planner.domain.timelog import tidy_tags
from planner.exchange.entries.read_entries import ReadEntry
from planner.exchange.importing.names import name_key
from planner.store.imports import Said

Placed = tuple[str, str, str, float, str]  # date, project, phase, seconds, note


def source_key(entry: ReadEntry) -> str:
    """A hash of project, phase, start, stop and note, as the file names them; without a clock of date and length."""
    stop = entry.stopped_at.isoformat() if entry.stopped_at else ""
    facts = [entry.project, entry.phase, entry.started_at.isoformat(), stop, entry.note]
    if entry.placed_on is not None:
        facts[2:4] = [entry.placed_on.isoformat(), str(length_s(entry))]
    return hashlib.blake2b("\x1f".join(facts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def length_s(entry: ReadEntry) -> float:
    """Seconds from start to stop of an entry that has both."""
    assert entry.stopped_at is not None
    return (entry.stopped_at - entry.started_at).total_seconds()


def placed_facts(entry: ReadEntry, zone: tzinfo) -> Placed:
    """What an entry without clock times says; for one with clock times, what it would say without them."""
    return (*placed_names(entry, zone), length_s(entry), entry.note.strip())


def placed_names(entry: ReadEntry, zone: tzinfo) -> tuple[str, str, str]:
    """Date, project and phase of an entry."""
    on = placed_day(entry, zone)
    return on.isoformat(), name_key(entry.project), name_key(entry.phase)


def placed_day(entry: ReadEntry, zone: tzinfo) -> date:
    """The date that a file says, or that of the start on the clocks of a zone."""
    return entry.placed_on or entry.started_at.astimezone(zone).date()


def as_said(entry: ReadEntry, key: str) -> Said:
    """What a file says about an entry, to be remembered."""
    assert entry.stopped_at is not None
    return Said(
        key,
        entry.source_id,
        entry.client.strip(),
        entry.project,
        entry.phase,
        entry.started_at.astimezone(UTC),
        entry.stopped_at.astimezone(UTC),
        entry.placed_on,
        entry.attended,
        entry.note,
        tidy_tags(entry.tags) if entry.tags else (),
        entry.interrupted_s,
    )


def as_read(said: Said) -> ReadEntry:
    """What a file said about an entry once, as if it were read now."""
    return ReadEntry(
        None,
        said.project,
        said.phase,
        said.started_at,
        said.stopped_at,
        said.attended,
        said.note,
        said.tags,
        said.client,
        said.source_id,
        said.interrupted_s,
        said.placed_on,
    )
