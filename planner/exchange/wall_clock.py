"""From dates and clock times as trackers write them to instants, on the clocks of one zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from planner.exchange.read_entries import DayOrder, Unreadable

_DATE = re.compile(r"(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?(?:\s*([ap])\.?\s?m\.?)?", re.IGNORECASE)
_BLANKS = re.compile(r"[\s,]+")  # also the narrow blank that some write before AM


class WallClock:
    """Reads moments of one file.

    `assumed`: whether one was without its own zone; `twice`: what was taken of those that the clocks showed twice.
    """

    def __init__(self, zone: tzinfo, day_order: DayOrder) -> None:
        self.assumed = False
        self.twice: list[str] = []
        self._zone = zone
        self._day_order = day_order

    def instant(self, text: str, after: datetime | None = None, *, days_later: int = 0) -> datetime:
        """The instant that a text means; of two at the end of summer time the first, or the first that is `after`.

        `days_later` moves a moment without its own zone by whole days of the calendar.

        Raises
        ------
        Unreadable
            For no moment, or one that the clocks skipped.
        OverflowError
            For one outside the calendar.
        """
        said = moment(text, self._day_order)
        if said.tzinfo is not None:
            return said.astimezone(UTC)
        self.assumed = True
        return self.of_local(said + timedelta(days=days_later), after)

    def of_local(self, said: datetime, after: datetime | None = None) -> datetime:
        """The instant at which the clocks of the zone show a naive moment; see `instant`."""
        first = said.replace(tzinfo=self._zone).astimezone(UTC)
        if first.astimezone(self._zone).replace(tzinfo=None) != said:
            raise Unreadable(f"says {said:%Y-%m-%d %H:%M}, which the clocks of {zone_words(self._zone)} skipped")
        second = said.replace(tzinfo=self._zone, fold=1).astimezone(UTC)
        if first == second:
            return first
        is_second = after is not None and first <= after
        which = "second, which lies after the start," if is_second else "first"
        self.twice.append(f"{said:%Y-%m-%d %H:%M} twice; the {which} is taken")
        return second if is_second else first


def zone_words(zone: tzinfo) -> str:
    """A zone's name."""
    return str(getattr(zone, "key", None) or ("UTC" if zone is UTC else "this machine"))


def moment(text: str, day_order: DayOrder) -> datetime:
    """The date and time in a text, aware only where it says its offset; `Unreadable` for none.

    >>> moment("3/4/2026 10:23 PM", DayOrder.MONTH_FIRST)
    datetime.datetime(2026, 3, 4, 22, 23)
    """
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    day, _, clock = _BLANKS.sub(" ", text.strip()).partition(" ")
    return datetime.combine(day_of(day, day_order), clock_of(clock) if clock else time())


def day_of(text: str, day_order: DayOrder) -> date:
    """The date in a text: year first, or day and month in the given order; `Unreadable` for none."""
    match = _DATE.fullmatch(text.strip())
    try:
        if match is None:
            return date.fromisoformat(text.strip())
        first, middle, last = int(match[1]), int(match[3]), int(match[4])
        if len(match[1]) == 4:
            return date(first, middle, last)
        year = last if last > 99 else 2000 + last
        day, month = (first, middle) if day_order is DayOrder.DAY_FIRST else (middle, first)
        return date(year, month, day)
    except ValueError:
        raise Unreadable(f"says '{text}', which is no date{_order_words(match, day_order)}") from None


def _order_words(match: re.Match[str] | None, day_order: DayOrder) -> str:
    if match is None or len(match[1]) == 4:
        return ""
    return " with the day first" if day_order is DayOrder.DAY_FIRST else " with the month first"


def clock_of(text: str) -> time:
    """The time of day in a text, of 12 or 24 hours, with or without seconds; `Unreadable` for none.

    >>> clock_of("12:05 AM"), clock_of("14:05:30")
    (datetime.time(0, 5), datetime.time(14, 5, 30))
    """
    match = _CLOCK.fullmatch(text.strip())
    try:
        if match is None:
            raise ValueError(text)
        return time(_hour(int(match[1]), match[4]), int(match[2]), int(match[3] or 0))
    except ValueError:
        raise Unreadable(f"says '{text}', which is no time of day") from None


def _hour(shown: int, half: str | None) -> int:
    if half is None:
        return shown
    if not 1 <= shown <= 12:
        raise ValueError(shown)
    return shown % 12 + (12 if half.lower() == "p" else 0)
