"""Cells that are numbers, as people and their programs write them: with a point or a comma, with thousands marked."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping

_COMMAS_FOR_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?")
_BLANKS_BETWEEN_DIGITS = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3})")


def numbers_in(cells: Iterable[str]) -> dict[str, float]:
    """The finite number that each different cell is; cells that are none are not among them.

    A comma marks thousands only where it could in every cell that has one; else it is that of a decimal number.

    >>> numbers_in(["0.5", " 1e-3 ", "30%", "-2", "n/a", "inf", ""])
    {'0.5': 0.5, ' 1e-3 ': 0.001, '30%': 30.0, '-2': -2.0}
    >>> numbers_in(["0,125", "3,250"]), numbers_in(["1,250", "312"])
    ({'0,125': 0.125, '3,250': 3.25}, {'1,250': 1250.0, '312': 312.0})
    """
    plain = {cell: _plain(cell) for cell in cells}
    with_comma = [text for text in plain.values() if "," in text and _float(text.replace(",", "")) is not None]
    mark = "" if with_comma and all(map(_COMMAS_FOR_THOUSANDS.fullmatch, with_comma)) else "."
    read = {cell: _float(text.replace(",", mark)) for cell, text in plain.items()}
    return {cell: number for cell, number in read.items() if number is not None}


def rows_of_numbers(cells: Mapping[str, int]) -> dict[float, int]:
    """Rows of each number, from the least to the largest, given the rows of each cell.

    >>> rows_of_numbers({"2": 5, "1.0": 3, "1": 4, "x": 9})
    {1.0: 7, 2.0: 5}
    """
    rows: dict[float, int] = {}
    for cell, number in numbers_in(cells).items():
        rows[number] = rows.get(number, 0) + cells[cell]
    return dict(sorted(rows.items()))


def endless(cells: Iterable[str]) -> set[str]:
    """Cells that are numbers without an end, as programs write them: no number to learn from, but no word either.

    >>> sorted(endless(["inf", "-Infinity", "1e999", "1", "many"]))
    ['-Infinity', '1e999', 'inf']
    """
    return {cell for cell in cells if _is_endless(cell)}


def _is_endless(cell: str) -> bool:
    try:
        return math.isinf(float(cell))
    except ValueError:
        return False


def shown(number: float) -> str:
    """A number in a sentence: thousands marked, and no digit that is not there.

    >>> shown(12_000.0), shown(0.5), shown(-0.25)
    ('12,000', '0.5', '-0.25')
    """
    return f"{number:,.0f}" if number.is_integer() else f"{number:.12g}"


def typed(number: float) -> str:
    """The same as a person types it: it is read as that very number.

    >>> typed(12_000.0), typed(0.1)
    ('12000', '0.1')
    """
    return f"{number:.0f}" if number.is_integer() else repr(number)


def _plain(cell: str) -> str:
    text = cell.strip().removesuffix("%").strip().replace("\u2212", "-")
    return _BLANKS_BETWEEN_DIGITS.sub("", text)


def _float(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in text else None
