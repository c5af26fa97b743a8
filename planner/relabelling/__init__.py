"""Labels that look wrong, answered one by one, and what the answers are worth.

>>> from planner.relabelling import open_relabelling, give_answer, undo_answer
"""

from planner.relabelling.answering import (
    Relabelling,
    answer_words,
    give_answer,
    open_relabelling,
    suspect_numbered,
    undo_answer,
)
from planner.relabelling.refused import RelabelRefused
from planner.relabelling.worth import Worth, is_moment_to_price, worth_now

__all__ = [
    "RelabelRefused",
    "Relabelling",
    "Worth",
    "answer_words",
    "give_answer",
    "is_moment_to_price",
    "open_relabelling",
    "suspect_numbered",
    "undo_answer",
    "worth_now",
]
