"""A time log as columns: what a hundred thousand entries add up to, without an object for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from planner.domain.period import Period

if TYPE_CHECKING:  # commands that count nothing start without it
    import numpy as np

Whole: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.int64]]"
Flags: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]"

MS_OF_AN_HOUR = 3_600_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ONE_MS = timedelta(milliseconds=1)


@dataclass(frozen=True, eq=False)
class LogColumns:
    """Entries, the oldest first: arrays of one length, instants as whole milliseconds since 1970 (UTC).

    stops_ms: of one that still runs, the instant for which the log was read, which lies before its start where the
    clock was set back.
    """

    ids: Whole
    phase_ids: Whole
    starts_ms: Whole
    stops_ms: Whole
    attended: Flags
    running: Flags

    def __len__(self) -> int:
        return len(self.phase_ids)

    @property
    def lengths_ms(self) -> Whole:
        """Whole milliseconds of each entry, none below zero."""
        lengths: Whole = (self.stops_ms - self.starts_ms).clip(min=0)
        return lengths

    def where(self, chosen: Any) -> LogColumns:
        """The entries that are chosen, by a flag for each or by their places."""
        return LogColumns(*(getattr(self, column.name)[chosen] for column in fields(self)))

    def rows(self) -> Iterator[tuple[int, int, int, int, bool, bool]]:
        """The entries one by one, in the order of the columns."""
        return zip(*(getattr(self, column.name).tolist() for column in fields(self)), strict=True)

    def by_start(self) -> LogColumns:
        """The same entries, the oldest first."""
        import numpy as np

        return self.where(np.lexsort((self.ids, self.starts_ms)))

    def within(self, period: Period) -> LogColumns:
        """The part of each entry that lies within, as `Period.of_entries` cuts them."""
        if period.is_all_time:
            return self
        starts, stops = self.starts_ms, self.stops_ms
        if period.start is not None:
            starts = starts.clip(min=as_ms(period.start))
        if period.end is not None:
            stops = stops.clip(max=as_ms(period.end))
        running = self.running & (stops == self.stops_ms)
        return LogColumns(self.ids, self.phase_ids, starts, stops, self.attended, running).where(starts < stops)

    def hours_before(self, until: datetime, *, only_attended: bool = False) -> float:
        """Hours before an instant, a person's and a machine's alike, or a person's only."""
        until_ms = as_ms(until)
        lengths = self.stops_ms.clip(max=until_ms) - self.starts_ms
        counted = self.starts_ms < until_ms
        return int(lengths[counted & self.attended if only_attended else counted].sum()) / MS_OF_AN_HOUR


def as_ms(instant: datetime) -> int:
    """Whole milliseconds since 1970, what is below cut off.

    >>> as_ms(datetime(1970, 1, 1, 0, 0, 1, 999, tzinfo=UTC))
    1000
    """
    return (instant - _EPOCH) // _ONE_MS


def at_ms(milliseconds: int) -> datetime:
    """The instant, in UTC."""
    return _EPOCH + int(milliseconds) * _ONE_MS
