"""One table with its parts, and what a real session, or another process, says of its held-out texts."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from model.judging.intervals import IntervalEstimate, paired_difference
from model.judging.scores import metric_value
from model.protocol.result import SessionResult
from model.protocol.run_folder import RESULT_FILE

CALLIT = Path(sys.executable).parent / "callit"
TEXT, LABEL, SPLIT, ROW = "text", "label", "split", "row"
TRAIN, DEV, TEST = "train", "dev", "test"
_UNTIL = ((0.8, TRAIN), (0.9, DEV), (1.0, TEST))  # cumulative shares of the rows


@dataclass(frozen=True, slots=True)
class Answers:
    """The label said of each held-out text, in their order, and the seconds from the start of the process to its exit.

    `result` is what a session left.
    """

    labels: list[str]
    seconds: float
    result: SessionResult | None = None


def with_parts(texts: Sequence[str], labels: Sequence[str], seed: int) -> pd.DataFrame:
    """Each text once, with its label and a part by lot: of 10 rows 8 to train on, 1 for validation, 1 held out."""
    frame = pd.DataFrame({TEXT: list(texts), LABEL: list(labels)}).drop_duplicates(TEXT).reset_index(drop=True)
    draws = np.random.default_rng(seed).permutation(len(frame)) / len(frame)
    frame[SPLIT] = [next(part for until, part in _UNTIL if draw < until) for draw in draws]
    frame[ROW] = np.arange(len(frame))
    return frame


def held_out(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that are held out."""
    return frame[frame[SPLIT] == TEST]


def session(frame: pd.DataFrame, timebox: str, seed: int, *further: str) -> Answers:
    """A real session on the table, and what its model predicts of the held-out texts; the seconds are the session's."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        frame.to_csv(place / "table.csv", index=False)
        held_out(frame)[[ROW, TEXT]].to_csv(place / "held_out.csv", index=False)
        columns = ["--text", TEXT, "--label", LABEL, "--split-column", SPLIT]
        box = ["--timebox", timebox, "--seed", str(seed), "--out", str(place / "model")]
        began = time.perf_counter()
        run(str(CALLIT), "train", str(place / "table.csv"), *columns, *box, *further)
        used_s = time.perf_counter() - began
        out = ["--text", TEXT, "--out", str(place / "said.csv")]
        run(str(CALLIT), "predict", str(place / "model"), str(place / "held_out.csv"), *out)
        result = SessionResult.parse((place / "model" / RESULT_FILE).read_text(encoding="utf-8"))
        return Answers(read_labels(place / "said.csv", frame), used_s, result)


def read_labels(path: Path, frame: pd.DataFrame) -> list[str]:
    """The labels said in a file, in the order of the held-out rows."""
    said = pd.read_csv(path, encoding="utf-8-sig", dtype=str, keep_default_na=False)
    label_of = dict(zip(said[ROW].astype(int), said["predicted_label"], strict=True))
    return [label_of[row] for row in held_out(frame)[ROW]]


def run(*words: str) -> None:
    """Run a command to its end; its last words where it fails."""
    ran = subprocess.run(words, capture_output=True, text=True, check=False)
    if ran.returncode:
        sys.exit(f"{Path(words[0]).name} {words[1]} ended with {ran.returncode}: {ran.stderr.strip()[-300:]}")


def macro_f1(frame: pd.DataFrame, said: Sequence[str]) -> float:
    """Of the held-out texts."""
    names, truth = _numbered(frame)
    return float(metric_value("macro_f1", _as_probabilities(names, said), truth))


def difference(frame: pd.DataFrame, said: Sequence[str], other: Sequence[str]) -> IntervalEstimate:
    """Macro-F1 of one side less that of the other, with its 95 % interval: a paired bootstrap of the held-out texts."""
    names, truth = _numbered(frame)
    return paired_difference(_as_probabilities(names, said), _as_probabilities(names, other), truth, "macro_f1")


def difference_words(found: IntervalEstimate) -> str:
    """A difference as a cell of a table.

    >>> difference_words(IntervalEstimate(0.0123, -0.001, 0.02))
    '+.012 (-.001 to +.020)'
    """
    value, low, high = (f"{number:+.3f}".replace("0.", ".") for number in (found.value, found.low, found.high))
    return f"{value} ({low} to {high})"


def stage_words(result: SessionResult | None) -> str:
    """The seconds of each stage of a session."""
    return ", ".join(f"{stage.stage} {stage.used_s:.1f}" for stage in result.stages) if result else ""


def _numbered(frame: pd.DataFrame) -> tuple[list[str], NDArray[np.int64]]:
    """The labels, and the place of each held-out text's own among them."""
    names = sorted(set(frame[LABEL]) - {""})
    return names, np.array([names.index(label) for label in held_out(frame)[LABEL]])


def _as_probabilities(names: Sequence[str], said: Sequence[str]) -> NDArray[np.float64]:
    """1 for the label that was said of each text."""
    return np.eye(len(names))[[names.index(label) for label in said]]
