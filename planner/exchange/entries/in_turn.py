"""Lengths of a date without clock times, placed one after the other."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from planner.exchange.entries.read_entries import ReadOptions
from planner.exchange.entries.wall_clock import WallClock


class InTurn:
    """Gives each length of a date a place behind the last one, from the start of the day on."""

    def __init__(self, options: ReadOptions, clock: WallClock) -> None:
        self.n_placed = 0
        self._options = options
        self._clock = clock
        self._free_from: dict[date, datetime] = {}

    def take(self, day: date, until: datetime) -> None:
        """What is placed on a day begins no earlier."""
        self._free_from[day] = max(until, self._free_from.get(day, until))

    def place(self, day: date, length: timedelta) -> tuple[datetime, datetime]:
        """Start and end."""
        begin = self._free_from.get(day) or self._clock.of_local(datetime.combine(day, self._options.day_start))
        self._clock.assumed = True
        self.n_placed += 1
        self._free_from[day] = begin + length
        return begin, self._free_from[day]

    @property
    def remarks(self) -> list[str]:
        """How they were placed; nothing where none was."""
        if not self.n_placed:
            return []
        return [
            "Entries that say no time of day are placed one after the other from "
            f"{self._options.day_start:%H:%M} on, behind those of their date that say one."
        ]
