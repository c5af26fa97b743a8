"""Time entries as rows of an editable table, and the changes typed into it: no drawing here.

A row is a dict with `entry_id`, `start` and `stop` (local, ISO to the minute), `phase`, `attended`, `note` and `tags`
(as one types them, with commas between).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import partial
from typing import Any

import pandas as pd

from planner.domain.errors import InvalidEntry
from planner.domain.local_time import Choose, Tell, Twice, first_instant, instant_at, instants_at
from planner.domain.timelog import TimeEntry, tidy_tags
from planner.domain.week import LONGEST_NIGHT_MINUTES
from planner.domain.wording.days import short_day
from planner.domain.wording.durations import hours_words, to_the_minute_words
from planner.pages.table_draft import Row

# An end before its start means the next day, up to this length.
LONGEST_NIGHT = timedelta(minutes=LONGEST_NIGHT_MINUTES)


@dataclass(frozen=True)
class Edge:
    """The start or the end of an entry, where a time is typed: in words, and which entry; None for a new one."""

    words: str
    entry_id: int | None = None


Pick = Callable[[Edge, Twice], datetime]  # which of two instants is meant


@dataclass(frozen=True)
class EntryEdit:
    """The fields of one entry that were changed; None = as it was. `row_words` tell its row from the others."""

    entry_id: int
    row_words: str
    phase: str | None = None
    started_at: datetime | None = None
    stopped_at: datetime | None = None
    attended: bool | None = None
    note: str | None = None
    tags: tuple[str, ...] | None = None


def rows_of(entries: Sequence[TimeEntry], phase_names: Mapping[int, str], zone: tzinfo) -> list[Row]:
    """Stopped entries as rows, newest first, on the clocks of `zone`."""
    stopped = [entry for entry in entries if entry.stopped_at]
    return [_row(entry, phase_names[entry.phase_id], zone) for entry in reversed(stopped)]


def frame_of(
    rows: Sequence[Row], zone: tzinfo, *, saved: Sequence[TimeEntry] = (), beside: Mapping[int, str] | None = None
) -> pd.DataFrame:
    """The rows as the table shows them, with their length in words, and what each entry overlaps (by its id).

    `saved` are the entries of the rows as they are kept: they know which of two like times is theirs.
    """
    typed = [{"tags": "", **row} for row in rows]  # a draft from before there were tags has none
    frame = pd.DataFrame(typed, columns=["entry_id", "phase", "start", "stop", "attended", "note", "tags"])
    for column in ("start", "stop"):
        frame[column] = pd.to_datetime(frame[column])
    seconds = {_times(row): _seconds(entry) for entry in saved for row in [_row(entry, "", zone)]}
    frame["length"] = [to_the_minute_words(seconds.get(_times(row), _typed_seconds(row, zone))) for row in typed]
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


def changes(
    rows: Sequence[Row],
    saved: Sequence[Row],
    zone: tzinfo,
    tell: Tell | None = None,
    *,
    pick: Pick | None = None,
    entries: Sequence[TimeEntry] = (),
) -> tuple[list[EntryEdit], list[int]]:
    """What was edited, on the clocks of `zone`, and the ids of the entries whose rows were deleted.

    `pick` is asked which one is meant of a time that the clocks showed twice, `tell` hears what was taken. `entries`
    are the entries as they are kept: they know which of two like times is theirs.

    Raises
    ------
    InvalidEntry
        When a start or an end was emptied, or lies in an hour that the clocks skipped.
    """
    before = {row["entry_id"]: row for row in saved}
    edited = [row for row in rows if row["entry_id"] in before and row != {"tags": "", **before[row["entry_id"]]}]
    remaining = {row["entry_id"] for row in rows}
    entries_by_id = {entry.id: entry for entry in entries}
    edits = [
        _change(row, before[row["entry_id"]], _Clocks(zone, tell, pick, entries_by_id.get(row["entry_id"])))
        for row in edited
    ]
    return edits, [i for i in before if i not in remaining]


def tags_in(text: str) -> tuple[str, ...]:
    """The tags in a text with commas between them.

    >>> tags_in("gpu,  night run, gpu,")
    ('gpu', 'night run')
    """
    return tidy_tags(text.split(","))


def interval(
    day: date, start: time, stop: time, zone: tzinfo, tell: Tell | None = None, *, pick: Pick | None = None
) -> tuple[datetime, datetime]:
    """The UTC instants of an entry typed as a day and two times; an end before its start is on the next day.

    `pick` is asked which one is meant of a time that the clocks showed twice, where both can be; `tell` hears what was
    taken. An end is one after the start.

    Raises
    ------
    InvalidEntry
        When that would make a night longer than `LONGEST_NIGHT`: a slip far more often than work; or when the clocks
        of `zone` skipped one of the times.
    """
    started_at = start_of(day, start, zone, tell, pick=pick)
    ends = datetime.combine(day, stop)
    is_next_day = stop <= start and not any(at > started_at for at in instants_at(ends, zone))
    ends += timedelta(days=is_next_day)
    stopped_at = instant_at(ends, zone, after=started_at, tell=tell, choose=_asked(pick, Edge("To")))
    length = stopped_at - started_at
    if is_next_day and length > LONGEST_NIGHT:
        raise InvalidEntry(
            f"{start:%H:%M} to {stop:%H:%M} would run {hours_words(length.total_seconds() / 3600)} into the next day. "
            "Move the end after the start."
        )
    return started_at, stopped_at


def start_of(day: date, start: time, zone: tzinfo, tell: Tell | None = None, *, pick: Pick | None = None) -> datetime:
    """The UTC instant at which an entry begins that is typed as a day and a time; arguments as of `interval`."""
    return instant_at(datetime.combine(day, start), zone, tell=tell, choose=_asked(pick, Edge("From")))


def _asked(pick: Pick | None, edge: Edge) -> Choose | None:
    return partial(pick, edge) if pick else None


def _row(entry: TimeEntry, phase: str, zone: tzinfo) -> Row:
    stopped_at = entry.stopped_at or entry.started_at
    return {
        "entry_id": entry.id,
        "start": _minute(entry.started_at.astimezone(zone)),
        "stop": _minute(stopped_at.astimezone(zone)),
        "phase": phase,
        "attended": entry.attended,
        "note": entry.note,
        "tags": ", ".join(entry.tags),
    }


def _times(row: Row) -> tuple[Any, ...]:
    return row["entry_id"], row["start"], row["stop"]


def _seconds(entry: TimeEntry) -> float:
    """From the minute of its start to that of its end."""
    stopped_at = entry.stopped_at or entry.started_at
    return stopped_at.timestamp() // 60 * 60 - entry.started_at.timestamp() // 60 * 60


def _typed_seconds(row: Row, zone: tzinfo) -> float:
    if row["start"] is None or row["stop"] is None:
        return math.nan
    start = first_instant(datetime.fromisoformat(row["start"]), zone)
    ends = instants_at(datetime.fromisoformat(row["stop"]), zone)
    return next(((stop - start).total_seconds() for stop in ends if stop >= start), math.nan)


def _minute(moment: Any) -> str | None:
    return None if pd.isna(moment) else pd.Timestamp(moment).strftime("%Y-%m-%dT%H:%M")


@dataclass(frozen=True)
class _Clocks:
    """For a time typed into a row: the zone, whom to tell and to ask, and the entry as it is kept."""

    zone: tzinfo
    tell: Tell | None
    pick: Pick | None
    entry: TimeEntry | None

    def began(self, before: Row) -> datetime:
        """When the entry of a row begins, as it was saved."""
        if self.entry is not None and before["start"] == _minute(self.entry.started_at.astimezone(self.zone)):
            return self.entry.started_at
        return first_instant(datetime.fromisoformat(before["start"]), self.zone)


def _change(row: Row, before: Row, clocks: _Clocks) -> EntryEdit:
    words = _row_words(before)
    if row["start"] is None or row["stop"] is None:
        raise InvalidEntry(f"{words}: an entry needs a start and an end. Fill both in, or delete the row.")
    new = {name: value if value != before.get(name, "") else None for name, value in row.items()}
    started_at, stopped_at = _edges(words, new, before, clocks)
    return EntryEdit(
        row["entry_id"],
        words,
        phase=new["phase"],
        started_at=started_at,
        stopped_at=stopped_at,
        attended=new["attended"],
        note=new["note"],
        tags=None if new["tags"] is None else tags_in(new["tags"]),
    )


def _row_words(row: Row) -> str:
    """Phase and start as they were saved: `Model, Tue 24 Nov 11:00`."""
    start = datetime.fromisoformat(row["start"])
    return f"{row['phase']}, {short_day(start)} {start:%H:%M}"


def _edges(words: str, new: Row, before: Row, clocks: _Clocks) -> tuple[datetime | None, datetime | None]:
    """The instants of the start and the end that were typed; of an end that was there twice one after the start."""
    start, stop = (datetime.fromisoformat(new[edge]) if new[edge] else None for edge in ("start", "stop"))
    from_, to = (Edge(f"{words}, {name}", before["entry_id"]) for name in ("from", "to"))
    pick, settled = clocks.pick, partial(instant_at, zone=clocks.zone, tell=clocks.tell)
    ends = clocks.entry.stopped_at if clocks.entry and not stop else None
    try:
        started_at = settled(start, before=ends, choose=_asked(pick, from_)) if start else None
        after = started_at or clocks.began(before)
        stopped_at = settled(stop, after=after, choose=_asked(pick, to)) if stop else None
    except InvalidEntry as error:
        raise InvalidEntry(f"{words}: {error}") from None
    return started_at, stopped_at
