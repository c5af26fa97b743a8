"""Labels that a person decided, in a session: they are learned from, and never scored on.

The parts are made as if nothing had been decided, so that a session on the same table is judged on the same texts with
the same labels, whatever was decided meanwhile: a score that moves has moved by what was learned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.cleaning.clean import normalise, without_texts
from data.cleaning.decided import Decided, all_decided_of, decided_label
from data.labels.decision import Decision
from data.labels.label_cell import rows_of_labels
from model.protocol.config import SessionConfig
from model.protocol.label_answers import LabelAnswer, answers_in
from model.session.stage_log import StageLog

LEAST_LEFT = 2  # texts of a class for training: two folds know it

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Decisions:
    """What was decided about the texts of a table, and the rules that were left off: texts are compared without."""

    made: Sequence[Decided]
    left_off: Sequence[str] = ()
    several_labels: bool = False

    def learned_from(self, decided: pd.DataFrame, undecided: pd.DataFrame, scored: Mask, log: StageLog) -> pd.DataFrame:
        """Rows for training: those with decided labels, without any text that is scored on.

        Both frames are cleaned: columns text, label and source_row. `scored` (rows of `undecided`,) are judged on or
        held out; they keep the labels of the table, and how many of them were decided otherwise is said.
        """
        given, known = undecided[~scored], undecided[scored]
        if apart := self._changed(known, set(undecided["label"])):
            log.warn(apart_words(apart))
        free = decided[~decided["source_row"].isin(known["source_row"])]
        is_new = (~free["source_row"].isin(given["source_row"])).to_numpy(bool)
        new = without_texts(free[is_new], known["text"], left_off=self.left_off) if is_new.any() else free[is_new]
        stays = ~is_new | free["source_row"].isin(new["source_row"]).to_numpy(bool)
        return self._without_emptied(given, free[stays], log).reset_index(drop=True)

    def _changed(self, rows: pd.DataFrame, labels: set[str]) -> int:
        """How many of some rows a decision would change."""
        made = [one for one in self.made if one.name or one.label in labels or one.decision is Decision.DROP]
        if not made:
            return 0
        mended = normalise([one.text for one in made], rules_off=self.left_off)
        pairs = [Decided(text, one.label, one.decision, one.name) for text, one in zip(mended, made, strict=True)]
        said = all_decided_of(normalise(rows["text"], rules_off=self.left_off), pairs)
        return sum(
            any(one.decision is Decision.DROP for one in about) or decided_label(label, about) != label
            for label, about in zip(rows["label"], said, strict=True)
        )

    def _without_emptied(self, given: pd.DataFrame, decided: pd.DataFrame, log: StageLog) -> pd.DataFrame:
        """What was decided, but for classes that would be left with hardly a text to learn them from."""
        before, left = self._rows_of(given), self._rows_of(decided)
        emptied = [label for label in sorted(before) if left[label] < min(LEAST_LEFT, before[label])]
        if not emptied:
            return decided
        for label in emptied:
            log.warn(
                f"What you decided would leave too few texts of the class '{label}': those stay as the table has them."
            )
        has_one = given["label"].map(self._is_among(emptied)).to_numpy(bool)
        rest = decided[~decided["source_row"].isin(given["source_row"][has_one])]
        return pd.concat([given[has_one], rest]).sort_values("source_row", kind="stable")

    def _rows_of(self, rows: pd.DataFrame) -> Counter[str]:
        counts = Counter(rows["label"])
        return rows_of_labels(counts) if self.several_labels else counts

    def _is_among(self, labels: Sequence[str]) -> Callable[[str], bool]:
        if not self.several_labels:
            return lambda label: label in labels
        return lambda cell: bool(rows_of_labels({cell: 1}).keys() & set(labels))


def not_answered(texts: Sequence[str], answers: Sequence[LabelAnswer], names: Sequence[str] = ()) -> NDArray[np.intp]:
    """Places of clean texts that no answer is about; with `names`, of texts with the label that is asked about."""
    if not answers:
        return np.arange(len(texts))
    mended = normalise([one.text for one in answers])
    known = [Decided(text, "asked", name=one.name) for text, one in zip(mended, answers, strict=True)]
    said = all_decided_of(normalise(texts), known)
    asked = names or [""] * len(said)
    is_free = [all(one.name not in ("", name) for one in about) for about, name in zip(said, asked, strict=True)]
    return np.flatnonzero(is_free)


def answers_learned(run_folder: Path) -> tuple[LabelAnswer, ...]:
    """The answers that a session has learned from: a continued one goes on with what the first had been given."""
    try:
        former = SessionConfig.load(run_folder).order.continue_from
    except (OSError, ValueError):
        return ()
    return answers_in(run_folder) if former is None else answers_learned(former)


def apart_words(texts: int) -> str:
    """What is said of texts with a decided label that are scored on.

    >>> apart_words(2)
    '2 labels that you decided are of texts that are scored on here: they stay as the table has them.'
    """
    if texts == 1:
        return "1 label that you decided is of a text that is scored on here: it stays as the table has it."
    return f"{texts:,} labels that you decided are of texts that are scored on here: they stay as the table has them."
