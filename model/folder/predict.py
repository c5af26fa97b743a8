"""`python -P -m model.folder.predict FOLDER FILE --out OUT [--text COLUMN ...]`: label every row of a table."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from data.errors import DataError, WrongColumn
from data.reading.read import read_head, read_in_order
from data.reading.text_columns import check_columns, joined_texts
from model.folder.answers import Columns, class_columns, label_columns
from model.folder.manifest import read_manifest
from model.judging.decision import Probabilities
from model.protocol.any_text import speak_plainly
from model.protocol.errors import ModelError
from model.protocol.manifest import Provenance

if TYPE_CHECKING:
    from model.folder.predictor import Predictor

_ROWS_AT_ONCE = 20_000
_SEPARATORS = {".csv": ",", ".txt": ",", ".tsv": "\t", ".tab": "\t"}


def predict_file(folder: Path, file: Path, out: Path, *, text_columns: Sequence[str] = ()) -> int:
    """Write the table with `predicted_label` and `predicted_probability` added; returns how many rows it has.

    Where a line through numbers made the classes, `probability_NAME` is that of the positive side, even if unlikely.
    Where a text may have several labels, `predicted_labels` has those that are said, in one cell with a mark between
    them, and `probability_NAME` stands beside it for each label. Columns of these names take the place of former ones.
    The rows keep their order and their other columns (of JSON Lines, those of the first 20,000 rows); a file of any
    size passes through some rows at a time. `out` appears only when it is whole: CSV, or TSV by its ending.
    `text_columns`: one for each that the model was trained on, in that order; none: those of the training.

    Raises
    ------
    ModelFolderError
        The folder holds no model that can be used.
    DataError
        The file cannot be read, or has not the columns; or `out` has another ending.
    OSError
        `out` cannot be written.
    """
    separator = _separator(out)
    columns = _columns(read_manifest(folder).provenance.text_columns, text_columns)
    _require(columns, file)
    out.parent.mkdir(parents=True, exist_ok=True)
    half = out.with_name(f".{out.name}.half")
    try:
        rows = _write(_labelled(folder, file, columns), half, separator=separator)
        half.replace(out)
    finally:
        half.unlink(missing_ok=True)
    return rows


def _separator(out: Path) -> str:
    """Commas or tabs, by the ending; anything else would be a CSV file that says it is something else."""
    found = _SEPARATORS.get(out.suffix.lower())
    if found is None:
        raise DataError(f"{out.name} has an ending that is not written here. Let it end in .csv or .tsv.")
    return found


def _columns(trained_on: Sequence[str], asked: Sequence[str]) -> Sequence[str]:
    """The columns to read, as many as the model was trained on."""
    check_columns(asked)
    needed = trained_on or ("text",)
    if asked and len(asked) != len(needed):
        columns = "1 column" if len(needed) == 1 else f"{len(needed)} columns"
        raise WrongColumn(
            f"The model was trained on {columns} of texts ({', '.join(needed)}), and --text names {len(asked)} "
            f"({', '.join(asked)}). Give --text once for each of them, in this order."
        )
    return asked or needed


def _require(columns: Sequence[str], file: Path) -> None:
    """Refuse a file that lacks one of the columns, and name all that it lacks."""
    has = [str(name) for name in read_head(file, asked=columns).frame.columns]
    missing = [f"'{column}'" for column in columns if column not in has]
    if not missing:
        return
    found = f"Column {missing[0]} not found" if len(missing) == 1 else f"Columns {', '.join(missing)} not found"
    needed = "" if len(columns) == 1 else f" The model was trained on the columns {', '.join(columns)}."
    raise WrongColumn(f"{found} in {file.name}. It has: {', '.join(has)}.{needed}")


def _labelled(folder: Path, file: Path, columns: Sequence[str]) -> Iterator[pd.DataFrame]:
    from model.folder.predictor import load_model

    predictor, origin = load_model(folder), read_manifest(folder).provenance
    for frame in read_in_order(file, rows_at_once=_ROWS_AT_ONCE, asked=columns):
        probabilities = predictor.probabilities(joined_texts(frame, columns).tolist())
        yield frame.assign(**_answers(predictor, probabilities, origin))


def _answers(predictor: Predictor, probabilities: Probabilities, origin: Provenance) -> Columns:
    if predictor.several_labels:
        names, thresholds = predictor.classes, predictor.thresholds
        return label_columns(probabilities, names, thresholds, separator=origin.tag_separator)
    return class_columns(probabilities, predictor.classes, positive=origin.positive_label)


def _write(frames: Iterable[pd.DataFrame], path: Path, *, separator: str) -> int:
    """Write frames below each other, with the columns of the first; returns their rows."""
    rows, columns = 0, None
    for frame in frames:
        columns = frame.columns if columns is None else columns
        same = frame.reindex(columns=columns)
        same.to_csv(path, index=False, sep=separator, mode="a" if rows else "w", header=not rows)
        rows += len(frame)
    return rows


def main(arguments: list[str]) -> int:
    """Exit code 0 done, 1 with one sentence on stderr."""
    speak_plainly()
    parser = argparse.ArgumentParser(prog="callit predict")
    parser.add_argument("folder", type=Path)
    parser.add_argument("file", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--text", action="append", default=[])
    given = parser.parse_args(arguments)
    try:
        rows = predict_file(given.folder, given.file, given.out, text_columns=given.text)
    except (DataError, ModelError) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{given.out} cannot be written ({error.strerror}). Choose another place.", file=sys.stderr)
        return 1
    print(f"{rows:,} rows labelled: {given.out}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # TensorFlow's own teardown takes seconds
