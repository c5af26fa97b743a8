"""The answer of a hand where no network is wanted: scores alone, held to what was ordered."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.arrays import UNREADABLE, save_arrays
from model.protocol.hands import answer_path, facts_from_text, facts_to_text
from model.protocol.side_orders import SideFacts, SideOrder

_FACTS, _SCORES = "facts", "scores"


class AnswerUnreadable(ValueError):
    """The file is no answer to that order; one sentence says what was found."""


@dataclass(frozen=True, slots=True)
class SideAnswer:
    """Scores (rows, classes) of what was ordered, and how that went."""

    facts: SideFacts
    scores: NDArray[Any]


def write_side_answer(folder: Path, answer: SideAnswer) -> None:
    """Answer the order of that number, whole or not at all.

    Raises
    ------
    OSError
        No room, or the folder is gone.
    """
    facts = np.array(facts_to_text(answer.facts))
    save_arrays(answer_path(folder, answer.facts.number), {_FACTS: facts, _SCORES: answer.scores})


def read_side_answer(
    folder: Path, order: SideOrder, shape: tuple[int, ...], *, are_probabilities: bool = False
) -> SideAnswer | None:
    """The answer to an order, where it is there: scores of that shape, or probabilities.

    Raises
    ------
    AnswerUnreadable
        It is something else, or damaged.
    """
    path = answer_path(folder, order.number)
    if not path.exists():
        return None
    try:
        with np.load(path, allow_pickle=False) as arrays:
            facts, scores = facts_from_text(str(arrays[_FACTS].item()), SideFacts), arrays[_SCORES]
    except (*UNREADABLE, TypeError) as error:
        raise AnswerUnreadable(f"Its answer cannot be read ({error}).") from error
    check_number(facts.number, order.number)
    kind = np.float64 if are_probabilities else np.float32
    is_well = scores.shape == shape and scores.dtype == kind and bool(np.isfinite(scores).all())
    if not is_well or (are_probabilities and not ((scores >= 0) & (scores <= 1)).all()):
        raise AnswerUnreadable("Its answer cannot be read (other scores than were asked for).")
    return SideAnswer(facts, scores)


def check_number(found: int, asked: int) -> None:
    """Refuse an answer to another order (`AnswerUnreadable`)."""
    if found != asked:
        raise AnswerUnreadable(f"Its answer is one to order {found}, and {asked} was asked.")
