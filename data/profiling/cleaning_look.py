"""What cleaning would do to given texts, rule by rule and text by text, before anything is trained on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from data.cleaning.clean import normalise
from data.cleaning.label_rules import rules_for
from data.cleaning.mending import steps
from data.cleaning.row_rules import RowRule, Rows
from data.cleaning.rule_report import DROPPED, shortened, text_report
from data.labels.label_cell import readable_labels
from data.labels.reading import AS_WRITTEN, LabelReading
from data.labels.several import LabelForm

MOST_CHANGES = 20  # of each rule that are shown


@dataclass(frozen=True, slots=True)
class Change:
    """One row as it stood before a rule and after it; `after` is "(left out)" where the row goes."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RuleLook:
    """Rows that one rule touches, and up to `MOST_CHANGES` of them; a rule mends texts, or judges rows."""

    rule: str
    title: str
    rows: int
    changes: tuple[Change, ...]
    mends_texts: bool
    left_off: str = ""  # why the rule is not applied although it is not switched off


@dataclass(frozen=True, slots=True)
class CleaningLook:
    """The rules in their order, those that find nothing among them; `mended` are the given rows, none left out."""

    rules: tuple[RuleLook, ...]
    mended: Rows
    kept: Rows

    @property
    def left_out(self) -> int:
        """Rows that would not be learned from."""
        return len(self.mended.texts) - len(self.kept.texts)


def look_at_cleaning(
    texts: pd.Series[str],
    labels: pd.Series[str],
    rules_off: Sequence[str] = (),
    reading: LabelReading = AS_WRITTEN,
    form: LabelForm = LabelForm.CLASS,
) -> CleaningLook:
    """Do what `data.cleaning.clean.clean` does, and keep what each rule did; too few rows are no error here.

    Of several labels a row (see `form`), `labels` are label cells, read already.

    >>> texts = pd.Series(["so <b>good</b>", "bad", "Bad!", "bad"])
    >>> seen = look_at_cleaning(texts, pd.Series(["+", "-", "-", "-"]))
    >>> [(rule.rule, rule.rows) for rule in seen.rules if rule.rows]
    [('markup', 1), ('odd_spaces', 1), ('exact_duplicates', 1), ('near_duplicates', 1), ('rare_labels', 2)]
    >>> seen.rules[0].changes[0]
    Change(label='+', before='so <b>good</b>', after='so  good ')
    """
    given = texts.fillna("").astype(str).tolist()
    cells = labels.fillna("").astype(str)
    names = reading.read(cells) if form is LabelForm.CLASS else cells.tolist()
    mended, looks = _mend(given, names, rules_off)
    rows = everything = Rows.of(mended, names, kept_labels=reading.classes_named)
    for rule in rules_for(reading, form):
        if rule.name not in rules_off:
            rows, look = _apply(rule, rows)
            looks.append(look)
    return CleaningLook(tuple(looks), everything, rows.filled())


def _mend(given: list[str], labels: list[str], rules_off: Sequence[str]) -> tuple[list[str], list[RuleLook]]:
    mended, looks = given, []
    for step in steps(given, rules_off, judged=True):
        before, mended = step.before, list(step.after)
        changed = [i for i, text in enumerate(mended) if text != before[i]]
        shown = tuple(_change(labels[i], before[i], mended[i]) for i in changed[:MOST_CHANGES])
        rule = step.rule
        looks.append(RuleLook(rule.name, rule.title, len(changed), shown, mends_texts=True, left_off=step.left_off))
    off = [*rules_off, *(look.rule for look in looks if look.left_off)]
    changed = [i for i, text in enumerate(mended) if text != given[i]]
    again = normalise((mended[i] for i in changed), rules_off=off)  # as `clean`: until nothing changes
    for i, text in zip(changed, again, strict=True):
        mended[i] = text
    return mended, looks


def _change(label: str, before: str, after: str) -> Change:
    report = text_report("", "", [before], [after])  # it shows the place of the change
    return Change(readable_labels(label), report.before, report.after)


def _apply(rule: RowRule, rows: Rows) -> tuple[Rows, RuleLook]:
    left, report = rule.apply(rows)
    changes = _changes(rows, left) if report.rows else ()
    return left, RuleLook(rule.name, rule.title, report.rows, changes, mends_texts=False)


def _changes(rows: Rows, left: Rows) -> tuple[Change, ...]:
    """Rows that went, or whose label became another one."""
    label_after = dict(zip(left.places, left.labels, strict=True))
    changes: list[Change] = []
    for place, label, text in zip(rows.places, rows.labels, rows.texts, strict=True):
        after = label_after.get(place)
        if after != label:
            became = DROPPED if after is None else f"label: {readable_labels(after)}"
            changes.append(Change(readable_labels(label), shortened(text), became))
        if len(changes) == MOST_CHANGES:
            break
    return tuple(changes)
