"""How good the suspects are, and whether the 80 % band of what repairing them would bring holds.

    CALLIT_DATASETS=... python -m benchmarks.relabel_gain [SET ...] [--shares 5,10,20] [--answers 20,50] [--rows 6000]
        [--first-seed 0] [--seeds 1]

Labels of the shared sets are changed, at random or to the class that a model confuses most with their own; the truth is
what the table said. Validation is changed alike: it is as dirty as a person's. Of the training texts the surest
suspects are answered with the truth, the gain of the rest is predicted from them as a session does, then they are
answered too and the gain is measured. Printed: how many of the first 100 suspects were changed, and how often the band
held what came.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.shared_sets import SETS, TextSet, named
from data.cleaning.clean import clean
from data.reading.read import read_table
from model.judging.decision import softmax
from model.judging.intervals import paired_difference
from model.ngram.benchmark import fit_benchmark
from model.protocol.label_answers import LabelAnswer
from model.protocol.result import DataFacts
from model.session.answers_worth import Bench, decided_labels, worth_of
from model.session.benchmark_stage import FittedBenchmark
from model.session.data_stages import Part, SessionData
from model.session.suspect_desk import training_suspects

FRESH = {"id_hate_speech": TextSet("id_hate_speech", "id_hate_speech/re_dataset.csv", "Tweet", "HS")}
METRIC = "macro_f1"
SECONDS_A_FIT = 600.0  # nothing is hurried here

Labels = NDArray[np.int64]


@dataclass(frozen=True)
class Dirty:
    """A set with changed labels, fitted as a session does; `truth` are the labels that training texts had."""

    fitted: FittedBenchmark
    truth: dict[str, int]

    @property
    def classes(self) -> tuple[str, ...]:
        return self.fitted.data.classes


def main() -> None:
    """Print a line for each set, way, share and number of answers, and the rates of all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", default=[one.name for one in SETS])
    parser.add_argument("--shares", default="5,10,20")
    parser.add_argument("--answers", default="20,50")
    parser.add_argument("--rows", type=int, default=6_000)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--first-seed", type=int, default=0)
    asked = parser.parse_args()
    held: list[bool] = []
    say("set way share suspects wrong_of_100 answered predicted low high came held")
    for text_set in (FRESH.get(name) or named(name) for name in asked.sets):
        for seed in range(asked.first_seed, asked.first_seed + asked.seeds):
            texts, labels, classes = rows_of(text_set, asked.rows, seed)
            for way in ("random", "confusable") if len(classes) > 2 else ("random",):  # of two they are one
                for share in (int(one) / 100 for one in asked.shares.split(",")):
                    dirty = made_dirty(texts, labels, classes, way=way, share=share, seed=seed)
                    for words, is_held in tried(dirty, [int(one) for one in asked.answers.split(",")]):
                        say(f"{text_set.name} {way} {100 * share:.0f}% {words}")
                        held.append(is_held)
    say(f"the 80 % band held {sum(held)} of {len(held)}: {100 * np.mean(held):.0f} %")


def rows_of(text_set: TextSet, most: int, seed: int) -> tuple[list[str], Labels, tuple[str, ...]]:
    """Clean texts of a set in random order, with the positions of their classes."""
    table = read_table(text_set.path, seed=seed, time_left_s=lambda: SECONDS_A_FIT)
    frame = clean(table.frame[text_set.text], table.frame[text_set.label]).frame
    frame = frame.sample(n=min(most, len(frame)), random_state=seed)
    classes = tuple(sorted(set(frame["label"])))
    place = {name: at for at, name in enumerate(classes)}
    return frame["text"].tolist(), frame["label"].map(place).to_numpy(np.int64), classes


def made_dirty(
    texts: list[str], labels: Labels, classes: tuple[str, ...], *, way: str, share: float, seed: int
) -> Dirty:
    """A share of the labels changed, split into training and validation, and fitted."""
    random = np.random.default_rng(seed)
    confused = confusions(texts, labels, classes, seed) if way == "confusable" else None
    given = labels.copy()
    for row in np.flatnonzero(random.random(len(labels)) < share):
        odds = np.ones(len(classes)) if confused is None else confused[labels[row]].copy()
        odds[labels[row]] = 0.0
        given[row] = random.choice(len(classes), p=odds / odds.sum())
    cut = int(0.8 * len(texts))
    train, validation = Part(texts[:cut], given[:cut]), Part(texts[cut:], given[cut:])
    data = SessionData(classes, train, validation, Part([], given[:0]), "", DataFacts())
    fit = fit_benchmark(train.texts, train.labels, len(classes), seed=seed, time_left_s=lambda: SECONDS_A_FIT)
    fitted = FittedBenchmark(data, fit.model, fit.out_of_fold_logits, {})
    return Dirty(fitted, dict(zip(train.texts, labels[:cut].tolist(), strict=True)))


def confusions(texts: list[str], labels: Labels, classes: tuple[str, ...], seed: int) -> NDArray[np.float64]:
    """How much probability a model that has not seen a text gives each class (true class, class)."""
    fit = fit_benchmark(texts, labels, len(classes), seed=seed, time_left_s=lambda: SECONDS_A_FIT)
    probabilities = softmax(fit.out_of_fold_logits)
    rows = [probabilities[labels == at].mean(axis=0) for at in range(len(classes))]
    return np.stack(rows) + 1e-9


def tried(dirty: Dirty, answered: list[int]) -> Iterator[tuple[str, bool]]:
    """For so many answers: what the rest was predicted to bring, and what it brought."""
    bench = Bench.of(dirty.fitted, METRIC)
    doubted = training_suspects(dirty.fitted.data, dirty.fitted.out_of_fold_logits, ())
    said = [answer_of(dirty, doubted.part, int(row), doubted.probabilities[row]) for row in doubted.rows]
    wrong = sum(not one.is_kept for one in said[:100])
    everything = bench.probabilities(decided_labels(bench, said))
    for count in (number for number in answered if number < len(said)):
        worth = worth_of(bench, said[:count])
        if worth.ahead is None:
            continue
        now = bench.probabilities(decided_labels(bench, said[:count]))
        came = paired_difference(everything, now, bench.validation, METRIC, resamples=2).value
        is_held = worth.ahead.low <= came <= worth.ahead.high
        figures = " ".join(
            f"{100 * part:+.2f}" for part in (worth.ahead.value, worth.ahead.low, worth.ahead.high, came)
        )
        of_first = f"{wrong}/{min(100, len(said))}"
        yield f"{len(said)} {of_first} {count} {figures} {'yes' if is_held else 'no'}", is_held


def answer_of(dirty: Dirty, part: Part, row: int, probabilities: NDArray[np.float64]) -> LabelAnswer:
    """What somebody who knows the truth says."""
    label, likelier = dirty.classes[part.labels[row]], dirty.classes[int(probabilities.argmax())]
    truth = dirty.classes[dirty.truth[part.texts[row]]]
    return LabelAnswer(part.texts[row], label, likelier, truth, float(probabilities.max()), 0.0)


def say(line: str) -> None:
    """Print at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
