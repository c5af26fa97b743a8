"""Labels that a person decided, text by text: they take the place of those in the table before conflicts are settled.

A text is known by its key as a duplicate, so that an answer holds for every row with that text, wherever it stands.
Both sides are compared as fully mended, whichever rules were switched off then or now: `Decided` has to be so already.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from data.cleaning.duplicate_key import duplicate_keys
from data.cleaning.row_rules import RowRule, Rows, relabelled

DECIDED_RULE = "decided_labels"
_BEFORE = "conflicting_labels"  # what was decided is no conflict any more

Mend = Callable[[Sequence[str]], list[str]]


@dataclass(frozen=True, slots=True)
class Decided:
    """A text, fully mended, and the label that it has by what a person said."""

    text: str
    label: str


def with_decided(rules: Sequence[RowRule], decided: Sequence[Decided], mend: Mend) -> tuple[RowRule, ...]:
    """The rules with one more where labels were decided; `mend` mends texts of rows fully."""
    if not decided:
        return tuple(rules)
    rule = RowRule(DECIDED_RULE, "Labels that you decided", partial(_apply, decided=decided, mend=mend))
    place = next((at for at, one in enumerate(rules) if one.name == _BEFORE), len(rules))
    return (*rules[:place], rule, *rules[place:])


def decided_of(texts: Sequence[str], decided: Sequence[Decided]) -> list[str | None]:
    """What was decided for each text; None where nobody said anything.

    >>> decided_of(["Not good!", "good"], [Decided("not good", "bad")])
    ['bad', None]
    """
    known = [one.text for one in decided]
    keys = duplicate_keys([*known, *texts])
    label_of = dict(zip(keys, (one.label for one in decided), strict=False))
    return [label_of.get(key) for key in keys[len(known) :]]


def _apply(rows: Rows, *, decided: Sequence[Decided], mend: Mend) -> tuple[Rows, int, str, str]:
    """A label that no row of the table has is passed over: it was one of another reading of the column."""
    classes = set(rows.labels)
    said = decided_of(mend(rows.texts), [one for one in decided if one.label in classes])
    return relabelled(rows, [own if new is None else new for own, new in zip(rows.labels, said, strict=True)])


def former_labels(before: Rows, after: Rows) -> dict[int, str]:
    """The labels that rows had, by their place in what was given, where they have another one now."""
    rows = zip(before.places, before.labels, after.labels, strict=True)
    return {place: former for place, former, label in rows if former != label}
