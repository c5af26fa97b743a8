"""Where a row of a quoted table begins, seen from a line in the midst of the file.

A line may begin a row, or go on with a quoted text of several lines. Both are tried: a row is certain from where both
readings agree, or where the other one does not fit.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass

from data.reading.dialect import Dialect

_ENOUGH_ROWS = 5  # to believe them although what follows does not fit


@dataclass(frozen=True, slots=True)
class _Reading:
    """Lines at which rows begin; whether the first row came to its end, and whether a later one does not fit."""

    starts: tuple[int, ...] = ()
    first_ends: bool = False
    breaks: bool = False


def first_certain_row(lines: list[str], dialect: Dialect) -> int | None:
    """The first of these lines that begins a row for certain; None where none does.

    >>> first_certain_row(["good,1\\n", '"a, b",2\\n', "bad,1\\n"], Dialect(",", quoted=True, width=2))
    0
    >>> first_certain_row(["he said, and\\n", 'went",1\\n', '"a\\n', 'b",2\\n'], Dialect(",", quoted=True, width=2))
    2
    """
    if not lines:
        return None
    outside = _read(lines, dialect, skip_first=False)
    inside = _read([f'"{lines[0]}', *lines[1:]], dialect, skip_first=True)
    if inside.starts and outside.starts:
        return min(set(inside.starts) & set(outside.starts), default=None)
    if inside.starts:
        return inside.starts[0]
    believed = not inside.first_ends and (not outside.breaks or len(outside.starts) >= _ENOUGH_ROWS)
    return outside.starts[0] if outside.starts and believed else None


def _read(lines: list[str], dialect: Dialect, *, skip_first: bool) -> _Reading:
    """Rows until the first one that does not fit; `skip_first` where the first one is the end of another row."""
    reader = dialect.parse(iter(lines), strict=True)
    starts: list[int] = []
    begins = 0
    try:
        for fields in reader:
            if fields and not (skip_first and begins == 0):
                if len(fields) != dialect.width:
                    return _Reading(tuple(starts), begins > 0, breaks=True)
                starts.append(begins)
            begins = reader.line_num  # type: ignore[attr-defined]
    except csv.Error as error:
        return _Reading(tuple(starts), begins > 0, breaks="unexpected end" not in str(error))
    return _Reading(tuple(starts), first_ends=True)
