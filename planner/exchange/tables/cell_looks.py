"""What a cell of a table looks like: a date, a clock time, a duration."""

from __future__ import annotations

import re

from planner.exchange.entries.durations import length_in
from planner.exchange.entries.read_entries import DayOrder, Unreadable
from planner.exchange.entries.wall_clock import day_of, is_clock, says_clock

_MIDNIGHT = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?$")


def is_no_length(cell: str) -> bool:
    """Whether a cell is no duration."""
    try:
        length_in(cell, day_h=8)
    except Unreadable:
        return True
    return False


def is_clearly_length(cell: str) -> bool:
    """Whether a cell is a duration that is no clock time."""
    try:
        length = length_in(cell)
    except Unreadable:
        return False
    return not is_clock(cell) or (length.clear_s is not None and re.search(r"(?:m|min|s|sec)\.?$", cell) is not None)


def is_clearly_clock(cell: str) -> bool:
    """Whether a cell is a clock time that is no duration."""
    return is_clock(cell) and (is_no_length(cell) or re.search(r"[ap]\.?\s?m\.?$", cell, re.IGNORECASE) is not None)


def is_share(cell: str) -> bool:
    """Whether a cell is a share, as where Activity says how active somebody was."""
    return re.fullmatch(r"[\d.,]+\s?%", cell) is not None


def is_date(cell: str) -> bool:
    """Whether a cell is a date alone, in either order of day and month."""
    try:
        day_of(cell, DayOrder.DAY_FIRST)
    except Unreadable:
        try:
            day_of(cell, DayOrder.MONTH_FIRST)
        except Unreadable:
            return False
    return True


def is_mere_date(cell: str) -> bool:
    """Whether a cell says a day and no time of it.

    >>> is_mere_date("2026-03-02"), is_mere_date("2026-03-02 09:00"), is_mere_date("09:00")
    (True, False, False)
    """
    return not is_clock(cell) and not says_clock(cell) and is_date(cell)


def is_midnight(cell: str) -> bool:
    """Whether a cell is a date as spreadsheets write it, with midnight behind it."""
    return is_mere_date(_MIDNIGHT.sub("", cell))


def has_clock(cell: str) -> bool:
    """Whether a date says a time of day that is not midnight, as spreadsheets write it behind every date."""
    return says_clock(cell) and not cell.endswith(("00:00:00", " 00:00", "T00:00", "00:00:00.000", "00:00:00Z"))
