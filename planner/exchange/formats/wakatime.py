"""WakaTime: the data dump (daily totals or heartbeats), summaries, durations and heartbeats of its API."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

from planner.domain.errors import InvalidImport
from planner.domain.wording.numbers import count_words
from planner.exchange.entries.in_turn import InTurn
from planner.exchange.entries.json_entries import (
    JsonLog,
    Object,
    are_objects,
    first_text,
    id_of,
    inner,
    object_of,
    seconds_of,
)
from planner.exchange.entries.read_entries import DayOrder, ReadEntry, ReadFile, ReadOptions, Trouble, Unreadable
from planner.exchange.entries.wall_clock import WallClock

_Beat = tuple[float, tuple[str, str]]  # seconds since 1970, and the names of project and phase
PHASE = "Coding"
LONGEST_PAUSE_S = 15 * 60  # between two heartbeats, as WakaTime itself counts
_NO_LOG = "it holds neither days, durations nor heartbeats. Give the data dump, or what WakaTime's API answers."


def fits_wakatime(document: Any) -> bool:
    """Whether it is what WakaTime exports or answers."""
    if isinstance(document, dict) and are_objects(document.get("days"), "date"):
        return True
    listed = document.get("data") if isinstance(document, dict) else document
    is_summary = are_objects(listed, "range", "projects") or are_objects(listed, "range", "grand_total")
    return is_summary or are_objects(listed, "time", "duration") or are_objects(listed, "time", "entity")


def read_wakatime(document: Any, options: ReadOptions) -> ReadFile:
    """Durations and heartbeats have clock times; of days it is known how long each project took.

    Raises
    ------
    InvalidImport
        For other JSON.
    """
    if not fits_wakatime(document):
        raise InvalidImport(_NO_LOG)
    listed: Any = document.get("days", document.get("data")) if isinstance(document, dict) else document
    beats = [beat for day in listed for beat in (day.get("heartbeats") or [])] or (
        listed if are_objects(listed, "time", "entity") else []
    )
    if beats:
        return _of_heartbeats(beats, options)
    if are_objects(listed, "time", "duration"):
        log = JsonLog(options)
        log.read(listed, "Duration", lambda duration: _of_duration(duration, log))
        return log.content
    return _of_days(listed, options)


def _of_duration(duration: Object, log: JsonLog) -> ReadEntry:
    start = log.instant(duration.get("time"))
    stop = start + seconds_of(duration.get("duration"))
    return ReadEntry(
        None, first_text(duration, "project"), _phase(duration), start, stop, source_id=id_of(duration.get("id"))
    )


def _phase(record: Object) -> str:
    return first_text(record, "category").capitalize() or PHASE


def _of_heartbeats(heartbeats: Iterable[Any], options: ReadOptions) -> ReadFile:
    """Stretches of each project, from beat to beat with no longer pause than WakaTime allows."""
    content = ReadFile()
    beats = _beats(heartbeats, content)
    for start, stop, names in _stretches(beats):
        content.entries.append(
            ReadEntry(None, *names, datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(stop, UTC))
        )
    made = count_words(len(content.entries), "stretch", "stretches")
    content.remarks.append(
        f"Of {count_words(len(beats), 'heartbeat')} came {made}: those of one project with at most 15 minutes "
        "between them are one."
    )
    return content


def _beats(heartbeats: Iterable[Any], content: ReadFile) -> list[_Beat]:
    """Heartbeats in order; what cannot be read is said."""
    beats: list[_Beat] = []
    for number, item in enumerate(heartbeats, start=1):
        try:
            heartbeat = object_of(item)
            at = seconds_of(heartbeat.get("time")).total_seconds()
            beats.append((at, (first_text(heartbeat, "project"), _phase(heartbeat))))
        except Unreadable as error:
            content.troubles.append(Trouble(None, f"Heartbeat {number} {error}"))
    return sorted(beats)


def _stretches(beats: list[_Beat]) -> Iterator[tuple[float, float, tuple[str, str]]]:
    """Start, end and names; the time from one beat to the next belongs to the project of the first of them."""
    begun: float | None = None
    for (at, names), (after, next_names) in pairwise([*beats, (float("inf"), ("", ""))]):
        begun = at if begun is None else begun
        goes_on = after - at <= LONGEST_PAUSE_S
        if goes_on and next_names == names:
            continue
        stop = after if goes_on else at
        if stop > begun:
            yield begun, stop, names
        begun = None


def _of_days(days: Iterable[Any], options: ReadOptions) -> ReadFile:
    content, clock = ReadFile(), WallClock(options.zone, DayOrder.DAY_FIRST)
    in_turn = InTurn(options, clock)
    for number, day in enumerate(days, start=1):
        try:
            content.entries += _of_day(object_of(day), in_turn)
        except Unreadable as error:
            content.troubles.append(Trouble(None, f"Day {number} {error}"))
    content.remarks += in_turn.remarks
    content.placed, content.zone_assumed = in_turn.n_placed > 0, clock.assumed
    return content


def _of_day(summary: Object, in_turn: InTurn) -> list[ReadEntry]:
    day = _date(summary)
    projects = summary.get("projects")
    entries = []
    for item in projects if isinstance(projects, list) else []:
        project = object_of(item)
        total = project.get("grand_total")
        length = seconds_of(
            project.get("total_seconds", total.get("total_seconds") if isinstance(total, dict) else None)
        )
        if length >= timedelta(seconds=1):
            start, stop = in_turn.place(day, timedelta(seconds=round(length.total_seconds())))
            entries.append(ReadEntry(None, first_text(project, "name"), PHASE, start, stop, placed_on=day))
    return entries


def _date(summary: Object) -> date:
    text = first_text(summary, "date") or first_text(inner(summary.get("range")), "date", "start")
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise Unreadable(f"says '{text}', which is no date") from None
