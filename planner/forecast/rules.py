"""Rules by which a past task counts for the one ahead: the nearer in time, size, kind and person, the more."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

ANY_SIZE = 100.0  # log hours: no two tasks are that far apart


@dataclass(frozen=True, slots=True)
class Rule:
    """How much a past task counts; 1 is a task of the same person, kind and size that finished last.

    half_life: own tasks after which one counts half. size_reach: distance in log hours at which a task counts 0.61.
    other_kind, other_person: what is left of one of another kind or person. others_half_life: as half_life, in tasks
    of everybody.
    """

    half_life: float
    size_reach: float
    other_kind: float
    other_person: float = 0.1
    others_half_life: float = 800.0


RULES = (
    *(
        Rule(half_life, size_reach, other_kind, other_person, others_half_life=8 * half_life)
        for (half_life, other_person), (size_reach, other_kind) in product(
            ((30.0, 0.05), (100.0, 0.1), (400.0, 0.3)), ((0.25, 0.3), (0.5, 0.05), (1.0, 0.2))
        )
    ),
    Rule(20.0, ANY_SIZE, 1.0, 0.0),
    Rule(200.0, ANY_SIZE, 1.0, 0.0),
)
"""From a short memory to a long one and from a sharp eye to a mild one, and two that only ask whose task and when.
Which is right differs by person, so each is judged by its past forecasts (`learning`)."""

BROAD = Rule(200.0, 1.5, 0.5)
"""What a rule falls back on where it finds few past tasks like the one ahead: most of the person's record."""
