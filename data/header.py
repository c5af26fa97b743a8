"""Whether the first row of a delimited file names its columns, and how columns without a usable name are called."""

from __future__ import annotations

import re
from collections.abc import Sequence


def words_of(words: str) -> frozenset[str]:
    """The words of a text as a set, for lists of names."""
    return frozenset(words.split())


_KNOWN = words_of("""
text texts label labels sentiment category class target review reviews comment comments tweet message body
content title headline description question answer stars rating score id name date author source url topic
intent spam toxic document sentence summary tag tags type language polarity
""")
_NUMBER = re.compile(r"[-+]?[\d.,:/\- ]*\d[\d.,:/\- ]*(e[-+]?\d+)?%?")
_LONGEST_NAME = 64
_MOST_WORDS = 6


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: short, distinct, no numbers, and no value that comes again below.

    `rows` are the first rows of the file, all of the same width.

    >>> has_header([["text", "label"], ["Good", "1"], ["Bad", "0"]])
    True
    >>> has_header([["ham", "See you at nine."], ["spam", "Win cash now!"], ["ham", "Ok"]])
    False
    """
    first, below = [cell.strip() for cell in rows[0]], rows[1:]
    if not any(first) or not all(_may_be_name(cell) for cell in first):
        return False
    if any(cell.lower().replace(" ", "_") in _KNOWN for cell in first):
        return True
    if any(_comes_again(cell, [row[i] for row in below]) for i, cell in enumerate(first) if cell):
        return False
    return len(first) > 1 or _is_identifier_over_prose(first[0], [row[0] for row in below])


def column_names(cells: Sequence[str]) -> list[str]:
    """Usable column names: trimmed, `column_3` where there is none, `text_2` where one comes twice.

    >>> column_names(["text", "", "text"])
    ['text', 'column_2', 'text_2']
    """
    names: list[str] = []
    for position, cell in enumerate(cells, start=1):
        wanted = cell.strip() or f"column_{position}"
        name, copy = wanted, 2
        while name in names:
            name, copy = f"{wanted}_{copy}", copy + 1
        names.append(name)
    return names


def numbered_names(width: int) -> list[str]:
    """Names for the columns of a file without a header: column_1, column_2, …"""
    return column_names([""] * width)


def _may_be_name(cell: str) -> bool:
    if len(cell) > _LONGEST_NAME or len(cell.split()) > _MOST_WORDS or _NUMBER.fullmatch(cell):
        return False
    return not cell.endswith((".", "!", ";", ",")) and "\n" not in cell


def _comes_again(cell: str, below: Sequence[str]) -> bool:
    return cell in (value.strip() for value in below)


def _is_identifier_over_prose(cell: str, below: Sequence[str]) -> bool:
    return cell.isidentifier() and all(" " in value.strip() for value in below[:20])
