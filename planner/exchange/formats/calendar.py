"""Calendars (RFC 5545) as time logs: events that have passed are read, and the log is written, one event an entry.

Events are read as those that take time are, by `planner.availability`: their zones, their repeats, what is broken in
them. Writing, in UTC, the library does what can go wrong: the frame, the signs of texts, and the folds of long lines.
The lines of an event are put together here, in its order: its own events, with a type for each property, take ten times
as long. It is imported late: no other command waits for it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

from planner.availability.calendar_checks import rules_of
from planner.availability.calendar_occurrences import (
    instant_of,
    is_cancelled,
    occurrences,
    own_zone,
    takes_whole_days,
)
from planner.availability.calendar_people import DECLINED, owners_of
from planner.availability.calendar_series import Asked, parsed, say_unknown_zone
from planner.availability.calendar_text import CalendarText, EventText, calendars_in, decoded
from planner.availability.calendar_troubles import Troubles, called, reason
from planner.availability.calendar_values import length_of, moment_of, values_of
from planner.domain.errors import InvalidImport
from planner.domain.wording.numbers import count_words
from planner.exchange.entries.read_entries import UNATTENDED_TAG, ReadEntry, ReadFile, ReadOptions, Trouble
from planner.exchange.entries.written import LogRow

if TYPE_CHECKING:
    from icalendar import Event

_FIRST_DAY, _LAST_DAY = date(1970, 1, 1), date(9990, 1, 1)
_WITHOUT_NOW = datetime(2100, 1, 1, tzinfo=UTC)
_EVENT = "X-CALLIT-EVENT"  # a line that events get while they are read: which of the file it is
_PROJECT = "X-CALLIT-PROJECT"  # of an event that we wrote, where its title alone would leave open what is the project
_OWN_UID = re.compile(r"entry-\d+@callit")
_VALUE = re.compile(r'[^:;"]+(?:;[^:"]*(?:"[^"]*"[^:"]*)*)?:(.*)', re.DOTALL)
_SIGN = re.compile(r"\\(.)", re.DOTALL)
_IN_LIST = re.compile(r"((?:\\.|[^\\,])*)(?:,|$)", re.DOTALL)
_LEFT_OUT = {
    "all-day": ("all-day event", "all-day events", "says", "say", "no hours"),
    "cancelled": ("event", "events", "was", "were", "cancelled"),
    "declined": ("invitation", "invitations", "was", "were", "declined"),
    "ahead": ("event", "events", "has", "have", "not ended yet"),
    "no length": ("event", "events", "has", "have", "no length"),
}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # what no text of a calendar may hold
_FOLDED_FROM = 75  # bytes
_NAMES_KEPT = 4096  # phases, projects and tags come again and again


def fits_calendar(text: str) -> bool:
    """Whether a text begins as a calendar, or as events that stand in none."""
    first = next((line.strip().upper() for line in text.lstrip("\ufeff").splitlines() if line.strip()), "")
    return first in ("BEGIN:VCALENDAR", "BEGIN:VEVENT")


def calendar_text(rows: Sequence[LogRow], zone: tzinfo, now: datetime) -> str:
    """A calendar file; `now` stamps its events."""
    head, end = _frame()
    stamp = _in_utc(now)
    lines = [_folded(line) for row in rows for line in _event(row, stamp)]
    return "\r\n".join([head, *lines, end])


def _frame() -> tuple[str, str]:
    """What stands above the events, and what below them."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Call It//time log//EN")
    calendar.add("version", "2.0")
    head, _, end = str(calendar.to_ical(), "utf-8").partition("\r\nEND:")
    return head, f"END:{end}"


def read_calendar(data: bytes, options: ReadOptions) -> ReadFile:
    """Events that have ended: the title is the phase, the first category or the calendar's name the project.

    All-day events, and those that were cancelled or declined or lie ahead, are counted in a sentence each.

    Raises
    ------
    InvalidImport
        Where there is no calendar, or something else than events in it.
    """
    calendars = calendars_in(decoded(data), described=True)
    if not calendars:
        raise InvalidImport("it holds no calendar: it has no line BEGIN:VCALENDAR. Export it again as .ics.")
    if not any(calendar.events for calendar in calendars) and any(
        calendar.passed_over or calendar.free_busy for calendar in calendars
    ):
        raise InvalidImport("it holds no events (VEVENT). Export the calendar with its events, as .ics.")
    reading = _Reading(options)
    for calendar in calendars:
        reading.take(calendar, [other for other in calendars if other is not calendar])
    return reading.done()


@dataclass(frozen=True, slots=True)
class _Said:
    """What an event says besides its time; `project` is None where no line of ours names it."""

    title: str
    note: str
    categories: tuple[str, ...]
    project: str | None


class _Reading:
    """One file under way."""

    def __init__(self, options: ReadOptions) -> None:
        self._zone = options.zone
        self._now = options.now or _WITHOUT_NOW
        self._content = ReadFile()
        self._said: list[_Said] = []
        self._left_out: Counter[str] = Counter()
        self._troubles = Troubles("")
        self._n_of_id: Counter[str] = Counter()

    def take(self, calendar: CalendarText, others: Sequence[CalendarText]) -> None:
        """Read the events of a calendar; `others` in the file may describe its zones."""
        if (calendar.value("METHOD") or "").upper() == "CANCEL":
            self._left_out["cancelled"] += len(calendar.events)
            return
        for event in calendar.events:
            self._said.append(_said(event))
            event.lines.append(f"{_EVENT}:{len(self._said) - 1}")
        zone_name = own_zone(calendar, self._troubles)
        asked = Asked(_FIRST_DAY, _LAST_DAY, self._zone, owners_of(calendar, ()))
        name = _name_of(calendar)
        for series in parsed(calendar, others, asked, zone_name, self._troubles).series:
            self._take_series(series, zone_name, name)

    def done(self) -> ReadFile:
        """What was found, by start."""
        content = self._content
        content.entries = [self._with_id_of_its_own(entry) for entry in sorted(content.entries, key=_start)]
        for kind, (one, many, says, say, what) in _LEFT_OUT.items():
            if n := self._left_out[kind]:
                content.troubles.append(Trouble(None, f"{count_words(n, one, many)} {says if n == 1 else say} {what}"))
        for sentence in self._troubles.sentences:
            said = sentence.removeprefix(": ")
            if "is left out" in said:
                content.troubles.append(Trouble(None, said[:1].upper() + said[1:].rstrip(".")))
            else:
                content.remarks.append(said[:1].upper() + said[1:])
        return content

    def _take_series(self, series: Sequence[Event], zone_name: str | None, calendar_name: str) -> None:
        is_repeated = len(series) > 1 or any(_repeats(event) for event in series)
        try:
            found = list(occurrences(series, zone_name, _FIRST_DAY, self._today) if is_repeated else series)
            entries = [self._entry(event, calendar_name, is_repeated=is_repeated) for event in found]
        except Exception as error:
            self._troubles.say(f"{called(series[0])} is left out: its times cannot be worked out ({reason(error)}).")
            return
        if found:
            say_unknown_zone(series[0], self._troubles)
        if is_repeated:
            self._say("Events that repeat are read up to now.")
        self._content.entries += [entry for entry in entries if entry is not None]

    @property
    def _today(self) -> date:
        return self._now.astimezone(self._zone).date()

    def _entry(self, event: Event, calendar_name: str, *, is_repeated: bool) -> ReadEntry | None:
        """None for an event that is no log, which is counted."""
        start, end = moment_of(event, "DTSTART"), _end(event, self._zone)
        uid = str(event.get("UID", ""))
        is_own = _OWN_UID.fullmatch(uid) is not None
        why_not = self._why_not(event, start, end, is_own=is_own)
        if why_not is not None or not (isinstance(start, datetime) and isinstance(end, datetime)):
            self._left_out[why_not or "all-day"] += 1
            return None
        self._content.zone_assumed = self._content.zone_assumed or start.tzinfo is None
        said = self._said[int(str(event[_EVENT]))]
        project, phase, tags = _own_names(said) if is_own else self._names(said, calendar_name)
        started_at = instant_of(start, self._zone)
        return ReadEntry(
            None,
            project,
            phase,
            started_at,
            instant_of(end, self._zone),
            False if UNATTENDED_TAG in tags else None,
            said.note,
            tuple(tag for tag in tags if tag != UNATTENDED_TAG),
            source_id="" if is_own else self._source_id(event, uid, started_at, is_repeated=is_repeated),
        )

    def _why_not(self, event: Event, start: date, end: date, *, is_own: bool) -> str | None:
        """Why an event is no entry; midnight to midnight is a whole day but where we wrote it."""
        if not (isinstance(start, datetime) and isinstance(end, datetime)):
            return "ahead" if start > self._today else "cancelled" if is_cancelled(event) else "all-day"
        if instant_of(end, self._zone) > self._now:
            return "ahead"
        if is_cancelled(event):
            return "cancelled"
        if DECLINED in event:
            return "declined"
        if not is_own and takes_whole_days(event, start, end, self._zone):
            return "all-day"
        return "no length" if instant_of(end, self._zone) == instant_of(start, self._zone) else None

    def _names(self, said: _Said, calendar_name: str) -> tuple[str, str, tuple[str, ...]]:
        """Project, phase and tags of an event."""
        project = next((name for name in said.categories if name != UNATTENDED_TAG), "")
        if project:
            self._say("The first category of an event is taken as its project.")
            at = said.categories.index(project)
            return project, said.title, said.categories[:at] + said.categories[at + 1 :]
        if calendar_name:
            self._say(f"The name of the calendar, '{calendar_name}', is taken as the project of its events.")
        return calendar_name, said.title, said.categories

    def _source_id(self, event: Event, uid: str, started_at: datetime, *, is_repeated: bool) -> str:
        """The UID, of an occurrence with the moment at which its rule has it, moved or not."""
        if not uid or not is_repeated or "RECURRENCE-ID" not in event:
            return uid
        moment = moment_of(event, "RECURRENCE-ID")
        at = instant_of(moment, self._zone) if isinstance(moment, datetime) else started_at
        return f"{uid} {_in_utc(at)}"

    def _with_id_of_its_own(self, entry: ReadEntry) -> ReadEntry:
        """Of events that share an id without being versions of one another, the later ones are told by their start."""
        if not entry.source_id:
            return entry
        self._n_of_id[entry.source_id] += 1
        if self._n_of_id[entry.source_id] == 1:
            return entry
        return replace(entry, source_id=f"{entry.source_id} {_in_utc(entry.started_at)}")

    def _say(self, remark: str) -> None:
        if remark not in self._content.remarks:
            self._content.remarks.append(remark)


def _start(entry: ReadEntry) -> datetime:
    return entry.started_at


def _said(event: EventText) -> _Said:
    lines = [*event.lines, *event.described]
    event.described = []
    titles, notes = _texts(lines, "SUMMARY"), _texts(lines, "DESCRIPTION")
    raw = [value for line in lines if (value := _value(line, "CATEGORIES")) is not None]
    listed = [_unescaped(match[1]) for value in raw for match in _IN_LIST.finditer(value)]
    project = _texts(lines, _PROJECT)
    return _Said(
        next(iter(titles), ""),
        next(iter(notes), ""),
        tuple(dict.fromkeys(name for name in listed if name.strip())),
        project[0] if project else None,
    )


def _own_names(said: _Said) -> tuple[str, str, tuple[str, ...]]:
    """Project, phase and tags of an event that we wrote."""
    if said.project is not None:
        return said.project, said.title.removesuffix(f" ({said.project})"), said.categories
    phase, project = _names_in(said.title)
    return project, phase, said.categories


def _names_in(title: str) -> tuple[str, str]:
    """Phase and project in a title of ours, where that leaves no doubt.

    >>> _names_in("Read (Thesis)"), _names_in("Read")
    (('Read', 'Thesis'), ('Read', ''))
    """
    phase, mark, rest = title.partition(" (")
    return (phase, rest[:-1]) if mark and rest.endswith(")") else (title, "")


def _name_of(calendar: CalendarText) -> str:
    """The name of a calendar, unless it is the address of a person."""
    names = [value for name in ("X-WR-CALNAME", "NAME") for value in _texts(calendar.lines, name)]
    return next((" ".join(name.split()) for name in names if name.strip() and "@" not in name), "")


def _texts(lines: Sequence[str], name: str) -> list[str]:
    return [_unescaped(value) for line in lines if (value := _value(line, name)) is not None]


def _value(line: str, name: str) -> str | None:
    """The value of a line of that name, as it stands; None of another line."""
    if line[: len(name)].upper() != name or line[len(name) : len(name) + 1] not in (":", ";"):
        return None
    match = _VALUE.fullmatch(line)
    return None if match is None else match[1]


def _unescaped(value: str) -> str:
    r"""A text as a person wrote it.

    >>> _unescaped(r"a\, b\nc")
    'a, b\nc'
    """
    return _SIGN.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def _repeats(event: Event) -> bool:
    return bool(rules_of(event) or values_of(event, "RDATE") or "RECURRENCE-ID" in event)


def _end(event: Event, zone: tzinfo) -> date:
    """The end of an event, by its length where it says none; of a day the next one.

    Days of a length are those of the calendar, and its hours are hours, also where clocks are put forward (RFC 5545,
    3.3.6).
    """
    if "DTEND" in event:
        return moment_of(event, "DTEND")
    start = moment_of(event, "DTSTART")
    if "DURATION" in event:
        length = length_of(event)
        days = start + timedelta(days=length.days)
        hours = timedelta(seconds=length.seconds)
        if not isinstance(days, datetime) or not hours:
            return days
        return (instant_of(days, zone) + hours).astimezone(days.tzinfo or zone)
    return start if isinstance(start, datetime) else start + timedelta(days=1)


def _event(row: LogRow, stamp: str) -> list[str]:
    """The content lines of an event, not yet folded."""
    entry = row.entry
    lines = [
        "BEGIN:VEVENT",
        f"SUMMARY:{_escaped(f'{row.phase} ({row.project})')}",
        f"DTSTART:{_in_utc(entry.started_at)}",
        f"DTEND:{_in_utc(row.stopped_at)}",
        f"DTSTAMP:{stamp}",
        f"UID:entry-{entry.id}@callit",
    ]
    if row.tags:
        lines.append(f"CATEGORIES:{','.join(map(_escaped, row.tags))}")
    if entry.note:
        lines.append(f"DESCRIPTION:{_escaped(entry.note)}")
    names = _plain(row.phase), _plain(row.project)
    if _names_in(f"{names[0]} ({names[1]})") != names:
        lines.append(f"{_PROJECT}:{_escaped(row.project)}")
    lines.append("END:VEVENT")
    return lines


def _in_utc(instant: datetime) -> str:
    """An instant as calendars write it.

    >>> from datetime import timedelta, timezone
    >>> _in_utc(datetime(2026, 3, 1, 0, 30, tzinfo=timezone(timedelta(hours=1))))
    '20260228T233000Z'
    """
    seconds = instant.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()
    return seconds.replace("-", "").replace(":", "") + "Z"


@lru_cache(maxsize=_NAMES_KEPT)
def _escaped(text: str) -> str:
    from icalendar.prop import vText

    return str(vText(_plain(text)).to_ical(), "utf-8")


def _plain(text: str) -> str:
    """Without what a calendar may not hold, its lines ended in one way."""
    return _CONTROL.sub("", re.sub(r"\r\n?", "\n", text))


def _folded(line: str) -> str:
    """A content line as it stands in the file; the library looks at each of its characters, so only at long ones."""
    if len(line.encode()) < _FOLDED_FROM:
        return line
    from icalendar.parser import Contentline

    return str(Contentline(line).to_ical(), "utf-8")  # type: ignore[no-untyped-call]
