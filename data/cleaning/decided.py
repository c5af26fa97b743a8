"""What a person decided of labels, text by text: it takes the place of the table's before conflicts are settled.

A text is known by its key as a duplicate, so that an answer holds for every row with that text, wherever it stands.
Both sides are compared as fully mended, whichever rules were switched off then or now: `Decided` has to be so already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from data.cleaning.duplicate_key import duplicate_keys
from data.cleaning.row_rules import CONFLICT_RULE, RowRule, Rows, left_out, relabelled, settle_conflicts
from data.labels.decision import Decision
from data.labels.label_cell import join_labels, split_labels

DECIDED_RULE, DROPPED_RULE = "decided_labels", "dropped_texts"

Mend = Callable[[Sequence[str]], list[str]]


@dataclass(frozen=True, slots=True)
class Decided:
    """A text, fully mended, and the label that it has by what a person said, or that all stay, or that it goes.

    Where a row may have several labels, `name` is the one that was decided: the text has it if `label` is its name.
    Without a name, `label` is all that the row has: a label cell (see `data.labels.label_cell`).
    """

    text: str
    label: str
    decision: Decision = Decision.LABEL
    name: str = ""


class Said(Protocol):
    """An answer of a person, as it is kept: see `model.protocol.label_answers`."""

    @property
    def text(self) -> str:
        """As cleaned."""
        ...

    @property
    def answer(self) -> str:
        """The label that is right."""
        ...

    @property
    def decision(self) -> Decision:
        """What was decided."""
        ...

    @property
    def name(self) -> str:
        """Which of several labels was decided; empty where a row has one."""
        ...


def decided_by(answers: Iterable[Said], mend: Mend = list) -> list[Decided]:
    """What answers decide, with their texts as `mend` mends them."""
    said = list(answers)
    texts = mend([one.text for one in said])
    return [Decided(text, one.answer, one.decision, one.name) for text, one in zip(texts, said, strict=True)]


def with_decided(rules: Sequence[RowRule], decided: Sequence[Decided], mend: Mend) -> tuple[RowRule, ...]:
    """The rules with what was decided: labels, texts that go, and conflicts that stay; `mend` mends texts of rows."""
    by = {one: [said for said in decided if said.decision is one] for one in Decision}
    before, settled = [], list(rules)
    if labels := by[Decision.LABEL]:
        before.append(RowRule(DECIDED_RULE, "Labels that you decided", partial(_apply, decided=labels, mend=mend)))
    if dropped := by[Decision.DROP]:
        before.append(RowRule(DROPPED_RULE, "Texts that you dropped", partial(_drop, dropped=dropped, mend=mend)))
    if both := by[Decision.BOTH]:
        settle = partial(_settle_others, stay=both, mend=mend)
        settled = [replace(rule, work=settle) if rule.name == CONFLICT_RULE else rule for rule in rules]
    place = next((at for at, one in enumerate(settled) if one.name == CONFLICT_RULE), len(settled))
    return (*settled[:place], *before, *settled[place:])


def decided_of(texts: Sequence[str], decided: Sequence[Decided]) -> list[str | None]:
    """The label that was decided for each text; None where nobody said anything.

    >>> decided_of(["Not good!", "good"], [Decided("not good", "bad")])
    ['bad', None]
    """
    return [said[-1].label if said else None for said in all_decided_of(texts, decided)]


def all_decided_of(texts: Sequence[str], decided: Sequence[Decided]) -> list[tuple[Decided, ...]]:
    """All that was decided about each text, in the order in which it was said."""
    known = [one.text for one in decided]
    keys = duplicate_keys([*known, *texts])
    said: dict[str | bytes, tuple[Decided, ...]] = {}
    for key, one in zip(keys, decided, strict=False):
        said[key] = (*said.get(key, ()), one)
    return [said.get(key, ()) for key in keys[len(known) :]]


def decided_label(label: str, said: Sequence[Decided]) -> str:
    """The label, or label cell, of a row after all that was decided about its text.

    >>> from data.labels.label_cell import readable_labels
    >>> decided_label("bad", [Decided("so good", "good")])
    'good'
    >>> said = [Decided("go away", "rude", name="rude"), Decided("go away", "not loud", name="loud")]
    >>> readable_labels(decided_label("loud", said))
    'rude'
    """
    for one in said:
        if one.decision is not Decision.LABEL:
            continue
        if not one.name:
            label = one.label
            continue
        others = [name for name in split_labels(label) if name != one.name]
        label = join_labels([*others, *([one.name] if one.label == one.name else [])])
    return label


def _apply(rows: Rows, *, decided: Sequence[Decided], mend: Mend) -> tuple[Rows, int, str, str]:
    """A label that no row of the table has is passed over: it was one of another reading of the column."""
    classes = set(rows.labels)
    names = {name for cell in classes for name in split_labels(cell)}
    known = [one for one in decided if (one.name in names if one.name else one.label in classes)]
    said = all_decided_of(mend(rows.texts), known)
    return relabelled(rows, [decided_label(own, new) for own, new in zip(rows.labels, said, strict=True)])


def _drop(rows: Rows, *, dropped: Sequence[Decided], mend: Mend) -> tuple[Rows, int, str, str]:
    return left_out(rows, [not said for said in all_decided_of(mend(rows.texts), dropped)])


def _settle_others(rows: Rows, *, stay: Sequence[Decided], mend: Mend) -> tuple[Rows, int, str, str]:
    """Conflicts are settled as ever, but for those that a person let stand."""
    said = all_decided_of(mend(rows.texts), stay)
    return settle_conflicts(rows, spared={key for key, one in zip(rows.keys, said, strict=True) if one})
