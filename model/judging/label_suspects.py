"""Labels that look wrong where a text may have several: each label is judged for itself, texts are counted.

A label is a column of yes and no, and confident learning (see `model.judging.suspects`) doubts single answers in it:
this text is said not to be toxic, and looks it. What is counted are texts with an answer that is doubted, as reading is
done by the text. A label that the judge hardly tells, or that has too few texts, is left out and named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.judging.decision import EVEN
from model.judging.label_scores import judged_labels

Probabilities = NDArray[np.float64]
Matrix = NDArray[np.integer]

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Doubt:
    """One answer that looks wrong: the text's row and the label's column; `given` is what the table says."""

    row: int
    column: int
    given: bool
    confidence: float

    def words(self, name: str) -> tuple[str, str]:
        """What the table says of the label, and what is likelier.

        >>> Doubt(0, 0, False, 0.9).words("toxic")
        ('not toxic', 'toxic')
        """
        has_not = f"not {name}"
        return (name, has_not) if self.given else (has_not, name)


def judge_has_skill(probabilities: Probabilities, labels: NDArray[np.integer], least_skill: float) -> bool:
    """Whether probabilities (rows,) of one label get right enough of what its more frequent answer gets wrong."""
    agrees, share = float(((probabilities >= EVEN) == labels).mean()), float(labels.mean())
    usual = max(share, 1 - share)
    return agrees - usual >= least_skill * (1 - usual)


def believed_labels(probabilities: Probabilities, labels: Matrix, least_skill: float) -> NDArray[np.intp]:
    """The columns that can be judged, and on which the judge knows something."""
    columns = np.flatnonzero(judged_labels(labels))
    skilled = [judge_has_skill(probabilities[:, at], labels[:, at], least_skill) for at in columns]
    return columns[np.array(skilled, np.bool_)]


def both_answers(probabilities: Probabilities) -> Probabilities:
    """Probabilities (rows,) of a label as those of its two answers, no and yes (rows, 2)."""
    return np.stack([1 - probabilities, probabilities], axis=1)


def most_doubted_first(doubts: Iterator[Doubt]) -> list[Doubt]:
    """Doubts of all labels, the surest first; of equal ones the first text, then the first label."""
    return sorted(doubts, key=lambda doubt: (-doubt.confidence, doubt.row, doubt.column))


def surest_texts_doubted(probabilities: Probabilities, labels: Matrix, share: float, least: int) -> float:
    """How many of the texts whose words tell most have an answer that is doubted, 0 to 1.

    They are looked for among the texts of which some label is said, and likewise among those of which none is: where
    labels are rare, the surest texts of all would be those of which nothing is said.
    """
    said = probabilities >= EVEN
    sureness = np.maximum(probabilities, 1 - probabilities).mean(axis=1)
    doubted = (said != labels.astype(np.bool_)).any(axis=1)
    chosen = [_surest(np.flatnonzero(rows), sureness, share, least) for rows in (said.any(axis=1), ~said.any(axis=1))]
    return float(doubted[np.concatenate(chosen)].mean())


def not_judged_words(names: Sequence[str]) -> str:
    """Which labels nothing is said about, as a sentence of its own; empty where there are none.

    >>> not_judged_words(["threat"]), not_judged_words(list("abcde"))
    (" 'threat' was left out: too few texts have it, or their words hardly tell it.", \
" 'a', 'b', 'c' and 2 more were left out: too few texts have them, or their words hardly tell them.")
    """
    if not names:
        return ""
    if len(names) == 1:
        return f" '{names[0]}' was left out: too few texts have it, or their words hardly tell it."
    shown = [f"'{name}'" for name in names[:_NAMED]]
    beyond = len(names) - len(shown)
    *first, last = (*shown, f"{beyond} more") if beyond else shown
    listed = f"{', '.join(first)} and {last}"
    return f" {listed} were left out: too few texts have them, or their words hardly tell them."


def _surest(rows: NDArray[np.intp], sureness: Probabilities, share: float, least: int) -> NDArray[np.intp]:
    return rows[np.argsort(-sureness[rows], kind="stable")[: max(int(share * len(rows)), least)]]
