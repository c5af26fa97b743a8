"""One entry of the log as it is about to be written, with the names of its project and phase."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import NamedTuple

from planner.domain.timelog import TimeEntry
from planner.exchange.read_entries import UNATTENDED_TAG


class LogRow(NamedTuple):
    """A closed entry with its names."""

    project: str
    phase: str
    entry: TimeEntry

    @property
    def stopped_at(self) -> datetime:
        """The end, which a closed entry has."""
        assert self.entry.stopped_at is not None
        return self.entry.stopped_at

    @property
    def tags(self) -> tuple[str, ...]:
        """Tags, where also being unattended must be said by one."""
        return self.entry.tags if self.entry.attended else (*self.entry.tags, UNATTENDED_TAG)


def iso(instant: datetime, zone: tzinfo) -> str:
    """An instant as ISO 8601 with the offset of a zone, in seconds or, where needed, milliseconds."""
    timespec = "milliseconds" if instant.microsecond else "seconds"
    return instant.astimezone(zone).isoformat(timespec=timespec)
