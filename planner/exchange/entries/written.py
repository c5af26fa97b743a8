"""One entry of the log as it is about to be written, with the names of its project and phase."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any, NamedTuple

from planner.domain.timelog import TimeEntry
from planner.exchange.entries.read_entries import UNATTENDED_TAG


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


def json_lines(items: Sequence[Any]) -> str:
    """A list as JSON, one item a line."""
    return "[\n" + ",\n".join(json.dumps(item, ensure_ascii=False) for item in items) + "\n]\n"
