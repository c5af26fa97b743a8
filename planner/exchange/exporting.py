"""The time log in the words of other programs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from planner.domain.errors import InvalidImport
from planner.domain.period import ALWAYS, Period
from planner.domain.wording.lists import list_words
from planner.exchange.entries.written import LogRow
from planner.exchange.formats.registry import EXPORT_FORMATS, WRITERS
from planner.store import Store


@dataclass(frozen=True, slots=True)
class Exported:
    """An export as text, the number of its entries, and the phase whose running timer was left out."""

    text: str
    n_entries: int
    running: str | None


def export_log(
    store: Store,
    file_format: str,
    *,
    project_id: int | None = None,
    period: Period = ALWAYS,
    zone: tzinfo,
    now: datetime,
) -> Exported:
    """The closed entries of one project, or of all that are visible, by start; clock times are those of `zone`.

    An entry belongs to a period when it starts in it.

    Raises
    ------
    InvalidImport
        For a format that there is not.
    """
    if file_format not in WRITERS:
        raise InvalidImport(f"'{file_format}' is no format. Choose {list_words(list(EXPORT_FORMATS), 'or')}.")
    rows = [LogRow(*named) for named in store.entries.with_names(project_id) if period.holds(named[2].started_at)]
    closed = [row for row in rows if row.entry.stopped_at is not None]
    running = next((row.phase for row in rows if row.entry.stopped_at is None), None)
    return Exported(WRITERS[file_format](closed, zone, now), len(closed), running)


def n_to_export(store: Store, *, project_id: int | None = None, period: Period = ALWAYS) -> int:
    """How many entries `export_log` would write."""
    return store.holdings.closed_entries(project_id, period.start, period.end)
