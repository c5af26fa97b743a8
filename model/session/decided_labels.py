"""Labels that a person decided, in a session: they are learned from, and never scored on.

The parts are made with the labels of the table, so that a session on the same table is judged on the same texts with
the same labels, whatever was decided meanwhile: a score that moves has moved by what was learned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.cleaning.clean import normalise
from data.cleaning.decided import Decided, decided_of
from model.protocol.label_answers import LabelAnswer, texts_of
from model.session.stage_log import StageLog

LEAST_LEFT = 2  # texts of a class for training: two folds know it

Labels = NDArray[np.object_]


def as_in_table(frame: pd.DataFrame, former: Mapping[int, str]) -> pd.DataFrame:
    """A cleaned frame with the labels of the table; `former` has them by source row where another one was decided."""
    if not former:
        return frame
    given = frame["source_row"].map(dict(former))
    return frame.assign(label=given.where(given.notna(), frame["label"]).astype("str"))


def decided_in_training(
    frame: pd.DataFrame, in_table: pd.DataFrame, train: NDArray[np.int64], log: StageLog
) -> pd.DataFrame:
    """The frame with labels that were decided in the rows for training, and those of the table in all others."""
    if frame is in_table:
        return frame
    given, decided = (one["label"].to_numpy(dtype=object) for one in (in_table, frame))
    labels = given.copy()
    labels[train] = _without_emptied(given[train], decided[train], log)
    is_scored = np.ones(len(labels), np.bool_)
    is_scored[train] = False
    if apart := int((given[is_scored] != decided[is_scored]).sum()):
        log.warn(apart_words(apart))
    return frame.assign(label=pd.Series(labels, index=frame.index, dtype="str"))


def not_answered(texts: Sequence[str], answers: Sequence[LabelAnswer]) -> NDArray[np.intp]:
    """Rows of clean texts that no answer is about."""
    if not answers:
        return np.arange(len(texts))
    said = decided_of(normalise(texts), [Decided(text, "asked") for text in normalise(texts_of(answers))])
    return np.flatnonzero([one is None for one in said])


def apart_words(texts: int) -> str:
    """What is said of texts with a decided label that are scored on.

    >>> apart_words(2)
    '2 labels that you decided are of texts that are scored on here: they stay as the table has them.'
    """
    if texts == 1:
        return "1 label that you decided is of a text that is scored on here: it stays as the table has it."
    return f"{texts:,} labels that you decided are of texts that are scored on here: they stay as the table has them."


def _without_emptied(given: Labels, decided: Labels, log: StageLog) -> Labels:
    """What was decided, but for classes that would be left with hardly a text to learn them from."""
    left = Counter(decided.tolist())
    emptied = [label for label in sorted(set(given.tolist())) if left[label] < LEAST_LEFT]
    for label in emptied:
        log.warn(
            f"What you decided would leave too few texts of the class '{label}': those stay as the table has them."
        )
    stays = np.array([label in emptied for label in given], np.bool_)
    return np.where(stays, given, decided)
