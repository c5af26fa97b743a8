"""From dates and clock times as trackers write them to instants, on the clocks of one zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache

from planner.domain.local_time import SkippedTime, Twice, instant_at, zone_words
from planner.domain.wording.days import moment_words
from planner.exchange.entries.read_entries import DayOrder, Unreadable
from planner.exchange.entries.zone_letters import (
    LETTERS,
    letters_in,
    with_distance,
    without_brackets,
    zone_of_letters,
)
from planner.exchange.headings.months import month_named

_DATE = re.compile(r"(\d{1,4})(?P<mark>[/.-])\s?(\d{1,2})(?P=mark)\s?(\d{1,4})(?!\d)\.?")
_DAY_FIRST_NAMED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|\.|er)?[\s-](?:de\s)?([^\W\d_]{3,})\.?,?[\s-](?:de\s)?(\d{4}\b|'?\d{2}\b(?!\.?\d|:|\s?[aphu]))"
)
_MONTH_FIRST_NAMED = re.compile(r"([^\W\d_]{3,})\.?\s(\d{1,2})(?:st|nd|rd|th)?,?\s(\d{4})\b")
_WEEKDAY = re.compile(r"[^\W\d_]{2,}\.?,?\s+(?=\d|[^\W\d_]{3,}\.?\s\d)")
_CLOCK = re.compile(
    r"(?:klo?\.?\s)?(?P<hour>\d{1,2})"
    r"(?:(?:[:.]|\s?h\s?)(?P<minute>\d{2})(?:(?:[:.]|\s?m(?:in)?\s?)(?P<second>\d{2})(?:[.,]\d+)?\s?s?)?)?"
    r"\s*(?P<after>h|uhr|min|m|hrs?)?\s*(?:(?P<half>[ap])\.?\s?m\.?)?"
    rf"\s*(?P<zone>{LETTERS}|(?:Z|UTC|GMT)?\s?(?:[+\u2212-]\d{{1,2}}(?::?\d{{2}})?)?)",
    re.IGNORECASE,
)
_FOUR_DIGITS = re.compile(r"([01]\d|2[0-4])([0-5]\d)")
_OFFSET = re.compile(r"([+\u2212-])(\d{1,2}):?(\d{2})?$")
_YEAR_LAST = re.compile(r"([^\W\d_]{3,}\s\d{1,2})\s(\d{1,2}:\d{2}.*)\s(\d{4})")  # Mar 02 09:00:00 GMT+01:00 2026
_ISO = re.compile(
    r"\d{4}(?:-\d{2}-\d{2}|\d{4}|-W\d{2}-\d)"
    r"(?:[T ]\d{2}(?::?\d{2}(?::?\d{2}(?:[.,]\d+)?)?)?\s?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?"
)  # no more than this: Python reads 17.30 as 17 hours and a fraction of a second
_EPOCH = re.compile(r"(\d{10})(\d{0,9})(?:\.(\d+))?")
_BLANKS = re.compile(r"[\s,]+")  # also the narrow blank that some write before AM
_REMEMBERED = 5_000  # texts of days and of clocks, which come again and again in a table
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # a number of ten digits that means less is no moment


class WallClock:
    """Reads moments of one file.

    `assumed`: whether one was without its own zone; `twice`: what was taken of those that the clocks showed twice;
    `zones`: letters of zones that stood behind clocks, each with its distance from UTC.
    """

    def __init__(self, zone: tzinfo, day_order: DayOrder) -> None:
        self.assumed = False
        self.twice: list[str] = []
        self.zones: dict[str, str] = {}
        self._zone = zone
        self._day_order = day_order

    def instant(
        self,
        text: str,
        after: datetime | None = None,
        *,
        days_later: int = 0,
        is_utc: bool = False,
        zone: tzinfo | None = None,
    ) -> datetime:
        """The instant that a text means; of two at the end of summer time the first, or the first that is `after`.

        `days_later` moves a moment by whole days of the calendar; `is_utc`: without its own zone it is one of UTC;
        `zone`: that of its row, where it is another than that of the file.

        Raises
        ------
        Unreadable
            For no moment, or one that the clocks skipped.
        OverflowError
            For one outside the calendar.
        """
        letters = letters_in(text)
        written = moment(text if letters is None else with_distance(text, zone or self._zone), self._day_order)
        if letters is not None and written.tzinfo is not None:
            self.zones[letters] = f"{written:%z}"
        if days_later:
            written += timedelta(days=days_later)
        if written.tzinfo is not None or is_utc:
            return written.replace(tzinfo=written.tzinfo or UTC).astimezone(UTC)
        self.assumed = self.assumed or zone is None
        return self.of_local(written, after, zone)

    def of_local(self, local: datetime, after: datetime | None = None, zone: tzinfo | None = None) -> datetime:
        """The instant at which the clocks of the zone show a naive moment; see `instant`."""
        try:
            return instant_at(local, zone or self._zone, after=after, tell=self._note)
        except SkippedTime as error:
            raise Unreadable(
                f"says {moment_words(local)}, which the clocks of {zone_words(zone or self._zone)} skipped: "
                f"they {error.change}, so it should say {error.instead:%Y-%m-%d %H:%M}"
            ) from None

    def _note(self, repeated: Twice) -> None:
        which = "first" if repeated.taken == repeated.first else "second, which lies after the start,"
        self.twice.append(f"{moment_words(repeated.wall)} twice; the {which} is taken")


def moment(text: str, day_order: DayOrder) -> datetime:
    """The date and time in a text, aware only where it says its offset; `Unreadable` for none.

    Seconds, milliseconds and microseconds since 1970 are moments; 24:00 is the end of its day.

    >>> moment("3/4/2026 10:23 PM", DayOrder.MONTH_FIRST)
    datetime.datetime(2026, 3, 4, 22, 23)
    >>> moment("1772438400000", DayOrder.DAY_FIRST), moment("2026-03-02 24:00", DayOrder.DAY_FIRST)
    (datetime.datetime(2026, 3, 2, 8, 0, tzinfo=datetime.timezone.utc), datetime.datetime(2026, 3, 3, 0, 0))
    """
    bare = text.strip()
    named_zone: tzinfo | None = None
    if bare.endswith((")", "]")):
        bare, named_zone = without_brackets(bare)
    if (since_1970 := _since_1970(bare)) is not None:
        return since_1970
    try:
        if _ISO.fullmatch(bare):
            found = datetime.fromisoformat(bare)
            return found if found.tzinfo is not None else found.replace(tzinfo=named_zone)
    except ValueError:
        pass
    day, clock = _apart(_YEAR_LAST.sub(r"\1 \3 \2", _BLANKS.sub(" ", bare)))
    days, at, zone = _clock(clock) if clock else (0, time(), None)
    return datetime.combine(day_of(day, day_order) + timedelta(days=days), at, zone or named_zone)


@lru_cache(maxsize=_REMEMBERED)
def date_part(text: str) -> str:
    """What a text says of its day alone.

    >>> date_part("02.03.2026 00:00"), date_part("2026-03-02T00:00:00")
    ('02.03.2026', '2026-03-02')
    """
    return _apart(_BLANKS.sub(" ", text.strip()))[0]


def says_clock(text: str) -> bool:
    """Whether a text with a date says a time of day, too.

    >>> says_clock("2026-03-02"), says_clock("02.03.2026 14:00"), says_clock("1772438400")
    (False, True, True)
    """
    bare = text.strip()
    if _EPOCH.fullmatch(bare):
        return True
    return bool(_apart(_BLANKS.sub(" ", bare))[1]) or bool(re.match(r"\d{4}-?\d{2}-?\d{2}T\d", bare))


def is_clock(text: str) -> bool:
    """Whether a text looks like a time of day alone.

    >>> is_clock("17.30"), is_clock("9h30"), is_clock("5pm"), is_clock("24:00"), is_clock("2026-03-02"), is_clock("90")
    (True, True, True, True, False, False)
    """
    return _clock_match(text) is not None


@lru_cache(maxsize=_REMEMBERED)
def day_of(text: str, day_order: DayOrder) -> date:
    """The date in a text: year first, or day and month in the given order; `Unreadable` for none.

    >>> day_of("Mo 02.03.2026", DayOrder.DAY_FIRST), day_of("Mar 2, 2026", DayOrder.DAY_FIRST)
    (datetime.date(2026, 3, 2), datetime.date(2026, 3, 2))
    >>> day_of("02-Mar-26", DayOrder.DAY_FIRST)
    datetime.date(2026, 3, 2)
    """
    bare = " ".join(text.split())
    if (named := _named_day(bare)) is not None:
        return named
    match = _DATE.fullmatch(_without_weekday(bare))
    try:
        if match is None:
            return date.fromisoformat(bare)
        first, middle, last = int(match[1]), int(match[3]), int(match[4])
        if len(match[1]) == 4:
            return date(first, middle, last)
        year = last if last > 99 else 2000 + last
        day, month = (first, middle) if day_order is DayOrder.DAY_FIRST else (middle, first)
        return date(year, month, day)
    except ValueError:
        raise Unreadable(f"says '{text}', which is no date{_order_words(match, day_order)}") from None


def clock_of(text: str) -> time:
    """The time of day in a text, of 12 or 24 hours, with or without seconds; `Unreadable` for none.

    >>> clock_of("12:05 AM"), clock_of("14:05:30"), clock_of("9h30")
    (datetime.time(0, 5), datetime.time(14, 5, 30), datetime.time(9, 30))
    """
    days, at, _ = _clock(text)
    if days:
        raise Unreadable(f"says '{text}', which is no time of day")
    return at


def _since_1970(text: str) -> datetime | None:
    match = _EPOCH.fullmatch(text)
    if match is None:
        return None
    seconds, fraction = int(match[1]), match[2]
    if len(fraction) not in (0, 3, 6, 9):
        return None
    instant = datetime.fromtimestamp(seconds, UTC) + timedelta(
        microseconds=int((fraction or match[3] or "0")[:6].ljust(6, "0"))
    )
    return instant if instant >= _EARLIEST else None


def _apart(text: str) -> tuple[str, str]:
    """Date and clock of a text, by what stands at its beginning; an unknown date is its first word."""
    day_name = _WEEKDAY.match(text)
    start = day_name.end() if day_name and _MONTH_FIRST_NAMED.match(text) is None else 0
    for form in (_DATE, _DAY_FIRST_NAMED, _MONTH_FIRST_NAMED):
        if match := form.match(text, start):
            return text[start : match.end()], text[match.end() :].lstrip(" T-").strip()
    day, _, clock = text.partition(" ")
    return day, clock


def _without_weekday(text: str) -> str:
    match = _WEEKDAY.match(text)
    return text[match.end() :] if match else text


def _named_day(text: str) -> date | None:
    bare = text if _MONTH_FIRST_NAMED.fullmatch(text) else _without_weekday(text)
    if match := _DAY_FIRST_NAMED.fullmatch(bare):
        day, name, year = match.groups()
    elif match := _MONTH_FIRST_NAMED.fullmatch(bare):
        name, day, year = match.groups()
    else:
        return None
    month = month_named(name)
    short = year.lstrip("'")
    try:
        return date(int(short) + (2000 if len(short) == 2 else 0), month, int(day)) if month else None
    except ValueError:
        return None


def _order_words(match: re.Match[str] | None, day_order: DayOrder) -> str:
    if match is None or len(match[1]) == 4:
        return ""
    return " with the day first" if day_order is DayOrder.DAY_FIRST else " with the month first"


def _clock_match(text: str) -> re.Match[str] | None:
    if len(text) > 5 and text[:4].isdigit():  # a date with the year first, as most are
        return None
    return _clock_alone(text)


@lru_cache(maxsize=_REMEMBERED)
def _clock_alone(text: str) -> re.Match[str] | None:
    bare = _BLANKS.sub(" ", text.strip())
    if four := _FOUR_DIGITS.fullmatch(bare):
        return _CLOCK.fullmatch(f"{four[1]}:{four[2]}")
    match = _CLOCK.fullmatch(bare)
    if match is None or not (match["minute"] or match["half"] or match["after"]):
        return None
    return match if match["minute"] or match["half"] or match["after"][0].casefold() in "hu" else None


@lru_cache(maxsize=_REMEMBERED)
def _clock(text: str) -> tuple[int, time, tzinfo | None]:
    """Days later, time of day and zone of a text such as `24:00` or `9:00 AM GMT+1`."""
    match = _clock_match(text)
    try:
        if match is None:
            raise ValueError(text)
        hour, minute, second = (
            _hour(int(match["hour"]), match["half"]),
            int(match["minute"] or 0),
            int(match["second"] or 0),
        )
        if (hour, minute, second) == (24, 0, 0):
            return 1, time(), _zone(match["zone"], text)
        return 0, time(hour, minute, second), _zone(match["zone"], text)
    except Unreadable:
        raise
    except ValueError:
        raise Unreadable(f"says '{text}', which is no time of day") from None


def _zone(text: str, clock: str) -> tzinfo | None:
    """The zone of an offset such as GMT+1, or of letters such as EST, behind a clock; None where it says none."""
    if not text.strip():
        return None
    match = _OFFSET.search(text)
    if match is None:
        return zone_of_letters(text, clock)
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(offset if match[1] == "+" else -offset)


def _hour(shown: int, half: str | None) -> int:
    if half is None:
        return shown
    if not 1 <= shown <= 12:
        raise ValueError(shown)
    return shown % 12 + (12 if half.lower() == "p" else 0)
