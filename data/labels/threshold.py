"""A line through the numbers of a column: the rows on one side of it are positive, all others negative."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from data.labels.numbers import shown, typed

_WRITTEN = re.compile(r"\s*(>=|=>|≥|<=|=<|≤|>|<)\s*(\S+)\s*")
_SPELLINGS = {"=>": ">=", "≥": ">=", "=<": "<=", "≤": "<="}
_LONGEST_NAME = 60


class NotThreshold(ValueError):
    """What was typed is no line, or no name for a side; one sentence says what was expected."""


class Relation(StrEnum):
    """Which side of the line is the positive one."""

    ABOVE = ">"
    FROM = ">="
    BELOW = "<"
    UP_TO = "<="

    @property
    def opposite(self) -> Relation:
        """The relation that holds exactly where this one does not."""
        return _OPPOSITES[self]


_OPPOSITES = {
    Relation.ABOVE: Relation.UP_TO,
    Relation.UP_TO: Relation.ABOVE,
    Relation.FROM: Relation.BELOW,
    Relation.BELOW: Relation.FROM,
}
_HOLDS: dict[Relation, Callable[[float, float], bool]] = {
    Relation.ABOVE: operator.gt,
    Relation.FROM: operator.ge,
    Relation.BELOW: operator.lt,
    Relation.UP_TO: operator.le,
}


@dataclass(frozen=True, slots=True)
class Threshold:
    """The positive side are the numbers for which `number relation value` holds; both sides have a name.

    >>> line = parse_threshold(">=0.5", "toxic")
    >>> line.class_of(0.5), line.class_of(0.49), line.words("target")
    ('toxic', 'not toxic', "target >= 0.5 is 'toxic', the rest 'not toxic'")
    """

    relation: Relation
    value: float
    positive: str
    negative: str

    @classmethod
    def at(cls, relation: Relation, value: float, positive: str | None = None) -> Threshold:
        """The line with the usual names: `>= 0.5` and `< 0.5`, or `toxic` and `not toxic`.

        Raises
        ------
        NotThreshold
            The name is blank or too long for one, or the value no finite number.
        """
        if not math.isfinite(value):
            raise NotThreshold(f"A line needs a finite number, and {value} was found.")
        if positive is None:
            return cls(relation, value, f"{relation} {shown(value)}", f"{relation.opposite} {shown(value)}")
        name = " ".join(positive.split())
        if not name or len(name) > _LONGEST_NAME:
            raise NotThreshold(f"The positive side needs a name of up to {_LONGEST_NAME} characters, such as toxic.")
        return cls(relation, value, name, f"not {name}")

    @property
    def names(self) -> tuple[str, str]:
        """The two classes, the positive one first."""
        return self.positive, self.negative

    @property
    def cuts(self) -> tuple[float, ...]:
        """The line, as `Bins` tells its cut points."""
        return (self.value,)

    @property
    def typed(self) -> str:
        """As `parse_threshold` reads it: `>=0.5`."""
        return f"{self.relation}{typed(self.value)}"

    @property
    def own_name(self) -> str | None:
        """The name of the positive side, None where it is the usual one."""
        usual = Threshold.at(self.relation, self.value)
        return None if self.positive == usual.positive else self.positive

    def class_of(self, number: float) -> str:
        """The side that a number is on."""
        return self.positive if _HOLDS[self.relation](number, self.value) else self.negative

    def condition(self, column: str) -> str:
        """What makes a row positive: `target >= 0.5`."""
        return f"{column} {self.relation} {shown(self.value)}"

    def words(self, column: str) -> str:
        """How the two classes are made, as the end of a sentence."""
        if self.own_name is None:
            return f"{self.condition(column)} against the rest"
        return f"{self.condition(column)} is '{self.positive}', the rest '{self.negative}'"


def parse_threshold(text: str, positive: str | None = None) -> Threshold:
    """The line that a person typed; `positive` is the name of its side, None the usual one.

    Raises
    ------
    NotThreshold
        With the sentence that says what was found and what was expected.

    >>> parse_threshold(" < 2,5 ")
    Threshold(relation=<Relation.BELOW: '<'>, value=2.5, positive='< 2.5', negative='>= 2.5')
    """
    found = _WRITTEN.fullmatch(text)
    number = _number(found[2]) if found else None
    if found is None or number is None:
        raise NotThreshold(f"'{text[:40]}' is no line. Give >, >=, < or <= and a number, such as \">=0.5\".")
    return Threshold.at(Relation(_SPELLINGS.get(found[1], found[1])), number, positive)


def _number(text: str) -> float | None:
    """A number as it is typed: a comma is a decimal one, as nobody types the mark of thousands on a command line."""
    try:
        number = float(text.replace("\u2212", "-").replace(",", "."))
    except ValueError:
        return None
    return number + 0.0 if math.isfinite(number) and "_" not in text else None
