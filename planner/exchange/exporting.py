"""The time log in the words of other programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from planner.domain.errors import InvalidImport
from planner.domain.period import Period
from planner.domain.wording import list_words
from planner.exchange.write_calendar import calendar_text
from planner.exchange.write_json import own_json_text, timewarrior_text, watson_text
from planner.exchange.write_tables import clockify_text, own_csv_text, toggl_text
from planner.exchange.written import LogRow
from planner.store import Store

_WRITERS: dict[str, Callable[[Sequence[LogRow], tzinfo, datetime], str]] = {
    "csv": own_csv_text,
    "json": own_json_text,
    "ics": calendar_text,
    "toggl": toggl_text,
    "clockify": clockify_text,
    "timewarrior": timewarrior_text,
    "watson": watson_text,
}
EXPORT_FORMATS = tuple(_WRITERS)
ALL_TIME = Period()


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
    period: Period = ALL_TIME,
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
    if file_format not in _WRITERS:
        raise InvalidImport(f"'{file_format}' is no format. Choose {list_words(list(EXPORT_FORMATS), 'or')}.")
    rows = [LogRow(*named) for named in store.entries.with_names(project_id) if period.holds(named[2].started_at)]
    closed = [row for row in rows if row.entry.stopped_at is not None]
    running = next((row.phase for row in rows if row.entry.stopped_at is None), None)
    return Exported(_WRITERS[file_format](closed, zone, now), len(closed), running)


def n_to_export(store: Store, *, project_id: int | None = None, period: Period = ALL_TIME) -> int:
    """How many entries `export_log` would write."""
    return store.holdings.closed_entries(project_id, period.start, period.end)
