"""`python -P -m model.session.answers_worth RUN_FOLDER ANSWERS_FILE [AHEAD]`: what answers about labels are worth.

The n-gram model is fitted again on the texts that the session kept, once with the labels it learned from and once with
those that were decided; both are judged on validation, whose labels stay. What the rest could bring is tried out: of
the suspects that nobody has answered, as many are given the likelier label as were really wrong among those answered
(a beta posterior; Gelman et al. 2013, "Bayesian Data Analysis"), the model is fitted again, several times over, and
validation is drawn anew each time (Efron & Tibshirani 1993).
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from data.cleaning.clean import normalise
from data.cleaning.decided import Decided, decided_of
from model.judging.decision import softmax
from model.judging.intervals import paired_difference, resampled_weights
from model.judging.scores import weighted_metric
from model.ngram.calibration import calibrate
from model.ngram.linear import fit_linear
from model.protocol.any_text import speak_plainly
from model.protocol.config import SessionConfig
from model.protocol.errors import ModelError
from model.protocol.label_answers import LabelAnswer, LabelAnswers, answers_in
from model.protocol.metrics import lower_is_better
from model.protocol.order import DEFAULT_SEED
from model.protocol.suspect_desk import AnswersWorth, Change
from model.session.benchmark_stage import FittedBenchmark
from model.session.data_stages import Part
from model.session.suspect_desk import kept_session, rows_looked_at, training_suspects

LEAST_ANSWERS = 10
FIT_S = 6.0  # for each fit, at most
TRIALS, LEAST_TRIALS = 8, 3
TRIALS_S = 8.0  # for all of them, about
_BAND = (0.1, 0.9)
_PRIOR = (1.0, 1.0)  # of the share that is wrong: nothing is known
_DRAWS = 200  # of validation, each trial

Labels = NDArray[np.int64]
Probabilities = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bench:
    """The n-gram model of a session, to be fitted again and again on the same texts with other labels.

    `table` (rows, columns) are the n-grams of the training texts, `judged` (validation rows, columns) of validation.
    """

    fitted: FittedBenchmark
    metric: str
    table: Any
    judged: Any
    seed: int = DEFAULT_SEED

    @classmethod
    def of(cls, fitted: FittedBenchmark, metric: str) -> Bench:
        """Count all n-grams once."""
        data, space = fitted.data, fitted.model.space
        texts = data.train.texts[: rows_looked_at(data.train)]
        table = sparse.csr_matrix(space.table(texts), dtype=np.float64)
        return cls(fitted, metric, table, space.table(data.validation.texts))

    @property
    def train(self) -> Part:
        """The texts that are learned from, with their labels as they were."""
        part, rows = self.fitted.data.train, self.table.shape[0]
        return Part(part.texts[:rows], part.labels[:rows])

    @property
    def validation(self) -> Labels:
        """The labels that it is judged by."""
        labels: Labels = self.fitted.data.validation.labels
        return labels

    def probabilities(self, labels: Labels) -> Probabilities:
        """What a model that learned these labels says of validation (rows, classes)."""
        recipe, classes = self.fitted.model.recipe, len(self.fitted.data.classes)
        ends = time.monotonic() + FIT_S
        model = fit_linear(
            self.table, labels, classes, seed=self.seed, time_left_s=lambda: ends - time.monotonic(),
            cost=recipe.cost, by_ratio=recipe.by_ratio,
        )  # fmt: skip
        logits = model.logits(self.judged)
        calibrated = calibrate(logits, self.validation).apply(logits)
        return softmax(calibrated + self.fitted.model.decision_shift)


def worth_of(
    bench: Bench, answers: Sequence[LabelAnswer], *, rest: int | None = None, known: Sequence[LabelAnswer] = ()
) -> AnswersWorth:
    """What these answers brought, and what the `rest` surest suspects would bring; None: all that are left.

    `known` were given to the session already: it has learned from them.
    """
    decided = decided_labels(bench, answers)
    doubted = training_suspects(bench.fitted.data, bench.fitted.out_of_fold_logits, answers)
    new = [one for one in answers if one not in known]
    answered, wrong = len(new), sum(not one.is_kept for one in new)
    told = AnswersWorth(bench.metric, answered, wrong, len(doubted.rows))
    if answered < LEAST_ANSWERS:
        return told
    before, now = bench.probabilities(np.asarray(bench.train.labels)), bench.probabilities(decided)
    ahead = doubted.rows[: len(doubted.rows) if rest is None else rest]
    likelier = doubted.probabilities[ahead].argmax(axis=1)
    rest_brings = _ahead(bench, (decided, now), (ahead, likelier), (answered, wrong))
    brought = paired_difference(now, before, bench.validation, bench.metric)
    return AnswersWorth(
        bench.metric, answered, wrong, len(doubted.rows), Change(brought.value, brought.low, brought.high),
        _wrong_share(answered, wrong), len(ahead), rest_brings,
    )  # fmt: skip


def decided_labels(bench: Bench, answers: Sequence[LabelAnswer]) -> Labels:
    """The labels of the training texts with those that were decided."""
    labels = np.array(bench.train.labels, np.int64)
    place = {name: at for at, name in enumerate(bench.fitted.data.classes)}
    known = [one for one in answers if one.answer in place]
    mended = normalise([one.text for one in known])
    pairs = [Decided(text, one.answer) for text, one in zip(mended, known, strict=True)]
    said = decided_of(normalise(bench.train.texts), pairs)
    for row, answer in enumerate(said):
        if answer is not None:
            labels[row] = place[answer]
    return labels


def _wrong_share(answered: int, wrong: int) -> Change:
    from scipy.stats import beta

    low, high = beta.ppf(_BAND, _PRIOR[0] + wrong, _PRIOR[1] + answered - wrong)
    return Change(wrong / answered, float(low), float(high))


def _ahead(
    bench: Bench,
    so_far: tuple[Labels, Probabilities],
    ahead: tuple[NDArray[np.intp], Labels],
    seen: tuple[int, int],
) -> Change | None:
    """The middle and the 80 % band of what the suspects ahead would bring, as far as the trials tell."""
    (labels, now), (rows, likelier), (answered, wrong) = so_far, ahead, seen
    if not len(rows):
        return None
    random = np.random.default_rng(bench.seed)
    ends, drawn = time.monotonic() + TRIALS_S, list[NDArray[np.float64]]()
    for trial in range(TRIALS):
        if trial >= LEAST_TRIALS and time.monotonic() > ends:
            break
        share = random.beta(_PRIOR[0] + wrong, _PRIOR[1] + answered - wrong)
        is_wrong = random.random(len(rows)) < share
        tried = labels.copy()
        tried[rows[is_wrong]] = likelier[is_wrong]
        drawn.append(_gains(bench, bench.probabilities(tried), now, seed=trial))
    gains = np.concatenate(drawn)
    low, middle, high = np.quantile(gains[np.isfinite(gains)], (_BAND[0], 0.5, _BAND[1]))
    return Change(float(middle), float(low), float(high))


def _gains(bench: Bench, after: Probabilities, before: Probabilities, *, seed: int) -> NDArray[np.float64]:
    """The gain on validation, drawn anew each time (draws,)."""
    sign = -1.0 if lower_is_better(bench.metric) else 1.0

    def gain(weights: NDArray[np.float64]) -> NDArray[np.float64]:
        one, other = (weighted_metric(bench.metric, p, bench.validation, weights) for p in (after, before))
        return sign * np.asarray(one - other)

    return np.concatenate([gain(weights) for weights in resampled_weights(len(bench.validation), _DRAWS, seed)])


def main(arguments: list[str]) -> int:
    """Print the worth as one line of JSON; exit code 1 with one sentence on stderr."""
    speak_plainly()
    folder, answers_file, *rest = arguments
    try:
        config = SessionConfig.load(Path(folder))
        answers = LabelAnswers.load(Path(answers_file)).answers
        bench = Bench.of(kept_session(Path(folder)).fitted, config.order.choices.metric)
        said = asdict(worth_of(bench, answers, rest=int(rest[0]) if rest else None, known=answers_in(Path(folder))))
    except (ModelError, ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(said))
    return 0


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
