"""ActivityWatch: buckets of windows and of being away, as stretches in which somebody was there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any, NamedTuple

from planner.domain.errors import InvalidImport
from planner.domain.wording import count_words
from planner.exchange.json_text import parsed_json
from planner.exchange.read_entries import ReadEntry, ReadFile, ReadOptions, Trouble, Unreadable
from planner.exchange.table_text import decoded

LONGEST_GAP = timedelta(minutes=1)  # between two windows; the watcher looks only now and then
SHORTEST = timedelta(seconds=1)
PHASE = "Computer"


class _Stretch(NamedTuple):
    start: datetime
    stop: datetime


_Event = tuple[_Stretch, dict[str, Any]]  # when, and what was in front or whether somebody was there


def read_activitywatch(data: bytes, options: ReadOptions) -> ReadFile:
    """Stretches with a window in front while nobody was away; the note names the programs, the longest used first.

    Raises
    ------
    InvalidImport
        For broken JSON, or no bucket of windows.
    """
    found = ReadFile()
    buckets = _buckets(parsed_json(decoded(data)[0]))
    windows = _events(buckets, ("currentwindow", "aw-watcher-window"), found)
    states = _events(buckets, ("afkstatus", "aw-watcher-afk"), found)
    if not windows:
        raise InvalidImport("it has no bucket of windows with events (aw-watcher-window).")
    seen = _merged((stretch for stretch, _ in windows), LONGEST_GAP)
    active = _common(seen, _in_state("not-afk", states)) if states else seen
    _keep(found, _without(active, _in_state("afk", states)), windows)
    found.remarks += _remarks(bool(states), len(windows), len(found.entries))
    return found


def _in_state(status: str, states: Iterable[_Event]) -> list[_Stretch]:
    return _merged((stretch for stretch, said in states if said.get("status") == status), timedelta(0))


def _remarks(has_states: bool, n_windows: int, n_stretches: int) -> list[str]:
    made = f"Of {count_words(n_windows, 'window')} came {count_words(n_stretches, 'stretch', 'stretches')}"
    remarks = [f"{made}: those with at most a minute between them, and nobody away, are one."]
    if not has_states:
        remarks.append("No bucket says when nobody was there, so all time with a window counts.")
    return remarks


def _keep(found: ReadFile, present: Sequence[_Stretch], windows: Sequence[_Event]) -> None:
    in_order = sorted(windows, key=lambda window: window[0])
    first = 0
    for stretch in present:
        if stretch.stop - stretch.start < SHORTEST:
            began = f"{stretch.start:%Y-%m-%d %H:%M:%S} UTC"
            found.troubles.append(Trouble(None, f"The stretch at {began} is shorter than a second"))
            continue
        while first < len(in_order) and in_order[first][0].stop <= stretch.start:
            first += 1
        note = _programs(stretch, in_order, first)
        found.entries.append(ReadEntry(None, "", PHASE, stretch.start, stretch.stop, True, note))


def _programs(stretch: _Stretch, windows: Sequence[_Event], first: int) -> str:
    """The five programs used longest; windows before the place `first` ended earlier."""
    used: dict[str, timedelta] = {}
    for window, said in (windows[place] for place in range(first, len(windows))):
        if window.start >= stretch.stop:
            break
        common = min(window.stop, stretch.stop) - max(window.start, stretch.start)
        if common > timedelta(0):
            name = str(said.get("app") or "unknown")
            used[name] = used.get(name, timedelta(0)) + common
    return ", ".join(sorted(used, key=lambda name: used[name], reverse=True)[:5])


def _buckets(export: Any) -> dict[str, tuple[str, list[Any]]]:
    """Kind and events of each bucket; events stand in their bucket, or beside all of them."""
    if not isinstance(export, dict) or not isinstance(export.get("buckets"), dict):
        raise InvalidImport("it has no 'buckets'. Give what ActivityWatch exports as JSON.")
    beside = export.get("events")
    apart = beside if isinstance(beside, dict) else {}
    found = {}
    for name, bucket in export["buckets"].items():
        said = bucket if isinstance(bucket, dict) else {}
        events = said.get("events", apart.get(name, []))
        found[name] = (f"{said.get('type')} {said.get('client')} {name}", events if isinstance(events, list) else [])
    return found


def _events(buckets: dict[str, tuple[str, list[Any]]], kinds: tuple[str, str], found: ReadFile) -> list[_Event]:
    """Stretch and data of each event in buckets of a kind; what cannot be read is said."""
    events: list[_Event] = []
    for name, (kind, listed) in buckets.items():
        if kinds[0] not in kind.split() and kinds[1] not in kind:
            continue
        for number, event in enumerate(listed, start=1):
            try:
                events.append(_event(event))
            except Unreadable as error:
                found.troubles.append(Trouble(None, f"Event {number} of {name} {error}"))
    return events


def _event(event: Any) -> _Event:
    try:
        start = datetime.fromisoformat(event["timestamp"])
        length = timedelta(seconds=float(event["duration"]))
        if start.tzinfo is None or length < timedelta(0):
            raise ValueError
        start = start.astimezone(UTC)
        data = event.get("data")
        return _Stretch(start, start + length), data if isinstance(data, dict) else {}
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise Unreadable("has no moment with its offset and a duration in seconds") from None


def _merged(stretches: Iterable[_Stretch], gap: timedelta) -> list[_Stretch]:
    """In order, without overlaps; those at most `gap` apart are one."""
    merged: list[_Stretch] = []
    for stretch in sorted(stretches):
        if merged and stretch.start - merged[-1].stop <= gap:
            merged[-1] = _Stretch(merged[-1].start, max(merged[-1].stop, stretch.stop))
        else:
            merged.append(stretch)
    return merged


def _common(ones: Sequence[_Stretch], others: Sequence[_Stretch]) -> list[_Stretch]:
    """What two rows of stretches, each in order, have in common."""
    found: list[_Stretch] = []
    one = other = 0
    while one < len(ones) and other < len(others):
        start, stop = max(ones[one].start, others[other].start), min(ones[one].stop, others[other].stop)
        if start < stop:
            found.append(_Stretch(start, stop))
        if ones[one].stop < others[other].stop:
            one += 1
        else:
            other += 1
    return found


def _without(ones: Sequence[_Stretch], others: Sequence[_Stretch]) -> list[_Stretch]:
    """What is left of stretches when others are taken away; both in order and without overlaps."""
    if not ones or not others:
        return list(ones)
    edges = list(chain.from_iterable(others))
    outside = [_Stretch(stop, start) for stop, start in zip(edges[1::2], edges[2::2], strict=False)]
    before = _Stretch(min(ones[0].start, edges[0]), edges[0])
    after = _Stretch(edges[-1], max(ones[-1].stop, edges[-1]))
    return _common(ones, [before, *outside, after])
