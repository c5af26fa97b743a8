"""Moments as people type them: `14:05`, `2 pm`, `10 min ago`, `yesterday 22:40`, `2026-05-08 14:05`, `02:30+01:00`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from planner.domain.errors import InvalidEntry
from planner.domain.local_time import Tell, first_instant, instant_at, instants_at, zone_words
from planner.domain.wording.days import moment_words
from planner.domain.wording.lists import list_words
from planner.parsing.halves_of_day import HALF, hour_of_day
from planner.parsing.lengths import parse_duration_s

_AGO = re.compile(
    r"(?:(?P<days>\d+(?:[.,]\d+)?)\s*d(?:ays?)?\.?(?:\s+and\b)?[\s,]*)?(?P<rest>.*[a-z]\.?)?\s+ago",
    re.IGNORECASE,
)
_ONE = re.compile(r"an?\s", re.IGNORECASE)  # hour ago
_CLOCK = re.compile(
    r"(?:(?P<day>today|yesterday|\d{4}-\d{2}-\d{2})(?:\s+at\s+|\s+|t))?"
    rf"(?P<hour>\d{{1,2}})(?:(?P<mark>[:.])(?P<minute>\d{{2}}))?(?:\s*(?P<half>{HALF}))?"
    r"(?:\s*(?P<offset>[+-]\d{2}:?\d{2})|\s*(?P<name>z|(?!ago$)[a-z]{3,5}))?",
    re.IGNORECASE | re.ASCII,
)
_NOTHING = re.compile(r"0+\s*[hms][a-z]*\.?", re.IGNORECASE)  # 0 min ago is now
_DAY_S = 86_400
_LONGEST_AGO = timedelta(days=3650)
_OF_UTC = {"z", "utc", "gmt"}


def moment(
    text: str, *, now: datetime, zone: tzinfo, after: datetime | None = None, tell: Tell | None = None
) -> datetime:
    """The instant (UTC) that a person means, on the clocks of `zone`.

    A clock time alone is the last one: `23:50` typed ten minutes after midnight is yesterday's. Of a time that the
    clocks showed twice the first is meant, or with `after` the first after that, and `tell` hears of it; an offset or
    a zone's name behind the time says which: `02:30+01:00`, `02:30 CET`.

    >>> moment("10 min ago", now=datetime(2026, 5, 8, 12, 0, tzinfo=UTC), zone=UTC)
    datetime.datetime(2026, 5, 8, 11, 50, tzinfo=datetime.timezone.utc)

    Raises
    ------
    InvalidEntry
        For anything else, with examples of what can be read; for a time that no clock showed, with what to say.
    """
    typed = " ".join(text.split())
    try:
        instant = now if typed.lower() == "now" else _ago(typed, now) or _read(typed, now, zone, after, tell)
    except OverflowError:
        instant = None
    if instant is None:
        raise InvalidEntry(
            f"'{text}' cannot be read as a time. Use 14:05, '10 min ago', 'yesterday 22:40' or '2026-05-08 14:05'."
        )
    return instant


def moment_near(text: str, *, near: datetime, now: datetime, zone: tzinfo, tell: Tell | None = None) -> datetime:
    """The instant that a person means who corrects the instant `near`: a clock time alone is the nearest one to it.

    Of a time that the clocks showed twice, too: then nothing is told.

    >>> night = datetime(2026, 5, 8, 1, 0, tzinfo=UTC)
    >>> moment_near("23:30", near=night, now=datetime(2026, 5, 9, 12, 0, tzinfo=UTC), zone=UTC)
    datetime.datetime(2026, 5, 7, 23, 30, tzinfo=datetime.timezone.utc)
    """
    typed = _typed(" ".join(text.split()))
    if typed is None or typed.day:
        return moment(text, now=now, zone=zone, tell=tell)
    today = near.astimezone(zone).date()
    days = [typed.on(today + timedelta(days=by)) for by in (-1, 0, 1)]
    instants = [(day, at) for day in days for at in day.candidates(zone)]
    day, nearest = min(instants, key=lambda pair: (pair[1] > now, abs(pair[1] - near)))
    return nearest if nearest in day.instants(zone) else day.instant(zone)


@dataclass(frozen=True, slots=True)
class _OnDay:
    """A time of one day; `offset` or `name` tell which of two is meant."""

    wall: datetime
    offset: tzinfo | None
    name: str

    def instants(self, zone: tzinfo) -> tuple[datetime, ...]:
        """All that can be meant; none where no clock showed it."""
        if self.offset is not None:
            return (self.wall.replace(tzinfo=self.offset).astimezone(UTC),)
        instants = instants_at(self.wall, zone)
        if not self.name:
            return instants
        named = tuple(at for at in instants if at.astimezone(zone).tzname() == self.name.upper())
        if instants and not named:
            names = list_words([f"'{at.astimezone(zone).tzname()}'" for at in instants], "or")
            raise InvalidEntry(
                f"'{self.name}' is not what the clocks of {zone_words(zone)} say at {moment_words(self.wall)}: "
                f"that is {names}. Write that, or an offset such as +02:00."
            )
        return named

    def candidates(self, zone: tzinfo) -> tuple[datetime, ...]:
        """The same, and where no clock showed it the instant at which it was skipped."""
        return self.instants(zone) or (first_instant(self.wall, zone),)

    def instant(self, zone: tzinfo, after: datetime | None = None, tell: Tell | None = None) -> datetime:
        """The one that is meant, by the rule of `instant_at`."""
        if self.offset is None and not self.name:
            return instant_at(self.wall, zone, after=after, tell=tell)
        instants = self.instants(zone)
        return instants[0] if instants else instant_at(self.wall, zone)


@dataclass(frozen=True, slots=True)
class _Typed:
    """A time of day as typed, of a day that may be named."""

    day: str
    at: time
    offset: tzinfo | None
    name: str

    def on(self, day: date) -> _OnDay:
        """The same on a day."""
        return _OnDay(datetime.combine(day, self.at), self.offset, self.name)


def _typed(text: str) -> _Typed | None:
    match = _CLOCK.fullmatch(text)
    at = _time_of_day(match) if match else None
    if match is None or at is None:
        return None
    name = match["name"] or ""
    offset = UTC if name.lower() in _OF_UTC else _offset(match["offset"])
    if match["offset"] and offset is None:
        return None
    return _Typed((match["day"] or "").lower(), at, offset, "" if offset else name)


def _time_of_day(match: re.Match[str]) -> time | None:
    """The time of a match; None where it is none, or may be a plain number or a date: 14 and 14.05 need a word."""
    half = match["half"]
    hour, minute = hour_of_day(int(match["hour"]), half and half.lower()), int(match["minute"] or 0)
    if hour is None or hour > 23 or minute > 59 or not (half or match["mark"] == ":"):
        return None
    return time(hour, minute)


def _offset(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    hours, minutes = int(text[1:3]), int(text[-2:])
    ahead = timedelta(hours=hours, minutes=minutes) * (-1 if text[0] == "-" else 1)
    return timezone(ahead) if minutes < 60 and abs(ahead) < timedelta(days=1) else None


def _ago(text: str, now: datetime) -> datetime | None:
    match = _AGO.fullmatch(_ONE.sub("1 ", text, count=1) if _ONE.match(text) else text)
    if match is None or not (match["days"] or match["rest"]):
        return None
    rest = "" if _NOTHING.fullmatch(match["rest"] or "") else match["rest"]
    try:
        seconds = parse_duration_s(rest) if rest else 0.0
    except ValueError:
        return None
    seconds += float((match["days"] or "0").replace(",", ".")) * _DAY_S
    return now - timedelta(seconds=seconds) if seconds <= _LONGEST_AGO.total_seconds() else None


def _read(text: str, now: datetime, zone: tzinfo, after: datetime | None, tell: Tell | None) -> datetime | None:
    typed = _typed(text)
    if typed is None:
        return _iso(text, zone, after, tell)
    today = now.astimezone(typed.offset or zone).date()
    day = _day(typed.day, today)
    if day is None:
        return None
    on_day = typed.on(day)
    if not typed.day and on_day.candidates(zone)[0] > now:
        on_day = typed.on(day - timedelta(days=1))
    return on_day.instant(zone, after, tell)


def _day(word: str, today: date) -> date | None:
    if word == "yesterday":
        return today - timedelta(days=1)
    if word in ("", "today"):
        return today
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None


def _iso(text: str, zone: tzinfo, after: datetime | None, tell: Tell | None) -> datetime | None:
    try:
        typed = datetime.fromisoformat(text)
    except ValueError:
        return None
    return typed.astimezone(UTC) if typed.tzinfo else instant_at(typed, zone, after=after, tell=tell)
