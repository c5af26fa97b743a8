"""Time entries as rows of an editable table, and the changes typed into it: no drawing here.

A row is a dict with `entry_id`, `start` and `stop` (local, ISO to the minute), `phase`, `attended`, `note` and `tags`
(as one types them, with commas between).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pandas as pd

from planner.clock import local_zone
from planner.domain.errors import InvalidEntry
from planner.domain.timelog import TimeEntry, tidy_tags
from planner.domain.wording import hours_words
from planner.pages.table_draft import Row
from planner.pages.words import to_local

LONGEST_NIGHT = timedelta(hours=16)  # an end before its start means the next day, up to this length


@dataclass(frozen=True)
class EntryChange:
    """The fields of one entry that were changed; None = as it was. `row_words` tell its row from the others."""

    entry_id: int
    row_words: str
    phase: str | None = None
    started_at: datetime | None = None
    stopped_at: datetime | None = None
    attended: bool | None = None
    note: str | None = None
    tags: tuple[str, ...] | None = None


def rows_of(entries: Sequence[TimeEntry], phase_names: Mapping[int, str]) -> list[Row]:
    """Stopped entries as rows, newest first."""
    stopped = [entry for entry in entries if entry.stopped_at]
    return [_row(entry, phase_names[entry.phase_id]) for entry in reversed(stopped)]


def frame_of(rows: Sequence[Row], beside: Mapping[int, str] | None = None) -> pd.DataFrame:
    """The rows as the table shows them, with their length in words, and what each entry overlaps (by its id)."""
    typed = [{"tags": "", **row} for row in rows]  # a draft from before there were tags has none
    frame = pd.DataFrame(typed, columns=["entry_id", "phase", "start", "stop", "attended", "note", "tags"])
    for column in ("start", "stop"):
        frame[column] = pd.to_datetime(frame[column])
    frame["length"] = [_length_words(span.total_seconds()) for span in frame["stop"] - frame["start"]]
    frame["overlaps"] = [(beside or {}).get(entry_id, "") for entry_id in frame["entry_id"]]
    return frame.astype({"attended": "bool"})


def rows_in(frame: pd.DataFrame) -> list[Row]:
    """The rows of an edited table, as plain values."""
    return [
        {
            "entry_id": int(record["entry_id"]),
            "start": _minute(record["start"]),
            "stop": _minute(record["stop"]),
            "phase": record["phase"],
            "attended": bool(record["attended"]),
            "note": str(record["note"] or "").strip(),
            "tags": ", ".join(tags_in(str(record["tags"] or ""))),
        }
        for record in frame.to_dict("records")
    ]


def changes(rows: Sequence[Row], saved: Sequence[Row]) -> tuple[list[EntryChange], list[int]]:
    """What was edited, and the ids of the entries whose rows were deleted.

    Raises
    ------
    InvalidEntry
        When a start or an end was emptied.
    """
    before = {row["entry_id"]: row for row in saved}
    edited = [row for row in rows if row["entry_id"] in before and row != {"tags": "", **before[row["entry_id"]]}]
    remaining = {row["entry_id"] for row in rows}
    return [_change(row, before[row["entry_id"]]) for row in edited], [i for i in before if i not in remaining]


def tags_in(text: str) -> tuple[str, ...]:
    """The tags in a text with commas between them.

    >>> tags_in("gpu,  night run, gpu,")
    ('gpu', 'night run')
    """
    return tidy_tags(text.split(","))


def interval(day: date, start: time, stop: time) -> tuple[datetime, datetime]:
    """The UTC instants of an entry typed as a day and two times; an end before its start is on the next day.

    Raises
    ------
    InvalidEntry
        When that would make a night longer than `LONGEST_NIGHT`: a slip far more often than work.
    """
    days_over = 1 if stop <= start else 0
    started_at = _instant(datetime.combine(day, start))
    stopped_at = _instant(datetime.combine(day + timedelta(days=days_over), stop))
    length = stopped_at - started_at
    if days_over and length > LONGEST_NIGHT:
        raise InvalidEntry(
            f"{start:%H:%M} to {stop:%H:%M} would run {hours_words(length.total_seconds() / 3600)} into the next day. "
            "Move the end after the start."
        )
    return started_at, stopped_at


def _row(entry: TimeEntry, phase: str) -> Row:
    stopped_at = entry.stopped_at or entry.started_at
    return {
        "entry_id": entry.id,
        "start": _minute(to_local(entry.started_at)),
        "stop": _minute(to_local(stopped_at)),
        "phase": phase,
        "attended": entry.attended,
        "note": entry.note,
        "tags": ", ".join(entry.tags),
    }


def _length_words(seconds: float) -> str:
    """To the minute, as the times beside it; empty for a time that is missing or cannot be right."""
    if math.isnan(seconds) or seconds < 0:
        return ""
    return hours_words(seconds / 3600) if seconds >= 60 else "< 1 min"


def _minute(moment: Any) -> str | None:
    return None if pd.isna(moment) else pd.Timestamp(moment).strftime("%Y-%m-%dT%H:%M")


def _change(row: Row, before: Row) -> EntryChange:
    words = _row_words(before)
    if row["start"] is None or row["stop"] is None:
        raise InvalidEntry(f"{words}: an entry needs a start and an end. Fill both in, or delete the row.")
    new = {name: value if value != before.get(name, "") else None for name, value in row.items()}
    return EntryChange(
        row["entry_id"],
        words,
        phase=new["phase"],
        started_at=_instant(datetime.fromisoformat(row["start"])) if new["start"] else None,
        stopped_at=_instant(datetime.fromisoformat(row["stop"])) if new["stop"] else None,
        attended=new["attended"],
        note=new["note"],
        tags=None if new["tags"] is None else tags_in(new["tags"]),
    )


def _row_words(row: Row) -> str:
    """Phase and start as they were saved: `Model, Tue 24 Nov 11:00`."""
    start = datetime.fromisoformat(row["start"])
    return f"{row['phase']}, {start:%a} {start.day} {start:%b %H:%M}"


def _instant(local: datetime) -> datetime:
    return local.replace(tzinfo=local_zone()).astimezone(UTC)
