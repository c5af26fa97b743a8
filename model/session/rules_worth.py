"""`python -P -m model.session.rules_worth RUN_FOLDER`: what each cleaning rule was worth, by leaving it out.

The n-gram model is fitted on the rows of the table, cleaned with all rules of the session and without one after the
other, and judged on the same validation texts with the labels that the session gave them; these are mended as the rows
that are learned from. What is scored on is never learned from, whichever rule is out: duplicates of validation and
held-out texts are no rows here. Labels that only come of a rule being out (another spelling, a class of three rows, a
word for "missing") are answers that no validation text has. The difference has a 95 % interval (paired bootstrap).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.cleaning.clean import Cleaned, clean, normalise
from data.cleaning.decided import DECIDED_RULE, DROPPED_RULE, decided_by
from data.errors import UnusableLabels
from data.labels.decision import Decision
from model.judging.decision import softmax
from model.judging.intervals import paired_difference
from model.ngram.benchmark import MOST_COEFFICIENTS, MOST_COLUMNS
from model.ngram.calibration import calibrate
from model.ngram.linear import fit_linear
from model.ngram.ngrams import count_ngrams, find_space
from model.protocol.config import SessionConfig
from model.protocol.label_answers import LabelAnswer
from model.protocol.rules_worth import RulesWorth, RuleWorth
from model.protocol.suspect_desk import Change
from model.session.benchmark_stage import FittedBenchmark
from model.session.decided_labels import answers_learned
from model.session.one_answer import answer_and_leave, say_progress
from model.session.suspect_desk import kept_session
from model.session.table_again import Role, TableAgain, read_again

MOST_CHARACTERS = 4_000_000  # that are learned from each time
MOST_S = 120.0  # for all rules; one fit may overrun it
FIT_S = 6.0  # at most

_RULE_OF = {Decision.LABEL: DECIDED_RULE, Decision.DROP: DROPPED_RULE}

Probabilities = NDArray[np.float64]
Say = Callable[[int, int, str], None]  # how many are done, of how many, and which is next


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What all fits have in common: the session's n-gram model, rows to learn from, and raw texts to be judged on.

    `judged` are places of validation texts whose rows were found, `judged_texts` these as they stand in the table.
    """

    fitted: FittedBenchmark
    again: TableAgain
    metric: str
    texts: pd.Series[str]
    cells: pd.Series[str]
    judged: NDArray[np.intp]
    judged_texts: list[str]

    @classmethod
    def of(cls, fitted: FittedBenchmark, again: TableAgain, metric: str) -> Ground:
        """The first rows that were not scored on, as many as the bound allows."""
        free = np.flatnonzero(again.roles < Role.VALIDATION)
        lengths = np.cumsum([len(text) + 1 for text in again.texts.iloc[free]])
        rows = free[: max(1, int(np.searchsorted(lengths, MOST_CHARACTERS, side="right")))]
        judged = np.flatnonzero(again.validation >= 0)
        judged_texts = again.texts.iloc[again.validation[judged]].tolist()
        return cls(fitted, again, metric, again.texts.iloc[rows], again.cells.iloc[rows], judged, judged_texts)

    @property
    def judged_labels(self) -> NDArray[Any]:
        """What the session says of the texts that are judged on."""
        labels: NDArray[Any] = self.fitted.data.validation.labels[self.judged]
        return labels

    @property
    def rules_off(self) -> tuple[str, ...]:
        """The rules that the session was told to leave out."""
        return self.again.order.choices.cleaning_rules_off

    def cleaned(self, answers: Sequence[LabelAnswer], without: str | None = None) -> Cleaned:
        """The rows to learn from, cleaned as in the session, without one rule."""
        off = self.rules_off if without is None or without in _RULE_OF.values() else (*self.rules_off, without)
        decided = decided_by(one for one in answers if without is None or _RULE_OF.get(one.decision) != without)
        reading, form = self.again.order.table.reading, self.again.labels.form
        return clean(self.texts, self.cells, rules_off=off, reading=reading, form=form, decided=decided)

    def probabilities(self, cleaned: Cleaned, without: str | None = None) -> Probabilities:
        """What a model that learned these rows says of validation (rows, classes of the session)."""
        off = list(filter(None, (*self.rules_off, *cleaned.left_off, without)))
        off = [rule for rule in off if rule not in _RULE_OF.values()]
        labels, count = self._encoded(cleaned, off)
        model, data = self.fitted.model, self.fitted.data
        counts = count_ngrams(cleaned.frame["text"].tolist(), model.recipe.families)
        most = min(MOST_COLUMNS, MOST_COEFFICIENTS // count)
        space = find_space(counts, most_columns=most, families=model.recipe.families)
        ends = time.monotonic() + FIT_S
        linear = fit_linear(
            space.weigh(counts).astype(np.float64), labels, count, seed=self.again.order.choices.seed,
            time_left_s=lambda: ends - time.monotonic(), cost=model.recipe.cost, by_ratio=model.recipe.by_ratio,
        )  # fmt: skip
        logits = linear.logits(space.table(normalise(self.judged_texts, rules_off=off)))
        calibrated = self._calibrated(logits)
        if model.several_labels:
            return model.decision.probabilities(calibrated)
        own = len(data.classes)
        calibrated[:, :own] += model.decision_shift
        return among_classes(softmax(calibrated), own, self.judged_labels)

    def _calibrated(self, logits: NDArray[np.float32]) -> NDArray[np.float64]:
        """Calibrated on the session's classes: validation texts have no other, which would never be said then."""
        own = len(self.fitted.data.classes)
        found = calibrate(logits[:, :own], self.judged_labels)
        calibrated: NDArray[np.float64] = found.apply(logits[:, :own]).astype(np.float64)
        others = found.scale * logits[:, own:] + found.shift.mean() if logits.shape[1] > own else logits[:, own:]
        return np.concatenate((calibrated, others), axis=1)

    def _encoded(self, cleaned: Cleaned, off: Sequence[str]) -> tuple[NDArray[Any], int]:
        """Labels as numbers, and how many there are: classes that the session has not come behind its own."""
        classes, rows = self.fitted.data.classes, self.again.labels
        labels = rows.as_spelled(cleaned.frame["label"], classes, off)
        if rows.are_several:
            return rows.values(labels, classes), len(classes)
        every = (*classes, *sorted(set(labels) - set(classes)))
        return rows.values(labels, every), len(every)


def among_classes(probabilities: Probabilities, classes: int, labels: NDArray[np.integer]) -> Probabilities:
    """Probabilities (rows, classes and others) as those of the classes; an answer that is none of them is a wrong one.

    >>> among_classes(np.array([[0.5, 0.3, 0.2], [0.3, 0.2, 0.5]]), 2, np.array([0, 0])).round(3).tolist()
    [[0.625, 0.375], [0.3, 0.7]]
    """
    own: Probabilities = probabilities[:, :classes].copy()
    if probabilities.shape[1] == classes:
        return own
    lost = probabilities.argmax(axis=1) >= classes
    others = own.copy()
    others[np.arange(len(own)), labels] = -1.0
    own[lost, others[lost].argmax(axis=1)] += probabilities[lost, classes:].sum(axis=1)
    summed: Probabilities = own / own.sum(axis=1, keepdims=True)
    return summed


def rules_worth_of(ground: Ground, answers: Sequence[LabelAnswer], say: Say, *, most_s: float = MOST_S) -> RulesWorth:
    """Leave out each rule that touched a row, those that touched most first; after `most_s` seconds no further one."""
    rules = _touched(ground.fitted)
    ends = time.monotonic() + most_s
    say(0, len(rules) + 1, "all rules")
    every = ground.cleaned(answers)
    usual = ground.probabilities(every)
    told = []
    for number, (rule, title, rows) in enumerate(rules, start=1):
        say(number, len(rules) + 1, title)
        is_over = time.monotonic() > ends
        change, why = (None, "there was no time for it") if is_over else _change(ground, answers, usual, rule)
        told.append(RuleWorth(rule, title, rows, change, why))
    return RulesWorth(ground.metric, len(every.frame), len(ground.judged), tuple(told))


def _touched(fitted: FittedBenchmark) -> list[tuple[str, str, int]]:
    facts = fitted.data.facts.cleaning
    found = [(one.rule, one.title, one.rows) for one in (facts.rules if facts else ()) if one.rows and not one.left_off]
    return sorted(found, key=lambda one: -one[2])


def _change(
    ground: Ground, answers: Sequence[LabelAnswer], usual: Probabilities, rule: str
) -> tuple[Change | None, str]:
    try:
        without = ground.probabilities(ground.cleaned(answers, rule), rule)
    except UnusableLabels as error:
        return None, str(error)
    found = paired_difference(
        usual, without, ground.judged_labels, ground.metric, thresholds=ground.fitted.model.decision.thresholds
    )
    return Change(found.value, found.low, found.high), ""


def _answer(arguments: list[str]) -> dict[str, Any]:
    """Of the words of a process: the run folder."""
    folder = Path(arguments[0])
    order = SessionConfig.load(folder).order
    fitted = kept_session(folder).fitted
    again = read_again(order, fitted.data)
    ground = Ground.of(fitted, again, order.choices.metric)
    return asdict(rules_worth_of(ground, answers_learned(folder), say_progress))


if __name__ == "__main__":
    answer_and_leave(_answer)
