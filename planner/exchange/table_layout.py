"""Which column of a table holds what."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass

from planner.domain.errors import InvalidImport
from planner.domain.wording import list_words
from planner.exchange.questions import Question, Unanswered
from planner.exchange.read_entries import ChosenColumns

_CLOCK_ALONE = re.compile(r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s*[ap]\.?\s?m\.?)?", re.IGNORECASE)
_PROJECT = ("project",)
_PHASE = ("phase", "task", "activity")
_NOTE = ("note", "notes", "description")
_TAGS = ("tags",)
_STARTS = (("start date", "start time"), ("start",), ("started_at",))
_ENDS = (("end date", "end time"), ("stop date", "stop time"), ("end",), ("stop",), ("stopped_at",))
_DATES = ("date", "start date")
_HOURS = ("hours", "duration", "duration (h)", "duration (decimal)")


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions of columns; None or empty: not there. A start of two is a date and a clock time.

    `one_date`: starts and ends are clock times of one date, so an end may be the next day's.
    """

    project: int | None
    phase: int | None
    note: int | None
    tags: int | None
    attended: int | None
    start: tuple[int, ...]
    end: tuple[int, ...]
    date: int | None
    hours: int | None
    one_date: bool = False

    def for_clocks(self, row: Sequence[str]) -> Layout:
        """With the date before start and end, where they are clock times alone, as in this row."""
        if len(self.start) != 1 or self.date is None or not _CLOCK_ALONE.fullmatch(row[self.start[0]].strip()):
            return self
        start, end = ((self.date, *places) if places else () for places in (self.start, self.end))
        return dataclasses.replace(self, start=start, end=end, one_date=True)


def layout_of(header: Sequence[str], chosen: ChosenColumns) -> Layout:
    """Find the columns of a table: those chosen, and the others by their usual names.

    Raises
    ------
    InvalidImport
        When a chosen one is not there, or nothing says when entries began and how long they were.
    """
    columns = _Columns(header)
    start = columns.given(chosen.start, "--start", columns.together(_STARTS))
    end = columns.given(chosen.end, "--end", columns.together(_ENDS))
    date = columns.given(chosen.date, "--date", columns.first(_DATES))
    hours = columns.given(chosen.hours, "--hours", columns.first(_HOURS))
    if (chosen.date or chosen.hours) and not (chosen.start or chosen.end):
        start, end = (), ()
    if not (start and (end or hours)) and not (date and hours):
        raise _missing(header)
    return Layout(
        project=_only(columns.given(chosen.project, "--project-column", columns.first(_PROJECT))),
        phase=_only(columns.given(chosen.phase, "--phase-column", columns.first(_PHASE))),
        note=_only(columns.given(chosen.note, "--note-column", columns.first(_NOTE))),
        tags=_only(columns.given(chosen.tags, "--tags-column", columns.first(_TAGS))),
        attended=_only(columns.first(("attended",))),
        start=start,
        end=end,
        date=_only(date),
        hours=_only(hours),
    )


def usual_columns(header: Sequence[str]) -> dict[str, str]:
    """The columns that are found by their usual names, by fields of `ChosenColumns`; what stands in two is left out.

    >>> usual_columns(["Date", "Hours", "Task"])
    {'date': 'Date', 'hours': 'Hours', 'phase': 'Task'}
    """
    columns = _Columns(header)
    found = {
        "start": columns.together(_STARTS),
        "end": columns.together(_ENDS),
        "date": columns.first(_DATES),
        "hours": columns.first(_HOURS),
        "project": columns.first(_PROJECT),
        "phase": columns.first(_PHASE),
        "note": columns.first(_NOTE),
        "tags": columns.first(_TAGS),
    }
    return {role: header[places[0]] for role, places in found.items() if len(places) == 1}


def _only(found: tuple[int, ...]) -> int | None:
    return found[0] if found else None


def _missing(header: Sequence[str]) -> Unanswered:
    return Unanswered(
        Question.COLUMNS,
        f"no columns say when entries began and ended. It has: {', '.join(header)}.",
        "Name them with --start COLUMN and --end COLUMN, or with --date COLUMN and --hours COLUMN.",
    )


class _Columns:
    """Positions by name, capitals aside."""

    def __init__(self, header: Sequence[str]) -> None:
        self._header = header
        self._at = {name.casefold(): place for place, name in reversed(list(enumerate(header)))}

    def given(self, name: str | None, option: str, usual: tuple[int, ...]) -> tuple[int, ...]:
        if name is None:
            return usual
        if not name:
            return ()
        if name.strip().casefold() not in self._at:
            has = list_words([f"'{column}'" for column in self._header])
            raise InvalidImport(f"there is no column '{name}' for {option}. It has {has}.")
        return (self._at[name.strip().casefold()],)

    def first(self, names: Sequence[str]) -> tuple[int, ...]:
        return next(((self._at[name],) for name in names if name in self._at), ())

    def together(self, sets: Sequence[tuple[str, ...]]) -> tuple[int, ...]:
        for names in sets:
            if all(name in self._at for name in names):
                return tuple(self._at[name] for name in names)
        return ()
