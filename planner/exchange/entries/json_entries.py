"""Entries in JSON: each read by its format, those that cannot be read said with their number."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from planner.domain.local_time import zone_words
from planner.exchange.entries.json_text import text_of
from planner.exchange.entries.read_entries import DayOrder, ReadEntry, ReadFile, ReadOptions, Trouble, Unreadable
from planner.exchange.entries.wall_clock import WallClock

Object = dict[str, Any]


class JsonLog:
    """Collects the entries of one file; moments without an offset are those of the clocks of `options.zone`."""

    def __init__(self, options: ReadOptions) -> None:
        self.content = ReadFile()
        self._clock = WallClock(options.zone, DayOrder.DAY_FIRST)
        self._zone = options.zone

    def read(self, items: Iterable[Any], noun: str, entry_of: Callable[[Object], ReadEntry | None]) -> None:
        """Read objects one by one; None is one that is left out without a word, such as a deleted one."""
        for number, item in enumerate(items, start=1):
            try:
                entry = entry_of(object_of(item))
            except Unreadable as error:
                self.content.troubles.append(Trouble(None, f"{noun} {number} {error}"))
            except OverflowError:
                self.content.troubles.append(Trouble(None, f"{noun} {number} says a moment outside the calendar"))
            else:
                if entry is not None:
                    self.content.entries.append(entry)
            clocks = f"{noun} {number}: the clocks of {zone_words(self._zone)}"
            self.content.remarks += [f"{clocks} showed {words}." for words in self._clock.twice]
            self._clock.twice.clear()
        self.content.zone_assumed = self._clock.assumed

    def instant(self, value: Any, after: datetime | None = None) -> datetime:
        """A moment as text, or in seconds since 1970; `Unreadable` for anything else."""
        if isinstance(value, int | float) and not isinstance(value, bool):
            try:
                return datetime.fromtimestamp(value, UTC)
            except (ValueError, OSError):
                raise Unreadable(f"says '{value}', which is no moment in seconds since 1970") from None
        if not isinstance(value, str) or not value.strip():
            raise Unreadable(f"says '{value}' where a moment was expected")
        return self._clock.instant(value, after)

    def remark_once(self, remark: str) -> None:
        """Say how the file was read, once."""
        if remark not in self.content.remarks:
            self.content.remarks.append(remark)


def object_of(value: Any) -> Object:
    """An object; `Unreadable` for anything else."""
    if not isinstance(value, dict):
        raise Unreadable("is not an object")
    return value


def inner(value: Any) -> Object:
    """An object within another; an empty one where there is none."""
    return value if isinstance(value, dict) else {}


def text_or_none(value: Any) -> str:
    """A text, "" where there is null or nothing; `Unreadable` for anything else."""
    return "" if value is None else text_of(value)


def first_text(record: Object, *keys: str) -> str:
    """The text of the first of these keys that has one."""
    return next(
        (text for key in keys if isinstance(record.get(key), str) and (text := text_of(record[key]).strip())), ""
    )


def name_of(value: Any, kind: str) -> str:
    """The name in an object or text; of one that is known by its number only, its kind and number.

    >>> name_of({"id": 3, "name": "Thesis"}, "Project"), name_of(3, "Project"), name_of(None, "Project")
    ('Thesis', 'Project 3', '')
    """
    if isinstance(value, dict):
        return first_text(value, "name", "title") or name_of(value.get("id"), kind)
    if isinstance(value, str):
        return text_of(value).strip()
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return f"{kind} {value}" if is_number else ""


def names_of(values: Any) -> tuple[str, ...]:
    """Tags, as texts or as objects with a name."""
    if not isinstance(values, list):
        return ()
    return tuple(name for value in values if (name := name_of(value, "Tag")))


def id_of(value: Any) -> str:
    """An id as text, "" for none.

    >>> id_of(17), id_of("5ab"), id_of(None)
    ('17', '5ab', '')
    """
    return "" if value is None or isinstance(value, dict | list | bool) else text_of(str(value))


def seconds_of(value: Any) -> timedelta:
    """A length in seconds; `Unreadable` for anything else, or less than none."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < float("inf"):
        raise Unreadable(f"says '{value}' where a number of seconds was expected")
    return timedelta(seconds=value)


def are_objects(document: Any, *keys: str) -> bool:
    """Whether a document is a list of objects of which the first ones have all of these keys."""
    if not isinstance(document, list) or not document:
        return False
    return all(isinstance(item, dict) and all(key in item for key in keys) for item in document[:20])
