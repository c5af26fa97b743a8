"""The hours that a person means to work: a week that repeats, and single dates that differ from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from planner.domain.errors import InvalidAvailability

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MINUTES_OF_A_DAY = 24 * 60
LONGEST_NIGHT_MINUTES = 16 * 60  # "9-5" is more often an afternoon than twenty hours


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """Hours on a wall clock, as minutes after the midnight that begins their day.

    A block belongs to the day on which it begins; one over midnight ends after minute 1,440.

    >>> str(Block(9 * 60, 17 * 60)), str(Block(22 * 60, 26 * 60))
    ('09:00-17:00', '22:00-02:00')
    """

    starts_minute: int
    stops_minute: int

    def __post_init__(self) -> None:
        if not 0 <= self.starts_minute < MINUTES_OF_A_DAY:
            raise InvalidAvailability("Hours must begin on their day, from 00:00 to 23:59.")
        if not _is_a_stretch(self.starts_minute, self.stops_minute):
            raise InvalidAvailability(
                f"{self} would be {(self.stops_minute - self.starts_minute) / 60:g} hours, and over midnight "
                f"at most {LONGEST_NIGHT_MINUTES // 60} are taken. Write a day as 09:00-17:00, a night as 22:00-02:00."
            )

    def __str__(self) -> str:
        return f"{_clock(self.starts_minute)}-{_clock(self.stops_minute)}"

    def on(self, day: date) -> tuple[datetime, datetime]:
        """Its start and end on the wall clock when it begins on `day`; without a zone."""
        midnight = datetime.combine(day, time())
        return midnight + timedelta(minutes=self.starts_minute), midnight + timedelta(minutes=self.stops_minute)


@dataclass(frozen=True, slots=True)
class WeekPattern:
    """The blocks that begin on each day of the week, Monday first. Build it with `week_of`."""

    days: tuple[tuple[Block, ...], ...]

    def blocks_on(self, day: date) -> tuple[Block, ...]:
        """The blocks that begin on a date."""
        return self.days[day.weekday()]

    def __str__(self) -> str:
        """As it can be typed again.

        >>> str(week_of({0: [Block(540, 720)], 1: [Block(540, 720)], 5: [Block(600, 660)]}))
        'Mon-Tue 09:00-12:00; Sat 10:00-11:00'
        """
        alike = [(blocks, list(days)) for blocks, days in groupby(range(7), key=lambda day: self.days[day])]
        return "; ".join(f"{_days_words(days)} {blocks_words(blocks)}" for blocks, days in alike if blocks)


@dataclass(frozen=True, slots=True)
class DateHours:
    """The blocks that begin on one date; none for a day off."""

    day: date
    blocks: tuple[Block, ...] = ()

    def blocks_on(self, day: date) -> tuple[Block, ...]:
        """The blocks that begin on a date: its own, or none."""
        return self.blocks if day == self.day else ()

    def __str__(self) -> str:
        """As it can be typed again.

        >>> str(DateHours(date(2026, 12, 24)))
        '2026-12-24 off'
        """
        return f"{self.day.isoformat()} {self.hours_words}"

    @property
    def hours_words(self) -> str:
        """Its hours without the date: `10:00-14:00`, or `off`."""
        return blocks_words(self.blocks) or "off"


def week_of(blocks_by_weekday: dict[int, list[Block]]) -> WeekPattern:
    """The pattern of a week from the blocks of its days (0 is Monday)."""
    return WeekPattern(tuple(merged_blocks(blocks_by_weekday.get(day, [])) for day in range(7)))


def merged_blocks(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks of a day in order; those that overlap or touch become one, unless that is too long a night."""
    merged: list[Block] = []
    for block in sorted(blocks):
        last = merged[-1] if merged else None
        if (
            last is None
            or block.starts_minute > last.stops_minute
            or not _is_a_stretch(last.starts_minute, max(last.stops_minute, block.stops_minute))
        ):
            merged.append(block)
        else:
            merged[-1] = Block(last.starts_minute, max(last.stops_minute, block.stops_minute))
    return tuple(merged)


def blocks_words(blocks: Iterable[Block]) -> str:
    """Blocks in a row, such as `09:00-12:00, 13:00-17:00`."""
    return ", ".join(str(block) for block in blocks)


def _is_a_stretch(starts_minute: int, stops_minute: int) -> bool:
    """Within its day, or over midnight and no longer than a long night."""
    length = stops_minute - starts_minute
    return length > 0 and (stops_minute <= MINUTES_OF_A_DAY or length <= LONGEST_NIGHT_MINUTES)


def _days_words(days: list[int]) -> str:
    first, last = DAY_NAMES[days[0]], DAY_NAMES[days[-1]]
    return first if first == last else f"{first}-{last}"


def _clock(minute: int) -> str:
    hour, minute = divmod(minute if minute <= MINUTES_OF_A_DAY else minute - MINUTES_OF_A_DAY, 60)
    return f"{hour:02d}:{minute:02d}"
