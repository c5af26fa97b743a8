"""`python -P -m model.session.answers_worth RUN_FOLDER ANSWERS_FILE [AHEAD]`: what answers about labels are worth.

The n-gram model is fitted again on the texts that the session kept, once with the labels it learned from and once with
those that were decided; both are judged on validation, whose labels stay.

What the rest could bring is simulated. How many labels are wrong follows from the answers: of each share of labels
changed by accident, Bayes' rule says how likely a suspect is one of them, given what the n-gram model thought of its
label; the answers say which shares are likely. What wrong labels cost is seen by making more of them: as many labels
that nobody doubts are changed as are wrong among those ahead, between the same classes, half of them first, and from
what that costs follows what repairing brings (simulation and extrapolation of misclassification: Küchenhoff, Mwalili &
Lesaffre 2006, Biometrics 62). Giving suspects the likelier label instead would only tell the model what it thinks
already. It is done several times over, and validation is drawn anew each time (Efron & Tibshirani 1993), twice: for
what was tried, and for what will come.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from data.cleaning.clean import normalise
from data.cleaning.decided import all_decided_of, decided_by
from model.judging.decision import softmax
from model.judging.intervals import paired_difference, resampled_weights
from model.judging.scores import weighted_metric
from model.ngram.calibration import calibrate
from model.ngram.linear import fit_linear
from model.protocol.config import SessionConfig
from model.protocol.label_answers import LabelAnswer, LabelAnswers
from model.protocol.metrics import lower_is_better
from model.protocol.order import DEFAULT_SEED
from model.protocol.suspect_desk import AnswersWorth, Change
from model.session.benchmark_stage import FittedBenchmark
from model.session.data_stages import Part
from model.session.decided_labels import answers_learned, not_answered
from model.session.one_answer import answer_and_leave
from model.session.suspect_desk import kept_session, rows_looked_at, training_suspects

LEAST_ANSWERS = 10
FIT_S = 6.0  # for each fit, at most
TRIALS, LEAST_TRIALS = 6, 3
TRIALS_S = 8.0  # for all of them, about
_BAND = (0.1, 0.9)
_WIDER = 1.15  # times: as drawn, the band held 75 of 102 back-tested gains; so wide, 88 (`docs/training.md`)
_PRIOR = (1.0, 1.0)  # of the share of answers that repair a label: nothing is known
_NOISE = np.geomspace(0.002, 0.5, 48)  # shares of labels that may have been changed, each as likely at first
_LEAST_RATIO = 0.4
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
        return self.fitted.model.decision.probabilities(calibrated)


def worth_of(
    bench: Bench, answers: Sequence[LabelAnswer], *, rest: int | None = None, known: Sequence[LabelAnswer] = ()
) -> AnswersWorth:
    """What these answers brought, and what the `rest` surest suspects would bring; None: all that are left.

    `known` were given to the session already: it has learned from them.
    """
    doubted = training_suspects(bench.fitted.data, bench.fitted.out_of_fold_logits, ())
    is_left = np.zeros(len(doubted.rows), np.bool_)
    names = [bench.fitted.data.classes[column] for column in doubted.columns]
    is_left[not_answered([bench.train.texts[row] for row in doubted.rows], answers, names)] = True
    answers = [one for one in answers if not one.is_of_pair]
    new = [one for one in answers if one not in known]
    answered, wrong = len(new), sum(not one.is_kept for one in new)
    several = bench.fitted.model.several_labels
    told = AnswersWorth(bench.metric, answered, wrong, int(is_left.sum()), several_labels=several)
    if answered < LEAST_ANSWERS:
        return told
    decided = decided_labels(bench, answers)
    before, now = bench.probabilities(np.asarray(bench.train.labels)), bench.probabilities(decided)
    ahead = doubted.rows[is_left][:rest]
    thresholds = bench.fitted.model.decision.thresholds
    brought = paired_difference(now, before, bench.validation, bench.metric, thresholds=thresholds)
    told = replace(
        told,
        brought=Change(brought.value, brought.low, brought.high),
        wrong_share=_wrong_share(answered, wrong),
        rest=len(ahead),
    )
    if not len(ahead) or several:  # how labels go wrong together nobody has tried yet
        return told
    noise = _Noise(doubted.probabilities, bench.train.labels, doubted.rows[~is_left], decided)
    return replace(told, ahead=_ahead(bench, decided, now, (ahead, doubted.rows), noise))


def decided_labels(bench: Bench, answers: Sequence[LabelAnswer]) -> Labels:
    """The labels of the training texts with those that were decided."""
    labels = np.array(bench.train.labels, np.int64)
    place = {name: at for at, name in enumerate(bench.fitted.data.classes)}
    known = [one for one in answers if one.repairs and (one.name or one.answer) in place]
    for row, said in enumerate(all_decided_of(normalise(bench.train.texts), decided_by(known, normalise))):
        for one in said:
            if one.name:
                labels[row, place[one.name]] = one.label == one.name
            else:
                labels[row] = place[one.label]
    return labels


def _wrong_share(answered: int, wrong: int) -> Change:
    from scipy.stats import beta

    low, high = beta.ppf(_BAND, _PRIOR[0] + wrong, _PRIOR[1] + answered - wrong)
    return Change(wrong / answered, float(low), float(high))


class _Noise:
    """How likely a label was changed by accident, by what the n-gram model said of it and by the answers so far."""

    def __init__(
        self, probabilities: Probabilities, labels: NDArray[np.integer], answered: NDArray[np.intp], decided: Labels
    ) -> None:
        self._of_label = probabilities[np.arange(len(probabilities)), labels[: len(probabilities)]]
        self._classes = probabilities.shape[1]
        was_wrong = decided[answered] != labels[answered]
        odds = [self._log_likelihood(share, answered, was_wrong) for share in _NOISE]
        self._posterior = softmax(np.array([odds]))[0]

    def drawn(self, rows: NDArray[np.intp], random: np.random.Generator) -> NDArray[np.bool_]:
        """Which of some suspects have a wrong label, as it may be."""
        share = float(random.choice(_NOISE, p=self._posterior))
        is_wrong: NDArray[np.bool_] = random.random(len(rows)) < self._wrong(share, rows)
        return is_wrong

    def _wrong(self, share: float, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """The chance of each to be wrong, where so many labels were changed, to any class alike."""
        by_accident = share / (self._classes - 1)
        own = np.clip((self._of_label[rows] - by_accident) / max(1e-9, 1 - share - by_accident), 0, 1)
        wrong = by_accident * (1 - own)
        return np.asarray(wrong / np.maximum(1e-12, wrong + (1 - share) * own))

    def _log_likelihood(self, share: float, rows: NDArray[np.intp], was_wrong: NDArray[np.bool_]) -> float:
        chance = np.clip(self._wrong(share, rows), 0.01, 0.99)  # one answer alone rules nothing out
        return float(np.log(np.where(was_wrong, chance, 1 - chance)).sum())


def _ahead(
    bench: Bench,
    labels: Labels,
    now: Probabilities,
    suspects: tuple[NDArray[np.intp], NDArray[np.intp]],
    noise: _Noise,
) -> Change:
    """The middle and the 80 % band of what the suspects ahead would bring, as far as the trials tell."""
    ahead, doubted = suspects
    random = np.random.default_rng(bench.seed)
    ends, trials = time.monotonic() + TRIALS_S, list[tuple[NDArray[np.float64], NDArray[np.float64]]]()
    while len(trials) < TRIALS and (len(trials) < LEAST_TRIALS or time.monotonic() < ends):
        wrong = ahead[noise.drawn(ahead, random)]
        costs = []
        for some in (wrong[: len(wrong) // 2], wrong):
            pairs = likelier_classes(bench, some), bench.train.labels[some]
            worse = bench.probabilities(with_more_wrong(labels, pairs, doubted, random))
            costs.append(_gains(bench, now, worse, seed=len(trials)))
        trials.append((costs[0], costs[1]))
    gains = _judged_twice([whole for _, whole in trials], _bend(trials), random)
    low, middle, high = np.quantile(gains[np.isfinite(gains)], (_BAND[0], 0.5, _BAND[1]))
    return Change(float(middle), float(middle - _WIDER * (middle - low)), float(middle + _WIDER * (high - middle)))


def _bend(trials: Sequence[tuple[NDArray[np.float64], NDArray[np.float64]]]) -> float:
    """What the last wrong labels cost beside what the next would: each further half of them costs more than the former.

    >>> half, whole = np.array([0.01]), np.array([0.02])
    >>> round(_bend([(half, whole)]), 3), round(_bend([(half, whole + 0.01)]), 3)
    (1.0, 0.25)
    """
    half, whole = (float(np.nanmean([np.nanmean(one[at]) for one in trials])) for at in (0, 1))
    if whole <= 0:
        return 1.0
    ratio = float(np.clip(half / max(1e-9, whole - half), _LEAST_RATIO, 1.0))
    share = 1 / (1 + 1 / ratio)  # of the whole cost, that of the first half
    return share * (ratio + ratio**2)


def _judged_twice(
    drawn: Sequence[NDArray[np.float64]], bend: float, random: np.random.Generator
) -> NDArray[np.float64]:
    """Gains of all trials, varied as two judgements on validation vary: of what was tried, and of what will come."""
    luck = [gains - np.nanmean(gains) for gains in drawn]
    again = [random.permutation(one) for one in luck]
    return np.concatenate(
        [bend * (gains - own) + own + other for gains, own, other in zip(drawn, luck, again, strict=True)]
    )


def likelier_classes(bench: Bench, rows: NDArray[np.intp]) -> Labels:
    """The classes that suspects would have, were they repaired: the likelier ones (rows,)."""
    likelier: Labels = bench.fitted.out_of_fold_logits[rows].argmax(axis=1).astype(np.int64)
    return likelier


def with_more_wrong(
    labels: Labels, pairs: tuple[Labels, Labels], doubted: NDArray[np.intp], random: np.random.Generator
) -> Labels:
    """Labels with further wrong ones among the texts that nobody doubts: for each pair, one of the first class changed.

    `pairs` are the class that a text has and the class that it gets (changes,) each.
    """
    worse = labels.copy()
    free = np.ones(len(labels), np.bool_)
    free[doubted] = False
    true, given = pairs
    for one in np.unique(true):
        rows = np.flatnonzero(free & (labels == one))
        wanted = given[true == one][: max(0, len(rows) - 2)]
        worse[random.choice(rows, size=len(wanted), replace=False)] = wanted
    return worse


def _gains(bench: Bench, after: Probabilities, before: Probabilities, *, seed: int) -> NDArray[np.float64]:
    """The gain on validation, drawn anew each time (draws,)."""
    sign = -1.0 if lower_is_better(bench.metric) else 1.0

    def gain(weights: NDArray[np.float64]) -> NDArray[np.float64]:
        one, other = (weighted_metric(bench.metric, p, bench.validation, weights) for p in (after, before))
        return sign * np.asarray(one - other)

    return np.concatenate([gain(weights) for weights in resampled_weights(len(bench.validation), _DRAWS, seed)])


def _answer(arguments: list[str]) -> dict[str, Any]:
    """Of the words of a process: the run folder, the file of the answers, how many suspects are left."""
    folder, answers_file, *rest = arguments
    config = SessionConfig.load(Path(folder))
    answers = LabelAnswers.load(Path(answers_file)).answers
    bench = Bench.of(kept_session(Path(folder)).fitted, config.order.choices.metric)
    return asdict(worth_of(bench, answers, rest=int(rest[0]) if rest else None, known=answers_learned(Path(folder))))


if __name__ == "__main__":
    answer_and_leave(_answer)
