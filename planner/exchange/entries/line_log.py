"""Logs that are lines of text: each line read by its format, those that cannot be read said with their number."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from planner.domain.local_time import zone_words
from planner.exchange.entries.read_entries import DayOrder, ReadFile, ReadOptions, Trouble, Unreadable
from planner.exchange.entries.wall_clock import WallClock


class LineLog:
    """Collects what the lines of one file say; `clock` reads their moments."""

    def __init__(self, options: ReadOptions) -> None:
        self.content = ReadFile()
        self.clock = WallClock(options.zone, options.day_order or DayOrder.DAY_FIRST)
        self._zone = options.zone

    @contextmanager
    def line(self, number: int) -> Iterator[None]:
        """Within it, a line is read: what cannot be read is a trouble of that line."""
        try:
            yield
        except Unreadable as error:
            self.content.troubles.append(Trouble(number, str(error)))
        except OverflowError:
            self.content.troubles.append(Trouble(number, "says a moment outside the calendar"))
        clocks = f"Line {number}: the clocks of {zone_words(self._zone)}"
        self.content.remarks += [f"{clocks} showed {words}." for words in self.clock.twice]
        self.clock.twice.clear()

    def done(self) -> ReadFile:
        """What was found, by line."""
        self.content.troubles.sort(key=lambda trouble: trouble.line or 0)
        self.content.entries.sort(key=lambda entry: entry.line or 0)
        self.content.zone_assumed = self.clock.assumed
        return self.content
