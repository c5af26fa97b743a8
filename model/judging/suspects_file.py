"""Labels that look wrong, as files have them: a table to review in a spreadsheet, and a part of `result.json`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from model.judging.suspects import SuspectLabels
from model.protocol.result import Suspect, Suspects
from model.protocol.run_folder import SUSPECTS_FILE
from model.spreadsheet import write_table

COLUMNS = ("text", "label", "likelier_label", "confidence")
MOST_IN_RESULT = 20


def write_suspects(folder: Path, suspects: Iterable[Suspect]) -> Path:
    """Write `suspects.csv`; returns its path.

    Raises
    ------
    OSError
        No room, or the folder cannot be written.
    """
    path = folder / SUSPECTS_FILE
    rows = ((suspect.text, suspect.label, suspect.likelier_label, f"{suspect.confidence:.3f}") for suspect in suspects)
    write_table(path, COLUMNS, rows)
    return path


def suspects_for_result(suspects: SuspectLabels) -> Suspects:
    """What `result.json` says of them: how many, their share, and the most suspicious; `note` where none is known."""
    return Suspects(
        count=suspects.count,
        share=suspects.share,
        surest_share=suspects.surest_share,
        rows=suspects.rows,
        most_suspicious=suspects.listed[:MOST_IN_RESULT],
        note=suspects.why_unknown,
    )
