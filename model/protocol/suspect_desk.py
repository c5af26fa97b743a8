"""What a person sees of texts whose label looks wrong, and what answers have brought: between two processes only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A training text that is like another one, with its label; `likeness` is 0 to 1."""

    text: str
    label: str
    likeness: float


@dataclass(frozen=True, slots=True)
class DeskSuspect:
    """A text whose label looks wrong, as cleaned: both labels, how sure (0 to 1) it is that the first is wrong, why.

    `number` is its place among all that look wrong, from 1 on, whatever was answered meanwhile. `for_label` and
    `for_likelier` are words that speak for each, the strongest first. Where a row may have several labels, `name` is
    the one in doubt.
    """

    number: int
    text: str
    label: str
    likelier_label: str
    confidence: float
    neighbours: tuple[Neighbour, ...] = ()
    for_label: tuple[str, ...] = ()
    for_likelier: tuple[str, ...] = ()
    name: str = ""

    @property
    def about(self) -> tuple[str, str]:
        """What is asked about: the text, and the label where it may have several."""
        return self.text, self.name


@dataclass(frozen=True, slots=True)
class SuspectDesk:
    """All that look wrong and were not answered, the surest first: `count` of them, the first ones told.

    Those of the held-out part stand apart: they are shown, and never changed.
    """

    classes: tuple[str, ...]
    count: int = 0
    suspects: tuple[DeskSuspect, ...] = ()
    held_out_count: int = 0
    held_out: tuple[DeskSuspect, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a metric, more being better, with the ends of an interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class AnswersWorth:
    """What answers brought on validation (95 % interval), and what the surest of the rest would bring (80 % band).

    Both are of the n-gram model, in the metric's units. `wrong_share` of the `answered` were wrong, with the ends of
    its 80 % band; `rest` of the `left` suspects are counted in `ahead`. None: too few answers to say anything; where a
    row may have `several_labels`, `ahead` is not worked out.
    """

    metric: str
    answered: int
    wrong: int
    left: int
    brought: Change | None = None
    wrong_share: Change | None = None
    rest: int = 0
    ahead: Change | None = None
    several_labels: bool = False
