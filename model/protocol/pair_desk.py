"""Texts that stand in a table with several labels, side by side for a person to decide: between two processes only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PairSide:
    """One of the labels of a text, the rows that have it, and the text as the first of them has it (as cleaned).

    Of several labels a row, `label` is a label cell (see `data.labels.label_cell`).
    """

    label: str
    rows: int
    text: str


@dataclass(frozen=True, slots=True)
class DeskPair:
    """A text with several labels, two mostly; `kept` is the label that cleaning lets stand, empty where none does.

    `number` is its place among all of them, from 1 on, whatever was decided meanwhile. The side of most rows comes
    first.
    """

    number: int
    sides: tuple[PairSide, ...]
    kept: str = ""

    @property
    def text(self) -> str:
        """The text that an answer is about."""
        return self.sides[0].text

    @property
    def labels(self) -> tuple[str, ...]:
        """Its labels."""
        return tuple(side.label for side in self.sides)

    @property
    def about(self) -> tuple[str, str]:
        """What is asked about: the text, whatever its labels."""
        return self.text, ""


@dataclass(frozen=True, slots=True)
class PairDesk:
    """All pairs that were not decided, those of most rows first: `count` of them, the first ones told.

    Texts that are scored on (validation and held out) stand apart: they are shown, and never changed.
    """

    count: int = 0
    pairs: tuple[DeskPair, ...] = ()
    scored_count: int = 0
    scored: tuple[DeskPair, ...] = ()
