"""Decisions at a deadline, a cap or another condition: what was found, what was answered, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Occasion(StrEnum):
    """What led to the question."""

    DEADLINE = "the deadline passed"
    HOURS_LEFT = "few hours are left"
    GAIN = "the score hardly rises"
    TARGET = "the target is met"
    CAP = "the cap is reached"
    RETURN = "work goes on"  # nobody asked: a parked project was taken up again


class Answer(StrEnum):
    """What a person decided."""

    CONTINUE = "continue"
    PARK = "park"
    CALL_IT = "call it"
    NEW_DATE = "new date"
    CUT = "cut"
    NEW_TARGET = "new target"


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer, kept for the retrospective.

    found: the sentence that was true when it was asked. because: the reason; of a cut or a new target, what it was and
    then why. phase_id: the phase that it is about, None for the project. until_hours: attended hours (of the phase at a
    cap, else of the project) at which to ask again, None for never. new_deadline: the instant agreed on, if any.
    helped: whether going on was worth it, as said afterwards; None as long as nobody said so.
    """

    decided_at: datetime
    occasion: Occasion
    answer: Answer
    found: str
    because: str = ""
    phase_id: int | None = None
    until_hours: float | None = None
    new_deadline: datetime | None = None
    id: int = 0
    helped: bool | None = None

    @property
    def is_unjudged(self) -> bool:
        """Whether it was to go on, and nobody said yet whether that helped."""
        return self.answer is Answer.CONTINUE and self.occasion is not Occasion.RETURN and self.helped is None


def parked_by(decisions: Iterable[Decision]) -> Decision | None:
    """The decision that the project is parked by: its last one, where that was to park; the oldest comes first."""
    of_project = [decision for decision in decisions if decision.phase_id is None]
    return of_project[-1] if of_project and of_project[-1].answer is Answer.PARK else None


def is_parked(decisions: Iterable[Decision]) -> bool:
    """Whether the last decision about the project itself was to park it; the oldest decision comes first."""
    return parked_by(decisions) is not None
