"""A question that the rules of a plan ask, and the answers that it can have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from planner.domain.decisions import Answer, Occasion
from planner.domain.project import Phase

ANSWERS: dict[Occasion, tuple[Answer, ...]] = {
    Occasion.DEADLINE: (Answer.NEW_DATE, Answer.CUT, Answer.CALL_IT, Answer.PARK),
    Occasion.CAP: (Answer.CONTINUE, Answer.CALL_IT, Answer.PARK),
    Occasion.HOURS_LEFT: (Answer.CONTINUE, Answer.CUT, Answer.CALL_IT, Answer.PARK),
    Occasion.GAIN: (Answer.CONTINUE, Answer.CALL_IT, Answer.PARK),
    Occasion.TARGET: (Answer.CONTINUE, Answer.CALL_IT, Answer.NEW_TARGET, Answer.PARK),
}
_SHORT_OF_TARGET = (Answer.CONTINUE, Answer.NEW_TARGET, Answer.CUT, Answer.CALL_IT, Answer.PARK)


@dataclass(frozen=True, slots=True)
class StopQuestion:
    """A condition that is met and not answered yet.

    phase: the phase whose cap is reached, else None. found: what is true now, in sentences. hours: attended hours so
    far, of the phase at a cap, else of the project. short: what the first sentence of `found` says, without its stop.
    again_hours: attended hours at which it comes again after an answer that names none; None at a deadline, which
    comes again when the date passes, and where the target is met. lacks_target: whether the score hardly rises and has
    not met its target. since: the instant from which the condition holds; an answer from before it was to another one.
    """

    occasion: Occasion
    phase: Phase | None
    found: str
    hours: float
    short: str
    again_hours: float | None = None
    lacks_target: bool = False
    since: datetime | None = None

    @property
    def rest(self) -> str:
        """The sentences after the first."""
        return self.found.removeprefix(f"{self.short}.").strip()

    @property
    def phase_id(self) -> int | None:
        """The phase that it is about, as a decision keeps it."""
        return self.phase.id if self.phase else None

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What can be answered, the likeliest first."""
        return _SHORT_OF_TARGET if self.lacks_target else ANSWERS[self.occasion]
