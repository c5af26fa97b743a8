"""What each cleaning rule of a session was worth: between two processes, and kept beside the run."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from model.protocol.suspect_desk import Change


class RuleStanding(StrEnum):
    """What a rule did to the score on validation, as far as it can be told."""

    WORTH_IT = "worth it"
    NOT_WORTH_IT = "cost"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class RuleWorth:
    """A rule, the rows it touched, and by how much the score is higher with it than without it (95 % interval).

    `change` is None where nothing was measured, and `why` says why.
    """

    rule: str
    title: str
    rows: int
    change: Change | None = None
    why: str = ""

    @property
    def standing(self) -> RuleStanding:
        """Worth it, or a cost, where the whole interval is on one side of nothing.

        >>> RuleWorth("markup", "HTML tags", 9, Change(0.02, 0.01, 0.03)).standing.value
        'worth it'
        >>> RuleWorth("markup", "HTML tags", 9, Change(0.02, 0.0, 0.04)).standing.value
        'cannot tell'
        """
        if self.change is None or self.change.low <= 0 <= self.change.high:
            return RuleStanding.CANNOT_TELL
        return RuleStanding.WORTH_IT if self.change.low > 0 else RuleStanding.NOT_WORTH_IT


@dataclass(frozen=True, slots=True)
class RulesWorth:
    """All rules that touched a row, those that touched most first; learned from `learned` texts, judged on `judged`."""

    metric: str
    learned: int
    judged: int
    rules: tuple[RuleWorth, ...] = ()
