"""The table with its repaired labels, as a new file: same columns, same order, all other cells as they were."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from data.cleaning.clean import normalise
from data.cleaning.decided import decided_by
from data.cleaning.decided_cells import decided_cells
from data.labels.decision import Decision
from data.labels.several import SeveralLabels
from data.reading.text_columns import joined_texts
from data.rewriting.change import Cells, Change
from data.rewriting.refused import CannotRewrite
from data.rewriting.rewrite import rewrite, rewritten_name
from model.protocol.result import read_result
from planner.domain.wording.numbers import count_words
from planner.relabelling.answering import Relabelling
from planner.relabelling.refused import RelabelRefused


def export_table(at: Relabelling, out: Path) -> str:
    """Write it to `out`, whole or not at all; says how many rows have another label.

    Raises
    ------
    RelabelRefused
        The file is there already, cannot be written, has an ending that is not written, or the labels were made of
        numbers.
    DataError
        The table cannot be read.
    """
    if why := why_not_exported(at):
        raise RelabelRefused(why)
    if out.exists():
        raise RelabelRefused(f"{out} is there already. Name a new file, so that nothing is overwritten.")
    table = at.table
    columns = dict.fromkeys((*table.text_columns, *table.label_columns))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".callit-", dir=out.parent) as scratch:
            half = Path(scratch) / out.name
            done = rewrite(table.data_file, half, list(columns), _change(at))
            half.replace(out)
    except OSError as error:
        raise RelabelRefused(f"{out} cannot be written ({error.strerror}). Choose another place.") from error
    except CannotRewrite as error:
        raise RelabelRefused(str(error)) from error
    except UnicodeEncodeError as error:
        raise RelabelRefused(
            f"The encoding of {table.source_name} ({error.encoding}) has no '{error.object[error.start]}'. Save the "
            "table as UTF-8 first."
        ) from error
    return f"{count_words(done.changed, 'label')} repaired in {count_words(done.rows, 'row')}: {out}{_dropped(at)}"


def exported_bytes(at: Relabelling) -> bytes:
    """The same as a file to take away; errors as there."""
    with TemporaryDirectory(prefix="callit-") as scratch:
        out = Path(scratch) / exported_name(at)
        export_table(at, out)
        return out.read_bytes()


def exported_name(at: Relabelling) -> str:
    """What the new file is called, after the table: `tweets repaired.csv`."""
    return rewritten_name(at.table.data_file)


def why_not_exported(at: Relabelling) -> str:
    """Why no repaired table can be written; empty where it can."""
    made = at.answers.label_made
    if not made or (at.table.has_several_labels and not at.table.reading.groups):
        return ""
    return (
        f"The classes were made of numbers ({made}), and which number a repaired row should have "
        "nobody has said. The answers are used by the next session all the same."
    )


def _change(at: Relabelling) -> Change:
    """What the answers change in some rows of the table."""
    result = read_result(at.run_folder)
    off = result.cleaning.left_off if result is not None and result.cleaning is not None else ()
    decided = decided_by(at.answers.repaired, lambda texts: normalise(texts, rules_off=off))
    table = at.table
    several = SeveralLabels.of(table.label_columns, table.tag_separator, table.reading)

    def change(frame: pd.DataFrame) -> Cells:
        texts = normalise(joined_texts(frame, table.text_columns), rules_off=off)
        return decided_cells(texts, frame, table.label_column, several, decided)

    return change


def _dropped(at: Relabelling) -> str:
    """That texts which are not learned from stand in the new table, too."""
    dropped = sum(one.decision is Decision.DROP for one in at.answers.answers)
    return f". {count_words(dropped, 'text')} that you dropped: still in it." if dropped else ""
