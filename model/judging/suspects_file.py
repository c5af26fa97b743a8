"""Labels that look wrong, as files have them: a table to review in a spreadsheet, and a part of `result.json`."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from model.judging.suspects import Suspect, SuspectLabels
from model.whole_file import whole_file

SUSPECTS_FILE = "suspects.csv"
COLUMNS = ("text", "label", "likelier_label", "confidence")
MOST_IN_RESULT = 20

_RUN_BY_SPREADSHEETS = re.compile(r"\s*[=+\-@\t\r]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def write_suspects(folder: Path, suspects: Iterable[Suspect]) -> Path:
    """Write `suspects.csv` whole: UTF-8 with a mark that spreadsheets know it by; returns its path.

    Raises
    ------
    OSError
        No room, or the folder cannot be written.
    """
    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\n")
    rows.writerow(COLUMNS)
    for suspect in suspects:
        cells = (harmless(cell) for cell in (suspect.text, suspect.label, suspect.likelier_label))
        rows.writerow([*cells, f"{suspect.confidence:.3f}"])
    path = folder / SUSPECTS_FILE
    with whole_file(path) as file:
        file.write(table.getvalue().encode("utf-8-sig", "replace"))
    return path


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula: a quote before what looks like one; plain numbers stay.

    >>> harmless("=1+1"), harmless("@you"), harmless("-1"), harmless("- no")
    ("'=1+1", "'@you", '-1', "'- no")
    """
    is_run = _RUN_BY_SPREADSHEETS.match(cell) and not _PLAIN_NUMBER.fullmatch(cell)
    return f"'{cell}" if is_run else cell


def suspects_for_result(found: SuspectLabels) -> dict[str, Any]:
    """What `result.json` says of them: how many, their share, and the most suspicious; `note` where none is known."""
    return {
        "count": found.count,
        "share": found.share,
        "surest_share": found.surest_share,
        "rows": found.rows,
        "most_suspicious": [asdict(suspect) for suspect in found.listed[:MOST_IN_RESULT]],
        "note": found.why_unknown,
    }
