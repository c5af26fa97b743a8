"""How far the learning curve can be believed: trainings twice as long as those that it was drawn from.

    CALLIT_DATASETS=... python -m benchmarks.learning_curves [--only clickbait] [--seeds 2] [--epochs 3 9]

A short session reads, cleans and encodes each shared text set. Then, for each seed and length, three whole trainings
(a ninth, a third, and all of the epochs) give a curve as a session draws it; a fourth of twice the epochs says what
came. Prints a Markdown table, how often the 80 % band held what came, and the mean absolute error of the gain.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.shared_sets import SETS, TextSet
from model.judging.learning_curve import Rung, measure_curve
from model.judging.scores import metric_value
from model.session.resume import KeptSession, load_session
from model.text.word_vectors import word_vectors
from model.training.learner import Learner
from model.training.training_set import TrainingTime

CALLIT = Path(sys.executable).parent / "callit"
METRIC = "macro_f1"
TRAINED_S = 240.0  # longest training of a case: sets on which it would take longer get fewer epochs


@dataclass(frozen=True)
class Case:
    """One promise, and what came of it: gains on validation with the band of the promise."""

    name: str
    seed: int
    epochs: float
    standing: str
    promised: float
    low: float
    high: float
    came: float

    @property
    def is_held(self) -> bool:
        return self.low <= self.came <= self.high


def prepared(one: TextSet, folder: Path) -> KeptSession:
    """Read, cleaned and encoded by a session of one epoch."""
    out = folder / one.name
    words = [str(one.path), "--text", one.text, "--label", one.label, "--timebox", "3m", "--epochs", "1"]
    subprocess.run([CALLIT, "train", *words, "--out", str(out)], check=True, capture_output=True)
    kept = load_session(out)
    if kept is None:
        sys.exit(f"The session on {one.name} kept nothing to train on.")
    return kept


def trained(kept: KeptSession, epochs: float, seed: int) -> Rung:
    """One whole training from new weights."""
    encoded, shape = kept.encoded, kept.encoded.shape
    learner = Learner(
        shape,
        encoded.training,
        encoded.validation,
        metric=METRIC,
        decision=kept.fitted.model.decision,
        seed=seed,
        word_vectors=word_vectors(encoded.training.tokens, shape.vocabulary, shape.embedding),
    )
    rows, begun = len(encoded.training), time.perf_counter()
    outcome = learner.train(TrainingTime(rows, lambda: 0.0, epochs=epochs))
    probabilities = kept.fitted.model.decision.probabilities(outcome.best.logits)
    return Rung(time.perf_counter() - begun, rows, epochs, probabilities)


def case(name: str, kept: KeptSession, epochs: float, seed: int) -> Case:
    """A promise from three trainings, and a fourth that is twice as long as the last."""
    labels = kept.fitted.data.validation.labels
    rungs = [trained(kept, epochs / part, seed + place) for place, part in enumerate((9, 3, 1))]
    verdict = measure_curve(rungs, labels, METRIC).verdict
    longer = trained(kept, 2 * epochs, seed + 3)
    came = metric_value(METRIC, longer.probabilities, labels) - metric_value(METRIC, rungs[-1].probabilities, labels)
    return Case(name, seed, epochs, verdict.standing, verdict.value, verdict.low, verdict.high, came)


def cases(one: TextSet, seeds: int, lengths: list[float]) -> Iterator[Case]:
    """All cases of a set; longer ones are left out where they would take too long."""
    with tempfile.TemporaryDirectory() as folder:
        kept = prepared(one, Path(folder))
    epoch_s = trained(kept, 1, seed=0).train_s
    for epochs in lengths:
        if 2 * epochs * epoch_s <= TRAINED_S:
            for seed in range(seeds):
                yield case(one.name, kept, epochs, 10 * seed + 1)


def main() -> None:
    """Run the cases, print a row for each, and what they say together."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", choices=[one.name for one in SETS])
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--epochs", type=float, nargs="+", default=[3.0, 9.0])
    asked = parser.parse_args()
    print("| set | seed | epochs | answer | promised, points | 80 % band | came | held |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    found = []
    for one in SETS:
        if not asked.only or one.name in asked.only:
            for done in cases(one, asked.seeds, asked.epochs):
                found.append(done)
                print(row(done), flush=True)
    print(summary(found))


def row(done: Case) -> str:
    """One case, as a row of the table."""
    promised, low, high, came = (f"{100 * value:+.1f}" for value in (done.promised, done.low, done.high, done.came))
    held = "yes" if done.is_held else "no"
    name = f"{done.name} | {done.seed} | {done.epochs:g}"
    return f"| {name} | {done.standing} | {promised} | {low} to {high} | {came} | {held} |"


def summary(found: list[Case]) -> str:
    """How often the band held, the mean absolute error, and the same without "cannot tell"."""
    told = [done for done in found if done.standing != "cannot tell"]
    parts = []
    for words, some in (("all", found), ("those that were told", told)):
        known = [done for done in some if np.isfinite(done.promised)]
        if known:
            held = sum(done.is_held for done in known)
            error = 100 * np.mean([abs(done.promised - done.came) for done in known])
            parts.append(f"Of {words}: the band held {held} of {len(known)}; mean absolute error {error:.2f} points.")
    return "\n".join(parts)


if __name__ == "__main__":
    main()
