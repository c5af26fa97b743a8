"""`python -P -m model.folder.predict FOLDER FILE --out OUT [--text COLUMN]`: label every row of a table."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from data.errors import DataError
from data.reading.columns import require_column
from data.reading.read import read_head, read_in_order
from model.folder.manifest import read_manifest
from model.protocol.any_text import speak_plainly
from model.protocol.errors import ModelError
from model.protocol.run_folder import LABEL_COLUMN, PROBABILITY_COLUMN, positive_column

_ROWS_AT_ONCE = 20_000
_SEPARATORS = {".csv": ",", ".txt": ",", ".tsv": "\t", ".tab": "\t"}


def predict_file(folder: Path, file: Path, out: Path, *, text_column: str | None = None) -> int:
    """Write the table with `predicted_label` and `predicted_probability` added; returns how many rows it has.

    Where a line through numbers made the classes, `probability_NAME` is that of the positive side, even if unlikely.
    The rows keep their order and their other columns (of JSON Lines, those of the first 20,000 rows); a file of any
    size passes through some rows at a time. `out` appears only when it is whole: CSV, or TSV by its ending.

    Raises
    ------
    ModelFolderError
        The folder holds no model that can be used.
    DataError
        The file cannot be read, or has not the column; or `out` has another ending.
    OSError
        `out` cannot be written.
    """
    separator = _separator(out)
    column = text_column or read_manifest(folder).provenance.text_column or "text"
    require_column(read_head(file, asked=(column,)).frame, column, file.name)
    out.parent.mkdir(parents=True, exist_ok=True)
    half = out.with_name(f".{out.name}.half")
    try:
        rows = _write(_labelled(folder, file, column), half, separator=separator)
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


def _labelled(folder: Path, file: Path, column: str) -> Iterator[pd.DataFrame]:
    from model.folder.predictor import load_model

    predictor = load_model(folder)
    positive = read_manifest(folder).provenance.positive_label
    for frame in read_in_order(file, rows_at_once=_ROWS_AT_ONCE, asked=(column,)):
        texts = frame[column].tolist() if column in frame else [""] * len(frame)  # JSON Lines: keys come and go
        probabilities = predictor.probabilities(texts)
        best = probabilities.argmax(axis=1)
        chosen = probabilities[np.arange(len(best)), best].round(6)
        labels = np.array(predictor.classes, object)[best]
        answers = {LABEL_COLUMN: labels, PROBABILITY_COLUMN: chosen}
        if positive in predictor.classes:
            answers[positive_column(positive)] = probabilities[:, predictor.classes.index(positive)].round(6)
        yield frame.assign(**answers)


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
    parser.add_argument("--text")
    given = parser.parse_args(arguments)
    try:
        rows = predict_file(given.folder, given.file, given.out, text_column=given.text)
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
