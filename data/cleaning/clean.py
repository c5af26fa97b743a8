"""Quick and dirty cleaning: named rules, each with the rows it touched and an example; duplicates go before the split.

The order matters: texts are mended, rows without text or label go, spellings of one label meet, texts that contradict
each other are settled, duplicates go, and labels too rare to be learned and tested go last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import compress, count, takewhile
from operator import ne
from typing import Any

import pandas as pd

from data.cleaning.decided import Decided, with_decided
from data.cleaning.duplicate_key import Key, duplicate_keys
from data.cleaning.label_rules import RARE_RULE, Unlearnable, rules_for
from data.cleaning.mending import settled, steps
from data.cleaning.row_rules import CONFLICT_RULE, ROW_RULES, RowRule, Rows, conflicting_labels
from data.cleaning.rule_report import RuleReport, text_report
from data.cleaning.text_rules import TEXT_RULES, TextRule
from data.cleaning.usable import check_usable
from data.labels.kind import LabelCounts, counts_of_cells
from data.labels.reading import AS_WRITTEN, LabelReading
from data.labels.several import LabelForm

__all__ = ["RULES", "Cleaned", "RuleReport", "clean", "conflicting_rows", "normalise", "without_texts"]

RULES: dict[str, str] = {rule.name: rule.title for rule in (*TEXT_RULES, *ROW_RULES)}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What is left: `frame` with the columns text, label and source_row (index label of the given texts), 0..n-1.

    `counts` are the labels as they came. Of several labels a row, `label` is a label cell (see
    `data.labels.label_cell`), `counts` are of such cells, and `unlearnable` are labels that were left out. `undecided`
    is what would be left if no label had been decided: the same object as `frame` where none was.
    """

    frame: pd.DataFrame
    rules: tuple[RuleReport, ...]
    rows_before: int
    counts: LabelCounts
    unlearnable: Unlearnable = field(default_factory=Unlearnable)
    undecided: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def left_off(self) -> tuple[str, ...]:
        """Names of the rules that were left off as they would have lost most texts; new texts are mended without."""
        return tuple(report.rule for report in self.rules if report.left_off)

    @property
    def notes(self) -> list[str]:
        """What was not done, and why."""
        off = [f"The rule '{rule.title}' was left off: {rule.left_off}." for rule in self.rules if rule.left_off]
        return [*off, *self.unlearnable.notes]


def clean(
    texts: pd.Series[str],
    labels: pd.Series[str],
    *,
    rules_off: Sequence[str] = (),
    reading: LabelReading = AS_WRITTEN,
    form: LabelForm = LabelForm.CLASS,
    decided: Sequence[Decided] = (),
) -> Cleaned:
    """Clean texts and their labels, which belong together by position.

    Of several labels a row (see `form`), `labels` are label cells, read already.
    Rules named in `rules_off` (see `RULES`) are left out; texts and labels that are blank always go. A rule that
    would empty or make alike more than half of the texts is left off. What a person `decided` of labels takes the
    place of those in the table.

    Raises
    ------
    UnusableLabels
        Fewer than 50 rows are left, or one class only, or nothing but duplicates.
    ValueError
        `rules_off` names no rule, or texts and labels differ in number.
    """
    _check_order(texts, labels, rules_off)
    cells, several = labels.fillna("").astype(str).tolist(), form is not LabelForm.CLASS
    mended, reports = _mend(texts.fillna("").astype(str).tolist(), rules_off)
    rows = Rows.of(mended, cells if several else reading.read(cells), kept_labels=reading.classes_named)
    rules = rules_for(reading, form)
    undecided = done = _by_rules(rows, rules, rules_off, several=several)
    if decided:
        done = _by_rules(rows, _with_decided(rules, decided, rules_off, reports), rules_off, several=several)
    reports += done.reports
    frame, as_in_table = (_frame(one.rows, texts.index) for one in (done, undecided))
    check_usable(frame["label"], rows_before=len(texts), reports=reports, several_labels=several)
    counts = counts_of_cells(Counter(cells)) if several else LabelCounts.of(Counter(cells), reading, rules_off)
    undecided_frame = as_in_table if decided else frame
    return Cleaned(frame, tuple(reports), len(texts), counts, done.unlearnable, undecided_frame)


def conflicting_rows(
    texts: pd.Series[str],
    labels: pd.Series[str],
    *,
    rules_off: Sequence[str] = (),
    reading: LabelReading = AS_WRITTEN,
    form: LabelForm = LabelForm.CLASS,
) -> list[list[ConflictingRow]]:
    """Rows of each text that has several labels when its turn to be settled comes; arguments as of `clean`."""
    cells, several = labels.fillna("").astype(str).tolist(), form is not LabelForm.CLASS
    mended, _ = _mend(texts.fillna("").astype(str).tolist(), rules_off)
    rows = Rows.of(mended, cells if several else reading.read(cells), kept_labels=reading.classes_named)
    before = takewhile(lambda rule: rule.name != CONFLICT_RULE, rules_for(reading, form))
    rows = _by_rules(rows, list(before), rules_off, several=several).rows.filled()
    found: dict[Key, list[ConflictingRow]] = {key: [] for key in conflicting_labels(rows)}
    for text, key, label, place in zip(rows.texts, rows.keys, rows.labels, rows.places, strict=True):
        if key in found:
            found[key].append(ConflictingRow(text, label, place))
    return list(found.values())


@dataclass(frozen=True, slots=True)
class ConflictingRow:
    """A row, as cleaned so far, and its place in what was given."""

    text: str
    label: str
    place: int


@dataclass(frozen=True, slots=True)
class _Done:
    """What rules that judge rows have left, and labels that could not be learned."""

    rows: Rows
    reports: list[RuleReport]
    unlearnable: Unlearnable


def _by_rules(rows: Rows, rules: Sequence[RowRule], rules_off: Sequence[str], *, several: bool) -> _Done:
    reports, unlearnable = list[RuleReport](), Unlearnable()
    for rule in rules:
        if rule.name in rules_off:
            continue
        unlearnable = Unlearnable.among(rows.labels) if several and rule.name == RARE_RULE else unlearnable
        rows, report = rule.apply(rows)
        reports.append(report)
    return _Done(rows, reports, unlearnable)


def _frame(rows: Rows, index: pd.Index[Any]) -> pd.DataFrame:
    rows, names = rows.filled(), index.to_numpy()
    return pd.DataFrame(
        {"text": rows.texts, "label": rows.labels, "source_row": names[list(rows.places)]},
    ).astype({"text": "str", "label": "str"})


def normalise(texts: Iterable[str], *, rules_off: Sequence[str] = ()) -> list[str]:
    """Texts as `clean` mends them, none dropped: for new texts and for test files. Doing it twice changes nothing.

    Rules that `clean` left off (`Cleaned.left_off`) have to be named.
    """
    given = [text if isinstance(text, str) else "" for text in texts]
    done = list(steps(given, rules_off, judged=False))
    return _until_settled(given, done[-1].after if done else given, [step.rule for step in done])


def without_texts(frame: pd.DataFrame, texts: Iterable[str], *, left_off: Sequence[str] = ()) -> pd.DataFrame:
    """Rows of a cleaned frame whose text is no duplicate, exact or near, of the given ones (those of a test file).

    Both sides are compared as fully mended, whichever rules were switched off when the frame was cleaned, but
    without those that were left off: these would make texts alike that are not.
    """
    given = normalise(texts, rules_off=left_off)
    keys = duplicate_keys([*given, *normalise(frame["text"], rules_off=left_off)])
    known = set(keys[: len(given)])
    return frame[[key not in known for key in keys[len(given) :]]].reset_index(drop=True)


def _with_decided(
    rules: Sequence[RowRule], decided: Sequence[Decided], rules_off: Sequence[str], reports: Sequence[RuleReport]
) -> tuple[RowRule, ...]:
    """The rules with that of labels a person decided: texts that no rule was off for are fully mended already."""
    mend = partial(normalise, rules_off=[report.rule for report in reports if report.left_off])
    texts = mend([one.text for one in decided])
    mended = [replace(one, text=text) for one, text in zip(decided, texts, strict=True)]
    return with_decided(rules, mended, mend if rules_off else list)


def _check_order(texts: pd.Series[str], labels: pd.Series[str], rules_off: Sequence[str]) -> None:
    if len(texts) != len(labels):
        raise ValueError(f"{len(texts)} texts but {len(labels)} labels")
    if unknown := [name for name in rules_off if name not in RULES]:
        raise ValueError(f"No cleaning rule is called {unknown[0]}. There are: {', '.join(RULES)}.")


def _mend(texts: list[str], rules_off: Sequence[str]) -> tuple[list[str], list[RuleReport]]:
    done = list(steps(texts, rules_off, judged=True))
    reports = [
        replace(text_report(step.rule.name, step.rule.title, step.before, step.after), left_off=step.left_off)
        for step in done
    ]
    rules = [step.rule for step in done if not step.left_off]
    return _until_settled(texts, done[-1].after if done else texts, rules), reports


def _until_settled(given: list[str], mended: list[str], rules: Sequence[TextRule]) -> list[str]:
    changed = list(compress(count(), map(ne, given, mended)))
    done = list(mended)
    for i, text in zip(changed, settled([mended[i] for i in changed], rules), strict=True):
        done[i] = text
    return done
