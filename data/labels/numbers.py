"""Cells that are numbers, as people and their programs write them: with a point or a comma, with thousands marked."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from statistics import median

_GROUPED_BY_COMMAS = r"(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d?(?:,\d\d)+,\d{3})"  # the latter as in India: 12,34,567
_COMMAS_FOR_THOUSANDS = re.compile(rf"[-+]?{_GROUPED_BY_COMMAS}(\.\d*)?")
_DOTS_FOR_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}((?:\.\d{3})+)(,\d*)?")
_DECIMAL_COMMA = re.compile(r"[-+]?\d+,\d+")
_BETWEEN_GROUPS = re.compile(r"(?<=\d)(?:[ \u00a0\u2007\u2009\u202f](?=\d{3})|['\u2019](?=\d{3}(?!\d)))")
_ONE_THOUSAND = 4  # characters of a group and its dot
_HUNDREDS = 100
_ENOUGH_WHOLE = 3  # different numbers, to tell by their size alone


def numbers_in(cells: Iterable[str]) -> dict[str, float]:
    """The finite number that each different cell is; cells that are none are not among them.

    A comma or a dot marks thousands only where it could in every cell that has one; else it is that of a decimal
    number. Of dots alone that is not enough, as programs write three places too: see `_dots_mark_thousands`.

    >>> numbers_in(["0.5", " 1e-3 ", "30%", "-2", "n/a", "inf", ""])
    {'0.5': 0.5, ' 1e-3 ': 0.001, '30%': 30.0, '-2': -2.0}
    >>> numbers_in(["0,125", "3,250"]), numbers_in(["1,250", "312"])
    ({'0,125': 0.125, '3,250': 3.25}, {'1,250': 1250.0, '312': 312.0})
    >>> numbers_in(["1.250,50", "1.250"]), numbers_in(["1.250", "312"]), numbers_in(["1'250"])
    ({'1.250,50': 1250.5, '1.250': 1250.0}, {'1.250': 1250.0, '312': 312.0}, {"1'250": 1250.0})
    """
    plain = {cell: _plain(cell) for cell in cells}
    mark = _mark_of_thousands(plain.values())
    read = {cell: _number(text, mark) for cell, text in plain.items()}
    return {cell: number for cell, number in read.items() if number is not None}


def read_by_guess(cells: Iterable[str]) -> tuple[str, float] | None:
    """The first cell whose dot was taken for the mark of thousands though it could be a decimal one, with its number.

    >>> read_by_guess(["312", "1.250", "2.500"]), read_by_guess(["1.250,50"]), read_by_guess(["1.25"])
    (('1.250', 1250.0), None, None)
    """
    of_cells = list(cells)
    if all(_plain(cell)[-_ONE_THOUSAND:][:1] != "." for cell in of_cells):
        return None
    numbers = numbers_in(of_cells)
    told = ((cell, number, _float(_plain(cell))) for cell, number in numbers.items() if "." in cell)
    return next(((cell, number) for cell, number, plain in told if plain is not None and plain != number), None)


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
    return _BETWEEN_GROUPS.sub("", text)


def _number(text: str, mark: str) -> float | None:
    """The number of a text, given what marks thousands in its column: a comma, a dot, or nothing."""
    if mark == "." and _DOTS_FOR_THOUSANDS.fullmatch(text):
        return _float(text.replace(".", "").replace(",", "."))
    return _float(text.replace(",", "" if mark == "," else "."))


def _mark_of_thousands(texts: Collection[str]) -> str:
    if _dots_mark_thousands(texts):
        return "."
    with_comma = [text for text in texts if "," in text and _float(text.replace(",", "")) is not None]
    return "," if with_comma and all(map(_COMMAS_FOR_THOUSANDS.fullmatch, with_comma)) else ""


def _dots_mark_thousands(texts: Collection[str]) -> bool:
    """Whether dots do: 1.250,50 tells it of all, and so do two groups, a decimal comma, or the whole numbers beside.

    Means of three raters, such as 3.667 and 4, have dots before three digits, too.

    >>> [_dots_mark_thousands(texts) for texts in (["1.250", "312,5"], ["1.250.000"], ["3.667", "4"], ["1.250"])]
    [True, True, False, False]
    """
    fitting = {text: found for text in texts if "." in text and (found := _DOTS_FOR_THOUSANDS.fullmatch(text))}
    if any(found[2] for found in fitting.values()):
        return True
    others = (text for text in texts if "." in text and text not in fitting)
    if not fitting or any(_float(text.replace(",", "")) is not None for text in others):
        return False
    has_two_groups = any(len(found[1]) > _ONE_THOUSAND for found in fitting.values())
    return has_two_groups or any(map(_is_decimal_comma, texts)) or _stand_above(texts, list(fitting))


def _is_decimal_comma(text: str) -> bool:
    return _DECIMAL_COMMA.fullmatch(text) is not None and _COMMAS_FOR_THOUSANDS.fullmatch(text) is None


def _stand_above(texts: Collection[str], dotted: Sequence[str]) -> bool:
    """Whether whole numbers without a dot are hundreds beside thousands, and no decimals that happened to be whole.

    Who writes 312 and not 312.000 writes no zero behind a decimal: 1.250 is none. Where no cell ends so, sizes tell:
    899 stands above 1.249 read as a decimal. Codes for a missing number, such as 999, say nothing.
    """
    whole = {int(text) for text in texts if text.isascii() and text.isdigit() and len(set(text)) > 1}
    if max(whole, default=0) < _HUNDREDS:
        return False
    if any(text.endswith("0") for text in dotted):
        return True
    above = max(_HUNDREDS, *map(float, dotted))
    return len(whole) >= _ENOUGH_WHOLE and median(whole) > above


def _float(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in text else None
