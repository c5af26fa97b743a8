"""Rules by which a past task counts for the one ahead: the nearer in time, size, kind and person, the more.

People who plan 7 hours say "a day", and those tasks end otherwise than tasks of 6.5 hours do: the use of round numbers
is one of the few things found to go with how accurate an estimate is (Jones and Cullum 2019, arXiv:1901.01621). So some
rules give tasks that were planned at the very same number more weight than their size alone would.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

ANY_SIZE = 100.0  # log hours: no two tasks are that far apart


@dataclass(frozen=True, slots=True)
class Rule:
    """How much a past task counts; 1 is a task of the same person, kind and size that finished last.

    half_life: own tasks after which one counts half. size_reach: distance in log hours at which a task counts 0.61.
    other_kind, other_person: what is left of one of another kind or person. others_half_life: as half_life, in tasks
    of everybody. same_number: how many times as much a task counts that was planned at exactly as many hours.
    """

    half_life: float
    size_reach: float
    other_kind: float
    other_person: float = 0.1
    others_half_life: float = 800.0
    same_number: float = 1.0


_MEMORIES = ((30.0, 0.05), (100.0, 0.1), (400.0, 0.3))  # half_life, other_person
_EYES = (  # size_reach, other_kind, same_number
    (0.25, 0.3, 1.0),
    (0.5, 0.05, 1.0),
    (1.0, 0.2, 1.0),
    (0.7, 0.1, 4.0),
    (2.0, 0.0, 4.0),
)

RULES = (
    *(
        Rule(half_life, size_reach, other_kind, other_person, 8 * half_life, same_number)
        for (half_life, other_person), (size_reach, other_kind, same_number) in product(_MEMORIES, _EYES)
    ),
    Rule(20.0, ANY_SIZE, 1.0, 0.0),
    Rule(200.0, ANY_SIZE, 1.0, 0.0),
    Rule(1.0, 0.5, 0.0, 1.0, 300.0),
    Rule(1.0, 0.5, 0.1, 1.0, 1_000.0, 4.0),
)
"""From a short memory to a long one and from a sharp eye to a mild one; two that only ask whose task and when; and two
that look at what others do. Which is right differs by person, so each is judged by its past forecasts (`learning`)."""

BROAD = Rule(200.0, 1.5, 0.5)
"""What a rule falls back on where it finds few past tasks like the one ahead: most of the person's record."""
