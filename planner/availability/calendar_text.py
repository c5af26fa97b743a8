"""Calendar files as text: their events apart from each other, so that one that is broken cannot spoil the rest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

# What says when an event takes place, and whether it takes time. Everything else (descriptions, alarms) is left out
# before parsing: it costs most of the time and holds most of what is broken. Attendees are kept as text for the same
# reason: a line of theirs is looked at only where it may be the owner's.
_USED = frozenset(
    {"UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "SEQUENCE", "SUMMARY"}
    | {"STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-CDO-ALLDAYEVENT", "LAST-MODIFIED", "FREEBUSY"}
)
_FOLD = re.compile(rb"\r?\n[ \t]")
_LINE_END = re.compile(r"\r\n|\r|\n")  # no other sign that ends lines elsewhere: a text may hold those
_OF_TIME = ("VEVENT", "VFREEBUSY")  # what takes time
_PASSED_OVER = ("VTODO", "VJOURNAL", "VAVAILABILITY")
_MAY_REPEAT = frozenset({"RRULE", "RDATE", "RECURRENCE-ID", "DURATION"})
_NAME = re.compile(r"[A-Za-z0-9-]+")
_MOMENT = re.compile(r"(\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?:T(?:[01]\d|2[0-3])[0-5]\d[0-5]\dZ?)?")
ZONES_APART = timedelta(days=2)  # at most: further than any two zones are


@dataclass(slots=True)
class EventText:
    """The lines of one VEVENT or VFREEBUSY that matter. `closed` is False where the file ends within it.

    `described` are its other lines, where they were asked for.
    """

    lines: list[str] = field(default_factory=list)
    attendees: list[str] = field(default_factory=list)
    described: list[str] = field(default_factory=list)
    closed: bool = False

    def value(self, name: str) -> str | None:
        """The value of the first line of a name."""
        return _first_value(self.lines, name)

    def lies_outside(self, start: date, end: date) -> bool:
        """Whether a plain event (no repeats, a readable start and end) is surely not within some days."""
        if any(_name_of(line) in _MAY_REPEAT for line in self.lines):
            return False
        begins, ends = (_MOMENT.fullmatch(self.value(name) or "") for name in ("DTSTART", "DTEND"))
        if begins is None or ends is None:
            return False
        return begins[1] > f"{end + ZONES_APART:%Y%m%d}" or begins[1] <= ends[1] < f"{start - ZONES_APART:%Y%m%d}"


@dataclass(slots=True)
class CalendarText:
    """One VCALENDAR of a file: its own lines, its time zones (whole), its events, and its lists of busy periods.

    `passed_over` counts the parts that say nothing about taken time, by their names.
    """

    lines: list[str] = field(default_factory=list)
    time_zones: list[list[str]] = field(default_factory=list)
    events: list[EventText] = field(default_factory=list)
    free_busy: list[EventText] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)

    def value(self, name: str) -> str | None:
        """The value of the first of its own lines of a name."""
        return _first_value(self.lines, name)


def decoded(content: bytes) -> str:
    """The text of a file: UTF-16 where its mark says so, UTF-8, or what Windows wrote before that.

    Long lines of UTF-8 may go on within a letter.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    for whole in (content, _FOLD.sub(b"", content)):
        try:
            return whole.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
    return content.decode("cp1252", errors="replace")


def calendars_in(text: str, *, described: bool = False) -> list[CalendarText]:
    """The calendars of a file. Events that stand in none are taken as one calendar; no events at all give none.

    `described` keeps also what says more of an event than when it is.
    """
    reader = _Reader(described=described)
    for line in _unfolded(_LINE_END.split(text)):
        reader.take(line)
    return reader.calendars


class _Reader:
    """Follows which components are open, line by line. A missing END is made up for by what begins next."""

    def __init__(self, *, described: bool) -> None:
        self._described = described
        self.calendars: list[CalendarText] = []
        self._open: list[str] = []  # below the calendar, outermost first
        self._part = EventText()  # the event or list of busy periods that was begun last

    def take(self, line: str) -> None:
        """Put one line where it belongs."""
        mark, _, name = line.partition(":")
        mark, name = mark.strip().upper(), name.strip().upper()
        if mark == "BEGIN":
            self._begin(name)
        if self._open[:1] == ["VTIMEZONE"]:
            self.calendars[-1].time_zones[-1].append(line)
        elif mark not in ("BEGIN", "END"):
            self._property(line)
        if mark == "END":
            self._end(name)

    def _begin(self, name: str) -> None:
        if name in ("VCALENDAR", *_OF_TIME):
            self._open = []
        if name == "VCALENDAR" or (name in _OF_TIME and not self.calendars):
            self.calendars.append(CalendarText())
        if name == "VCALENDAR" or not self.calendars:
            return
        if not self._open:
            self._begin_part(name, self.calendars[-1])
        self._open.append(name)

    def _begin_part(self, name: str, calendar: CalendarText) -> None:
        if name in _OF_TIME:
            self._part = EventText()
            (calendar.events if name == "VEVENT" else calendar.free_busy).append(self._part)
        if name == "VTIMEZONE":
            calendar.time_zones.append([])
        if name in _PASSED_OVER:
            calendar.passed_over[name] += 1

    def _property(self, line: str) -> None:
        if not self._open:
            if self.calendars:
                self.calendars[-1].lines.append(line)
        elif len(self._open) == 1 and self._open[0] in _OF_TIME:
            name = _name_of(line)
            if name in _USED:
                self._part.lines.append(line)
            elif name == "ATTENDEE":
                self._part.attendees.append(line)
            elif self._described:
                self._part.described.append(line)

    def _end(self, name: str) -> None:
        if self._open[:1] == [name] and name in _OF_TIME:
            self._part.closed = True
        if name == "VCALENDAR":
            self._open = []
        elif name in self._open:
            del self._open[self._open.index(name) :]


def _unfolded(lines: Iterable[str]) -> Iterator[str]:
    """Long lines go on behind a blank on the next one; empty lines are none."""
    whole: list[str] = []
    for line in lines:
        if line[:1] in (" ", "\t") and whole:
            whole.append(line[1:])
        elif line.strip():
            if whole:
                yield "".join(whole)
            whole = [line]
    if whole:
        yield "".join(whole)


def _first_value(lines: Iterable[str], name: str) -> str | None:
    return next((line.partition(":")[2].strip() for line in lines if _name_of(line) == name), None)


def _name_of(line: str) -> str:
    match = _NAME.match(line)
    return match.group().upper() if match else ""
