"""The answer of a hand as a file: the network where validation liked it best, its logits, and how the training went.

Whatever lies there is held to what was ordered.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from model.arrays import UNREADABLE, save_arrays
from model.network.bilstm import BilstmShape
from model.protocol.hands import AnswerFacts, HandOrder, answer_path, facts_from_text, facts_to_text
from model.session.resume import trained_arrays, trained_from
from model.session.side_answers import AnswerUnreadable, check_number
from model.session.smoke_stage import Encoded
from model.training.progress import Trained

_FACTS = "facts"


@dataclass(frozen=True, slots=True)
class Answer:
    """A network with its own logits on validation, and how it was trained."""

    facts: AnswerFacts
    trained: Trained


def shape_of(order: HandOrder, usual: BilstmShape) -> BilstmShape:
    """The sizes of the network that is ordered; `usual` are those of the session's own."""
    return replace(usual, units=order.units, dropout=order.dropout, spatial_dropout=order.spatial_dropout)


def write_answer(folder: Path, answer: Answer) -> None:
    """Answer the order of that number, whole or not at all.

    Raises
    ------
    OSError
        No room, or the folder is gone.
    """
    facts = np.array(facts_to_text(answer.facts))
    save_arrays(answer_path(folder, answer.facts.number), {_FACTS: facts, **trained_arrays(answer.trained)})


def read_answer(folder: Path, order: HandOrder, encoded: Encoded) -> Answer | None:
    """The answer to an order, where it is there.

    Raises
    ------
    AnswerUnreadable
        It is of other sizes or texts, or damaged.
    """
    path = answer_path(folder, order.number)
    if not path.exists():
        return None
    try:
        with np.load(path, allow_pickle=False) as arrays:
            facts = facts_from_text(str(arrays[_FACTS].item()), AnswerFacts)
            trained = _finite(trained_from(arrays, "", shape_of(order, encoded.shape), encoded))
    except (*UNREADABLE, TypeError) as error:
        raise AnswerUnreadable(f"Its answer cannot be read ({error}).") from error
    check_number(facts.number, order.number)
    return Answer(facts, trained)


def _finite(trained: Trained) -> Trained:
    """The same, where each of its numbers is one.

    Raises
    ------
    ValueError
        One is not, or they are of another kind.
    """
    for array in (trained.logits, *trained.network.arrays.values()):
        if array.dtype != np.float32 or not np.isfinite(array).all():
            raise ValueError("of other numbers")
    return trained
