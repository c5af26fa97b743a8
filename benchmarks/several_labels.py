"""Several labels a row: `callit train --labels` beside a plain logistic regression per label, on the same rows.

    CALLIT_DATASETS=... python -m benchmarks.several_labels [--timebox 2m --timebox 5m] [--plain-only]
    python -m benchmarks.several_labels --table comments.csv --text comment --labels toxic,insult

Reads the table, leaves out repeated texts, gives each row a part (of 10 rows 7 to train on, 1 for validation, 2 held
out; seeded) and writes it anew as UTF-8. The plain side is one-versus-rest logistic regression on words and word pairs,
once with its own line at 0.5, once with a line per label that is best on the validation rows. Both sides answer with a
probability and a decision per label for each held-out row; one function scores them. Prints a Markdown table: macro-F1
over labels, micro-F1, mean ROC AUC, the difference to the better plain macro-F1 with its 95 % interval, and seconds.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.multiclass import OneVsRestClassifier

from benchmarks.shared_sets import folder
from data.reading.read import read_in_order

CALLIT = Path(sys.executable).parent / "callit"
SET, TEXT = "text/id_hate_speech/re_dataset.csv", "Tweet"
LABELS = (
    "HS,Abusive,HS_Individual,HS_Group,HS_Religion,HS_Race,HS_Physical,HS_Gender,HS_Other,HS_Weak,HS_Moderate,HS_Strong"
)
_TRAIN, _DEV, _TEST = "train", "dev", "test"
_UNTIL = ((0.7, _TRAIN), (0.8, _DEV), (1.0, _TEST))  # cumulative shares of the rows
_SPLIT, _ROW = "split", "row"  # columns that are written beside those of the table
_YES = ("1", "1.0", "true", "yes")
_LINES = np.linspace(0.05, 0.95, 91)
_DRAWS = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Rows with their part in `split`; `truth` is (rows, labels), whether a row has a label."""

    frame: pd.DataFrame
    text: str
    labels: tuple[str, ...]
    truth: NDArray[np.bool_]

    def rows(self, *parts: str) -> NDArray[np.int64]:
        """Places of the rows of some parts."""
        return np.flatnonzero(self.frame[_SPLIT].isin(parts).to_numpy())

    @property
    def held_out(self) -> NDArray[np.bool_]:
        """What is true of the held-out rows."""
        return self.truth[self.rows(_TEST)]


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What one side says of the held-out rows: probability and decision, each (rows, labels)."""

    name: str
    probabilities: NDArray[np.float64]
    decided: NDArray[np.bool_]
    seconds: float


def main() -> None:
    """Run both sides, and print a row for each."""
    asked = _parser().parse_args()
    labels = tuple(name.strip() for name in asked.labels.split(","))
    table = read_parts(Path(asked.table or folder() / SET), asked.text, labels, asked.seed)
    print(f"{len(table.frame):,} rows, {len(table.held_out):,} held out; {len(labels)} labels\n")
    print("| side | macro-F1 | micro-F1 | mean ROC AUC | macro-F1, difference (95 %) | seconds |")
    print("|---|---|---|---|---|---|", flush=True)
    plain = plain_sides(table)
    best = max(plain, key=lambda side: macro_f1(table.held_out, side.decided))
    for side in plain:
        print(row(table, side, best), flush=True)
    for timebox in () if asked.plain_only else asked.timebox or ("2m", "5m"):
        print(row(table, callit_side(table, timebox, asked.seed), best), flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--table")
    parser.add_argument("--text", default=TEXT)
    parser.add_argument("--labels", default=LABELS)
    parser.add_argument("--timebox", action="append")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--plain-only", action="store_true")
    return parser


def read_parts(path: Path, text: str, labels: Sequence[str], seed: int) -> Table:
    """The table, each text once, with a part for every row; its encoding is found by the reader that `callit` has."""
    frame = pd.concat(read_in_order(path)).drop_duplicates(text).reset_index(drop=True)
    draws = np.random.default_rng(seed).permutation(len(frame)) / len(frame)
    parts = [next(part for until, part in _UNTIL if draw < until) for draw in draws]
    frame = frame[[text, *labels]].copy()
    frame[_SPLIT], frame[_ROW] = parts, np.arange(len(frame))
    cells = frame[list(labels)].apply(lambda column: column.str.strip().str.casefold())
    return Table(frame, text, tuple(labels), cells.isin(_YES).to_numpy(bool))


def plain_sides(table: Table) -> list[Answers]:
    """One logistic regression per label on words and word pairs; lines at 0.5, and as validation has them."""
    texts, began = table.frame[table.text].fillna(""), time.perf_counter()
    learn, dev, test = table.rows(_TRAIN), table.rows(_DEV), table.rows(_TEST)
    half = _plain(texts, table.truth, np.concatenate([learn, dev]))(test)
    half_s, again = time.perf_counter() - began, time.perf_counter()
    lines = best_lines(table.truth[dev], _plain(texts, table.truth, learn)(dev))
    fitted_s = half_s + time.perf_counter() - again
    return [
        Answers("plain, line at 0.5", half, half >= 0.5, half_s),
        Answers("plain, lines from validation", half, half >= lines, fitted_s),
    ]


def _plain(
    texts: pd.Series[str], truth: NDArray[np.bool_], rows: NDArray[np.int64]
) -> Callable[[NDArray[np.int64]], NDArray[np.float64]]:
    """What gives probabilities (rows, labels) for places of rows, learned from other rows."""
    counts = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    model = OneVsRestClassifier(LogisticRegression(C=10, max_iter=1_000))
    model.fit(counts.fit_transform(texts.iloc[rows]), truth[rows].astype(int))
    return lambda asked: np.asarray(model.predict_proba(counts.transform(texts.iloc[asked])))


def best_lines(truth: NDArray[np.bool_], probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """The line of each label (labels,) that has the best F1."""
    scores = np.stack([f1_of_labels(truth, probabilities >= line) for line in _LINES])
    return np.asarray(_LINES[scores.argmax(axis=0)])


def callit_side(table: Table, timebox: str, seed: int) -> Answers:
    """A real session on the table written anew, and what its model predicts for the held-out rows."""
    with tempfile.TemporaryDirectory() as folder_name:
        place = Path(folder_name)
        table.frame.to_csv(place / "table.csv", index=False)
        table.frame.iloc[table.rows(_TEST)][[_ROW, table.text]].to_csv(place / "held_out.csv", index=False)
        box = ["--split-column", _SPLIT, "--timebox", timebox, "--seed", str(seed), "--out", str(place / "model")]
        began = time.perf_counter()
        _callit("train", place / "table.csv", "--text", table.text, "--labels", ",".join(table.labels), *box)
        used_s = time.perf_counter() - began
        found = ["--text", table.text, "--out", str(place / "predicted.csv")]
        _callit("predict", place / "model", str(place / "held_out.csv"), *found)
        return _read_answers(place / "predicted.csv", table, f"callit, {timebox}", used_s)


def _callit(command: str, first: Path, *words: str) -> None:
    ran = subprocess.run([str(CALLIT), command, str(first), *words], capture_output=True, text=True, check=False)
    if ran.returncode:
        sys.exit(f"callit {command} ended with {ran.returncode}: {ran.stderr.strip().splitlines()[-1:]}")


def _read_answers(path: Path, table: Table, name: str, seconds: float) -> Answers:
    """Predictions in the order of the held-out rows, whatever their order in the file."""
    found = pd.read_csv(path, encoding="utf-8-sig", keep_default_na=False).set_index(_ROW)
    found = found.loc[table.frame[_ROW].iloc[table.rows(_TEST)]]
    probabilities = found[[f"probability_{label}" for label in table.labels]].to_numpy(float)
    return Answers(name, probabilities, decided(found["predicted_labels"], table.labels), seconds)


def decided(cells: Sequence[str] | pd.Series[str], labels: Sequence[str]) -> NDArray[np.bool_]:
    """Which labels stand in each cell, (cells, labels): names between semicolons, commas or bars.

    >>> decided(["a; b", ""], ["a", "b"]).tolist()
    [[True, True], [False, False]]
    """
    named = [set(re.split(r"\s*[;,|]\s*", cell.strip())) for cell in cells]
    return np.array([[label in found for label in labels] for found in named])


def row(table: Table, side: Answers, best: Answers) -> str:
    """A side's scores as a row of the table."""
    truth = table.held_out
    scores = [macro_f1(truth, side.decided), f1_score(truth, side.decided, average="micro")]
    scores.append(float(np.mean(list(_roc_aucs(truth, side.probabilities)))))
    shown = " | ".join(f"{score:.3f}" for score in scores)
    return f"| {side.name} | {shown} | {_difference(truth, side, best)} | {side.seconds:.0f} |"


def _roc_aucs(truth: NDArray[np.bool_], probabilities: NDArray[np.float64]) -> Iterator[float]:
    for own, found in zip(truth.T, probabilities.T, strict=True):
        if own.any() and not own.all():
            yield float(roc_auc_score(own, found))


def _difference(truth: NDArray[np.bool_], side: Answers, best: Answers) -> str:
    """Macro-F1 of a side less that of the better plain one, and what other held-out rows might have said of it."""
    if side is best:
        return ""
    draws = np.random.default_rng(0).integers(0, len(truth), (_DRAWS, len(truth)))
    found = [macro_f1(truth[draw], side.decided[draw]) - macro_f1(truth[draw], best.decided[draw]) for draw in draws]
    low, high = np.quantile(found, (0.025, 0.975))
    return f"{macro_f1(truth, side.decided) - macro_f1(truth, best.decided):+.3f} ({low:+.3f} to {high:+.3f})"


def macro_f1(truth: NDArray[np.bool_], said: NDArray[np.bool_]) -> float:
    """The mean of the labels' F1."""
    return float(f1_of_labels(truth, said).mean())


def f1_of_labels(truth: NDArray[np.bool_], said: NDArray[np.bool_]) -> NDArray[np.float64]:
    """F1 of each label (labels,); 0 where a label is neither there nor said.

    >>> f1_of_labels(np.array([[True, False], [True, False]]), np.array([[True, False], [True, True]])).tolist()
    [1.0, 0.0]
    """
    both, all_named = (truth & said).sum(axis=0), truth.sum(axis=0) + said.sum(axis=0)
    return np.asarray(2 * both / np.maximum(1, all_named))


if __name__ == "__main__":
    main()
