"""Labelling texts with the model of a session, in a process of its own: TensorFlow never enters this one."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from model.protocol.run_folder import LABEL_COLUMN, LABELS_COLUMN, PROBABILITY_COLUMN, positive_column
from planner.domain.errors import CallItError
from planner.error_log import why_it_ended

PREVIEW_ROWS = 10
_TEXT_KEY = "text"


class PredictionFailed(CallItError):
    """The texts could not be labelled: an unreadable file, a missing column, a model that is not whole, no memory."""


@dataclass(frozen=True, slots=True, eq=False)
class Predicted:
    """A labelled file: where it lies, how many rows in words, and its first rows with the answers in front."""

    path: Path
    words: str
    head: pd.DataFrame


def write_labelled(run_folder: Path, file: Path, *, text_columns: Sequence[str] = (), out: Path) -> str:
    """Write `file` with label and probability added to `out`; takes the seconds that the model needs to load.

    `text_columns` are as many as in the training, in that order; none: those of the training. Returns what there is to
    say: how many rows, and where they are.

    Raises
    ------
    PredictionFailed
        With one sentence.
    """
    command = [sys.executable, "-P", "-m", "model.folder.predict", str(run_folder), str(file), "--out", str(out)]
    columns = [f"--text={column}" for column in text_columns]
    try:
        done = subprocess.run([*command, *columns], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except OSError as error:
        raise PredictionFailed(f"Labelling could not be started ({error.strerror}). Try again.") from error
    message = done.stderr.decode("utf-8", errors="replace").strip()
    if done.returncode:
        raise PredictionFailed(why_it_ended("Labelling", done.returncode, message))
    return message.splitlines()[-1] if message else "Labelled"


def predict_file(run_folder: Path, file: Path, *, text_columns: Sequence[str], out: Path) -> Predicted:
    """The same to a .csv file, with its first rows to look at."""
    message = write_labelled(run_folder, file, text_columns=text_columns, out=out)
    return read_again(out, message.partition(":")[0])


def predict_texts(run_folder: Path, texts: Sequence[str]) -> pd.DataFrame:
    """One row per text, in order: text, predicted_label and predicted_probability (0 to 1).

    Of several labels text, predicted_labels (those that are said, in one cell) and probability_NAME of each label.

    Raises
    ------
    PredictionFailed
        With one sentence.
    """
    return _answers_first(_predict_rows(run_folder, [{_TEXT_KEY: text} for text in texts]))


def predict_parts(run_folder: Path, parts: Mapping[str, str]) -> pd.DataFrame:
    """The same of one text that has a part for each column of the training, in its order."""
    labelled = _predict_rows(run_folder, [parts])
    labelled[_TEXT_KEY] = " | ".join(parts.values())
    return _answers_first(labelled)


def _answers_first(labelled: pd.DataFrame) -> pd.DataFrame:
    """The text and what was said of it; answers stand behind all columns of the input."""
    if LABELS_COLUMN not in labelled:
        return labelled[[_TEXT_KEY, LABEL_COLUMN, PROBABILITY_COLUMN]]
    return labelled[[_TEXT_KEY, LABELS_COLUMN, *_probabilities_of_labels(labelled)]]


def _probabilities_of_labels(labelled: pd.DataFrame) -> list[str]:
    """The columns that hold the probability of each label."""
    behind = labelled.columns[list(labelled.columns).index(LABELS_COLUMN) + 1 :]
    return [str(column) for column in behind if str(column).startswith(positive_column(""))]


def _predict_rows(run_folder: Path, rows: Sequence[Mapping[str, str]]) -> pd.DataFrame:
    with tempfile.TemporaryDirectory(prefix="callit-") as scratch:
        typed, out = Path(scratch) / "typed.jsonl", Path(scratch) / "labelled.csv"
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        typed.write_text("\n".join(lines) + "\n", encoding="utf-8")
        write_labelled(run_folder, typed, text_columns=tuple(rows[0]), out=out)
        labelled = _read(out)
    is_one = PROBABILITY_COLUMN in labelled
    numbers = [PROBABILITY_COLUMN] if is_one else _probabilities_of_labels(labelled)
    return labelled.astype(dict.fromkeys(numbers, float))


def read_again(path: Path, words: str) -> Predicted:
    """A file that was labelled before.

    Raises
    ------
    PredictionFailed
        When it is not there any more.
    """
    try:
        return Predicted(path, words, _head(path))
    except OSError as error:
        raise PredictionFailed(f"{path} is not there any more. Label the file again.") from error


def labelled_place(home: Path, session_id: str, file: Path) -> Path:
    """Where `file`, labelled with the model of a session, is kept; a file of the same name takes its place.

    >>> labelled_place(Path("home"), "s1", Path("data/new.csv.gz")).as_posix()
    'home/predictions/s1/new labelled.csv'
    """
    return home / "predictions" / session_id / f"{file.name.split('.')[0] or 'file'} labelled.csv"


def labelled_files(home: Path, session_id: str) -> list[Path]:
    """The files that were labelled with the model of a session, the newest first."""
    files = (home / "predictions" / session_id).glob("* labelled.csv")
    return sorted(files, key=lambda path: path.stat().st_mtime, reverse=True)


def _head(path: Path) -> pd.DataFrame:
    head = _read(path, rows=PREVIEW_ROWS)
    if LABELS_COLUMN in head and PROBABILITY_COLUMN not in head:
        answers = [LABELS_COLUMN, *_probabilities_of_labels(head)]
    else:
        behind = head.columns[list(head.columns).index(PROBABILITY_COLUMN) + 1 :]  # the positive side's, if any
        answers = [LABEL_COLUMN, PROBABILITY_COLUMN, *behind]
    return head[[*answers, *(column for column in head.columns if column not in answers)]]


def _read(path: Path, rows: int | None = None) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False, nrows=rows)
