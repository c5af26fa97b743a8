"""ActivityWatch: buckets of windows and of being away, as stretches in which somebody was there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any, NamedTuple

from planner.domain.errors import InvalidImport
from planner.domain.wording.durations import hours_words
from planner.domain.wording.lists import list_words
from planner.domain.wording.numbers import count_words
from planner.exchange.entries.json_text import parsed_json
from planner.exchange.entries.read_entries import ReadEntry, ReadFile, ReadOptions, Trouble, Unreadable
from planner.exchange.entries.table_text import decoded

LONGEST_GAP = timedelta(minutes=1)  # between two windows; the watcher looks only now and then
SHORTEST = timedelta(seconds=1)
PHASE = "Computer"


class _Stretch(NamedTuple):
    start: datetime
    stop: datetime


_Event = tuple[_Stretch, dict[str, Any]]  # when, and what was in front or whether somebody was there
_WINDOWS = ("currentwindow", "aw-watcher-window")
_STATES = ("afkstatus", "aw-watcher-afk")


class _Bucket(NamedTuple):
    """A bucket with its kind in words, its machine, and its events as listed."""

    name: str
    kind: str
    host: str
    listed: list[Any]

    def is_of(self, kinds: tuple[str, str]) -> bool:
        """Whether it is what one of these watchers writes."""
        return kinds[0] in self.kind.split() or kinds[1] in self.kind


def fits_activitywatch(document: Any) -> bool:
    """Whether it is an export of buckets."""
    return isinstance(document, dict) and isinstance(document.get("buckets"), dict)


def read_activitywatch(data: bytes, options: ReadOptions) -> ReadFile:
    """Stretches with a window in front while nobody was away; the note names the programs, the longest used first.

    Each machine has a bucket of its own for being away. A person is at one machine at a time: of a moment at which
    somebody was at two, the one that began first has it. With several machines the tag of a stretch is its machine.

    Raises
    ------
    InvalidImport
        For broken JSON, or no bucket of windows.
    """
    content = ReadFile()
    buckets = _buckets(parsed_json(decoded(data)[0]))
    windows = {host: events for host, events in _by_host(buckets, _WINDOWS, content).items() if events}
    if not windows:
        raise InvalidImport("it has no bucket of windows with events (aw-watcher-window).")
    states = _states_of(windows, _by_host(buckets, _STATES, content))
    present = {host: _present(events, states[host]) for host, events in windows.items()}
    twice = _once(present)
    for host, stretches in present.items():
        _keep(content, stretches, windows[host], (host,) if len(windows) > 1 else ())
    content.entries.sort(key=lambda entry: entry.started_at)
    content.remarks += _remarks(windows, states, len(content.entries), twice)
    return content


def _present(windows: Sequence[_Event], states: Sequence[_Event]) -> list[_Stretch]:
    """When somebody was at a machine: all time with a window, where nothing says when nobody was there."""
    seen = _merged((stretch for stretch, _ in windows), LONGEST_GAP)
    active = _common(seen, _in_state("not-afk", states)) if states else seen
    return _without(active, _in_state("afk", states))


def _states_of(windows: dict[str, list[_Event]], states: dict[str, list[_Event]]) -> dict[str, list[_Event]]:
    """The states of each machine; where there is one of each, they belong together whatever they are called."""
    if len(windows) == len(states) == 1:
        return dict(zip(windows, states.values(), strict=True))
    return {host: states.get(host, []) for host in windows}


def _once(present: dict[str, list[_Stretch]]) -> timedelta:
    """Leave each moment to the machine on which the stretch around it began first; how much two machines had."""
    queue = sorted((stretch, host) for host, stretches in present.items() for stretch in stretches)
    for stretches in present.values():
        stretches.clear()
    twice, busy_until = timedelta(0), datetime.min.replace(tzinfo=UTC)
    for stretch, host in queue:
        start = max(stretch.start, busy_until)
        twice += min(start, stretch.stop) - stretch.start
        if start < stretch.stop:
            present[host].append(_Stretch(start, stretch.stop))
            busy_until = stretch.stop
    return twice


def _in_state(status: str, states: Iterable[_Event]) -> list[_Stretch]:
    return _merged((stretch for stretch, data in states if data.get("status") == status), timedelta(0))


def _remarks(
    windows: dict[str, list[_Event]], states: dict[str, list[_Event]], n_stretches: int, twice: timedelta
) -> list[str]:
    n_windows = sum(map(len, windows.values()))
    made = f"Of {count_words(n_windows, 'window')} came {count_words(n_stretches, 'stretch', 'stretches')}"
    remarks = [f"{made}: those with at most a minute between them, and nobody away, are one."]
    silent = [host for host in windows if not states[host]]
    if len(silent) == len(windows):
        remarks.append("No bucket says when nobody was there, so all time with a window counts.")
    elif silent:
        remarks.append(
            f"No bucket says when nobody was at {list_words(silent)}, so all time with a window there counts."
        )
    if twice:
        remarks.append(f"{hours_words(twice / timedelta(hours=1))} at two machines at once count only once.")
    return remarks


def _keep(content: ReadFile, present: Sequence[_Stretch], windows: Sequence[_Event], tags: tuple[str, ...]) -> None:
    in_order = sorted(windows, key=lambda window: window[0])
    first = 0
    for stretch in present:
        if stretch.stop - stretch.start < SHORTEST:
            began = f"{stretch.start:%Y-%m-%d %H:%M:%S} UTC"
            content.troubles.append(Trouble(None, f"The stretch at {began} is shorter than a second"))
            continue
        while first < len(in_order) and in_order[first][0].stop <= stretch.start:
            first += 1
        note = _programs(stretch, in_order, first)
        content.entries.append(ReadEntry(None, "", PHASE, stretch.start, stretch.stop, True, note, tags))


def _programs(stretch: _Stretch, windows: Sequence[_Event], first: int) -> str:
    """The five programs used longest; windows before the place `first` ended earlier."""
    used: dict[str, timedelta] = {}
    for window, data in (windows[place] for place in range(first, len(windows))):
        if window.start >= stretch.stop:
            break
        common = min(window.stop, stretch.stop) - max(window.start, stretch.start)
        if common > timedelta(0):
            name = str(data.get("app") or "unknown")
            used[name] = used.get(name, timedelta(0)) + common
    return ", ".join(sorted(used, key=lambda name: used[name], reverse=True)[:5])


def _buckets(export: Any) -> list[_Bucket]:
    """The buckets; events stand in their bucket, or beside all of them."""
    if not fits_activitywatch(export):
        raise InvalidImport("it has no 'buckets'. Give what ActivityWatch exports as JSON.")
    beside = export.get("events")
    apart = beside if isinstance(beside, dict) else {}
    buckets = []
    for name, bucket in export["buckets"].items():
        fields = bucket if isinstance(bucket, dict) else {}
        events = fields.get("events", apart.get(name, []))
        kind = f"{fields.get('type')} {fields.get('client')} {name}"
        buckets.append(_Bucket(name, kind, _host(name, fields), events if isinstance(events, list) else []))
    return buckets


def _host(name: str, fields: dict[str, Any]) -> str:
    """The machine of a bucket: as it says, else as its name ends."""
    host = fields.get("hostname")
    if isinstance(host, str) and host and host != "unknown":
        return host
    return next((name.partition(f"{watcher}_")[2] for _, watcher in (_WINDOWS, _STATES) if watcher in name), "")


def _by_host(buckets: Sequence[_Bucket], kinds: tuple[str, str], content: ReadFile) -> dict[str, list[_Event]]:
    """Stretch and data of each event in buckets of a kind, by machine; what cannot be read is said."""
    by_host: dict[str, list[_Event]] = {}
    for bucket in buckets:
        if not bucket.is_of(kinds):
            continue
        events = by_host.setdefault(bucket.host, [])
        for number, event in enumerate(bucket.listed, start=1):
            try:
                events.append(_event(event))
            except Unreadable as error:
                content.troubles.append(Trouble(None, f"Event {number} of {bucket.name} {error}"))
    return by_host


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
    common: list[_Stretch] = []
    at = at_other = 0
    while at < len(ones) and at_other < len(others):
        start, stop = max(ones[at].start, others[at_other].start), min(ones[at].stop, others[at_other].stop)
        if start < stop:
            common.append(_Stretch(start, stop))
        if ones[at].stop < others[at_other].stop:
            at += 1
        else:
            at_other += 1
    return common


def _without(ones: Sequence[_Stretch], others: Sequence[_Stretch]) -> list[_Stretch]:
    """What is left of stretches when others are taken away; both in order and without overlaps."""
    if not ones or not others:
        return list(ones)
    edges = list(chain.from_iterable(others))
    outside = [_Stretch(stop, start) for stop, start in zip(edges[1::2], edges[2::2], strict=False)]
    before = _Stretch(min(ones[0].start, edges[0]), edges[0])
    after = _Stretch(edges[-1], max(ones[-1].stop, edges[-1]))
    return _common(ones, [before, *outside, after])
