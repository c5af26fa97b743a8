"""Cells of a table that no spreadsheet runs, and the way back: one rule for every table that is written or read."""

from __future__ import annotations

import re

_RUN = re.compile(r"'*\s*[=+\-@\t\r]")
_MADE_HARMLESS = re.compile(r"'+\s*[=+\-@\t\r]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def harmless(cell: str) -> str:
    """A cell that a spreadsheet shows and does not run: a quote before what looks like a formula; plain numbers stay.

    >>> harmless("=1+1"), harmless(" @you"), harmless("-1"), harmless("- no"), harmless("plain")
    ("'=1+1", "' @you", '-1', "'- no", 'plain')
    """
    return f"'{cell}" if _RUN.match(cell) and not _PLAIN_NUMBER.fullmatch(cell) else cell


def as_written(cell: str) -> str:
    """What `harmless` was given.

    >>> as_written("'=1+1"), as_written("'tis"), as_written("-1")
    ('=1+1', "'tis", '-1')
    """
    return cell[1:] if cell[:1] == "'" and _MADE_HARMLESS.match(cell) else cell
