"""The table with its repaired labels, as a new file: same columns, same order, all other cells as they were."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from data.cleaning.clean import normalise
from data.cleaning.decided import Decided, decided_of
from data.reading.read import read_in_order
from data.reading.text_columns import joined_texts
from model.protocol.result import read_result
from planner.domain.wording.numbers import count_words
from planner.relabelling.answering import Relabelling
from planner.relabelling.refused import RelabelRefused

_ROWS_AT_ONCE = 20_000
_SEPARATORS = {".csv": ",", ".tsv": "\t"}


def export_table(at: Relabelling, out: Path) -> str:
    """Write it to `out`, whole or not at all; says how many rows have another label.

    Raises
    ------
    RelabelRefused
        The file is there already, has another ending, cannot be written, or the labels were made of numbers.
    DataError
        The table cannot be read.
    """
    separator = _separator(at, out)
    half = out.with_name(f".{out.name}.half")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        rows, changed = _write(_repaired(at), half, separator)
        half.replace(out)
    except OSError as error:
        raise RelabelRefused(f"{out} cannot be written ({error.strerror}). Choose another place.") from error
    finally:
        half.unlink(missing_ok=True)
    return f"{count_words(changed, 'label')} repaired in {count_words(rows, 'row')}: {out}"


def exported_bytes(at: Relabelling) -> bytes:
    """The same as a file to take away; errors as there."""
    with TemporaryDirectory(prefix="callit-") as scratch:
        out = Path(scratch) / exported_name(at)
        export_table(at, out)
        return out.read_bytes()


def exported_name(at: Relabelling) -> str:
    """What the new file is called, after the table: `tweets repaired.csv`."""
    return f"{at.table.data_file.name.split('.')[0] or 'table'} repaired.csv"


def _separator(at: Relabelling, out: Path) -> str:
    if at.answers.label_made:
        raise RelabelRefused(
            f"The classes were made of numbers ({at.answers.label_made}), and which number a repaired row should have "
            "nobody has said. The answers are used by the next session all the same."
        )
    if out.exists():
        raise RelabelRefused(f"{out} is there already. Name a new file, so that nothing is overwritten.")
    found = _SEPARATORS.get(out.suffix.lower())
    if found is None:
        raise RelabelRefused(f"{out.name} has an ending that is not written here. Let it end in .csv or .tsv.")
    return found


def _repaired(at: Relabelling) -> Iterator[tuple[pd.DataFrame, int]]:
    """The rows of the table in portions, and how many of each have another label now."""
    result = read_result(at.run_folder)
    off = result.cleaning.left_off if result is not None and result.cleaning is not None else ()
    answers = at.answers.repaired
    mended = normalise([one.text for one in answers], rules_off=off)
    decided = [Decided(text, one.answer) for text, one in zip(mended, answers, strict=True)]
    label = at.table.label_column
    for frame in read_in_order(at.table.data_file, rows_at_once=_ROWS_AT_ONCE, asked=at.table.text_columns):
        texts = normalise(joined_texts(frame, at.table.text_columns), rules_off=off)
        cells = frame[label].fillna("").astype(str).tolist()
        new = [_cell(cell, said) for cell, said in zip(cells, decided_of(texts, decided), strict=True)]
        yield frame.assign(**{label: new}), sum(one != other for one, other in zip(cells, new, strict=True))


def _cell(cell: str, said: str | None) -> str:
    """What stands in the label's cell; one that says the same in other letters stays as it is."""
    is_same = said is None or cell.strip().casefold() == said.casefold()
    return cell if is_same or said is None else said


def _write(frames: Iterator[tuple[pd.DataFrame, int]], path: Path, separator: str) -> tuple[int, int]:
    rows = changed = 0
    columns = None
    for frame, some in frames:
        columns = frame.columns if columns is None else columns
        same = frame.reindex(columns=columns)
        same.to_csv(path, index=False, sep=separator, mode="a" if rows else "w", header=not rows)
        rows, changed = rows + len(frame), changed + some
    return rows, changed
