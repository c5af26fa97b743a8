"""Single cells of a table: tags, and yes or no."""

from __future__ import annotations

import csv
import json
import re

from planner.exchange.entries.read_entries import Unreadable

_YES = frozenset({"true", "yes", "1", "y"})
_NO = frozenset({"false", "no", "0", "n"})


def tags_cell(tags: tuple[str, ...]) -> str:
    """Tags in one cell, apart by commas; one with a comma of its own stands in quotation marks.

    >>> tags_cell(("gpu", "a, b"))
    'gpu, "a, b"'
    """
    return ", ".join(_quoted(tag) if re.search(r'[,"]|^\[', tag) else tag for tag in tags)


def tags_in(cell: str) -> tuple[str, ...]:
    """The tags in a cell: apart by commas, or a JSON list.

    >>> tags_in('gpu, "a, b"'), tags_in('["gpu"]')
    (('gpu', 'a, b'), ('gpu',))
    """
    if not cell:
        return ()
    if cell.startswith("["):
        try:
            listed = json.loads(cell)
        except ValueError:
            listed = None
        if isinstance(listed, list) and all(isinstance(tag, str) for tag in listed):
            return tuple(listed)
    return tuple(next(csv.reader([cell], skipinitialspace=True), []))


def attended_in(cell: str) -> bool | None:
    """Whether a cell says attended; None for an empty one; `Unreadable` for neither yes nor no."""
    if not cell or not (word := cell.strip().casefold()):
        return None
    if word not in _YES | _NO:
        raise Unreadable(f"says '{cell}' for attended; 'true' or 'false' was expected")
    return word in _YES


def _quoted(tag: str) -> str:
    return '"' + tag.replace('"', '""') + '"'
