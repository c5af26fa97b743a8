"""Single cells of a table: tags, yes or no, and text that a spreadsheet must not run."""

from __future__ import annotations

import csv
import json
import re

from planner.exchange.read_entries import Unreadable

_RUN = re.compile(r"'*[=+\-@\t\r]")
_MADE_HARMLESS = re.compile(r"'+[=+\-@\t\r]")
_YES = frozenset({"true", "yes", "1", "y"})
_NO = frozenset({"false", "no", "0", "n"})


def harmless(cell: str) -> str:
    """A cell that a spreadsheet shows and does not run.

    >>> harmless("=1+1"), harmless("plain")
    ("'=1+1", 'plain')
    """
    return f"'{cell}" if _RUN.match(cell) else cell


def as_written(cell: str) -> str:
    """What `harmless` was given.

    >>> as_written("'=1+1"), as_written("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if _MADE_HARMLESS.match(cell) else cell


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
    word = cell.strip().casefold()
    if not word:
        return None
    if word not in _YES | _NO:
        raise Unreadable(f"says '{cell}' for attended; 'true' or 'false' was expected")
    return word in _YES


def _quoted(tag: str) -> str:
    return '"' + tag.replace('"', '""') + '"'
