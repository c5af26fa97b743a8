"""The rules that leave rows out, or settle which label a text has."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from operator import ne

from data.cleaning.duplicate_key import Key, duplicate_keys
from data.cleaning.rule_report import DROPPED, RuleReport, shortened
from data.labels.joining import SPELLING_RULE, VALUE_RULE
from data.labels.label_cell import readable_labels
from data.labels.spelling import common_spellings
from data.labels.value_spelling import common_values
from data.missing import LEAST_ROWS_OF_CLASS, is_missing_text, missing_among

CONFLICT_RULE = "conflicting_labels"
LEAST_ROWS_OF_LABEL = LEAST_ROWS_OF_CLASS  # three parts, and two folds in the largest


@dataclass(frozen=True, slots=True)
class Rows:
    """Texts, their keys as duplicates, labels, and their places in what was given; the four lists run side by side.

    `kept_labels` are words that the person called classes although they look like no label.
    """

    texts: Sequence[str]
    keys: Sequence[Key]
    labels: Sequence[str]
    places: Sequence[int]
    kept_labels: tuple[str, ...] = ()

    @classmethod
    def of(cls, texts: Sequence[str], labels: Sequence[str], *, kept_labels: tuple[str, ...] = ()) -> Rows:
        """All rows of two columns, in order."""
        return cls(texts, duplicate_keys(texts), labels, range(len(texts)), kept_labels)

    def keep(self, mask: Sequence[bool]) -> Rows:
        """The rows where `mask` is true."""
        texts, labels = (list(compress(column, mask)) for column in (self.texts, self.labels))
        keys, places = list(compress(self.keys, mask)), list(compress(self.places, mask))
        return Rows(texts, keys, labels, places, self.kept_labels)

    def filled(self) -> Rows:
        """The rows with both a text and a label: nothing else can be learned from, whatever rules are off."""
        return self.keep([bool(text and label) for text, label in zip(self.texts, self.labels, strict=True)])


@dataclass(frozen=True, slots=True)
class RowRule:
    """One rule: its name, its title on screens, and what it makes of the rows."""

    name: str
    title: str
    work: Callable[[Rows], tuple[Rows, int, str, str]]

    def apply(self, rows: Rows) -> tuple[Rows, RuleReport]:
        """The rows that stay, and the report."""
        left, touched, before, after = self.work(rows)
        return left, RuleReport(self.name, self.title, touched, shortened(before), shortened(after))


def left_out(rows: Rows, mask: Sequence[bool]) -> tuple[Rows, int, str, str]:
    """The rows where `mask` is true, how many others there are, and the first of these before and after."""
    first = next((i for i, keep in enumerate(mask) if not keep), None)
    if first is None:
        return rows, 0, "", ""
    return rows.keep(mask), mask.count(False), _shown(rows, first), DROPPED


def _shown(rows: Rows, i: int) -> str:
    return f"{readable_labels(rows.labels[i]) or '(no label)'}: {rows.texts[i] or '(no text)'}"


def _drop_empty_texts(rows: Rows) -> tuple[Rows, int, str, str]:
    return left_out(rows, [not is_missing_text(text) for text in rows.texts])


def _drop_missing_labels(rows: Rows) -> tuple[Rows, int, str, str]:
    missing = missing_among(Counter(rows.labels), rows.kept_labels)
    return left_out(rows, [label not in missing for label in rows.labels])


def _join_spellings(rows: Rows) -> tuple[Rows, int, str, str]:
    """Labels that differ in case or blank space only take the commonest spelling."""
    return _joined(rows, common_spellings)


def _join_values(rows: Rows) -> tuple[Rows, int, str, str]:
    """Labels that are one number, or one of yes and no, take the commonest spelling of it."""
    return _joined(rows, common_values)


def _joined(rows: Rows, join: Callable[[Counter[str]], dict[str, str]]) -> tuple[Rows, int, str, str]:
    common = join(Counter(rows.labels))
    labels = [common[label] for label in rows.labels]
    return relabelled(rows, labels)


def relabelled(rows: Rows, labels: list[str]) -> tuple[Rows, int, str, str]:
    """The rows with other labels, how many have one now, and the first of them before and after."""
    first = next((i for i, label in enumerate(labels) if label != rows.labels[i]), None)
    if first is None:
        return rows, 0, "", ""
    changed = sum(map(ne, labels, rows.labels))
    return replace(rows, labels=labels), changed, readable_labels(rows.labels[first]), readable_labels(labels[first])


def conflicting_labels(rows: Rows) -> dict[Key, Counter[str]]:
    """The labels, with the rows of each, of every text that has several of them, in the order of the rows."""
    rows_of = Counter(rows.keys)
    labels_of: dict[Key, Counter[str]] = defaultdict(Counter)
    for key, label in zip(rows.keys, rows.labels, strict=True):
        if rows_of[key] > 1:
            labels_of[key][label] += 1
    return {key: labels for key, labels in labels_of.items() if len(labels) > 1}


def settle_conflicts(rows: Rows, spared: Collection[Key] = ()) -> tuple[Rows, int, str, str]:
    """Of rows with one text and several labels those of the majority stay; on a tie none does. Spared keys all stay."""
    keys, labels_of = rows.keys, conflicting_labels(rows)
    winner = {key: majority(labels) for key, labels in labels_of.items() if key not in spared}
    mask = [winner.get(key, label) == label for key, label in zip(keys, rows.labels, strict=True)]
    if all(mask):
        return rows, 0, "", ""
    first = keys[mask.index(False)]
    votes = ", ".join(f"{readable_labels(label)} ({count})" for label, count in labels_of[first].most_common())
    before = f"{votes}: {rows.texts[mask.index(False)]}"
    return rows.keep(mask), mask.count(False), before, readable_labels(winner[first]) or DROPPED


def majority(labels: Counter[str]) -> str:
    """The label that more rows have than any other; empty on a tie.

    >>> majority(Counter(good=2, bad=1)), majority(Counter(good=1, bad=1))
    ('good', '')
    """
    (label, most), (_, second) = labels.most_common(2)
    return label if most > second else ""


def _drop_exact_duplicates(rows: Rows) -> tuple[Rows, int, str, str]:
    return _drop_repeats(rows, list(zip(rows.texts, rows.labels, strict=True)))


def _drop_near_duplicates(rows: Rows) -> tuple[Rows, int, str, str]:
    return _drop_repeats(rows, list(zip(rows.keys, rows.labels, strict=True)))


def _drop_repeats(rows: Rows, keys: Sequence[tuple[Key, str]]) -> tuple[Rows, int, str, str]:
    seen: dict[tuple[Key, str], int] = {}
    firsts = [seen.setdefault(key, i) for i, key in enumerate(keys)]
    left, touched, _, _ = left_out(rows, [first == i for i, first in enumerate(firsts)])
    if not touched:
        return rows, 0, "", ""
    again = next(i for i, first in enumerate(firsts) if first != i)
    return left, touched, rows.texts[again], f"{DROPPED} same as: {rows.texts[firsts[again]]}"


def _drop_rare_labels(rows: Rows) -> tuple[Rows, int, str, str]:
    count = Counter(rows.labels)
    return left_out(rows, [count[label] >= LEAST_ROWS_OF_LABEL for label in rows.labels])


ROW_RULES = (
    RowRule("empty_text", "Rows without a text", _drop_empty_texts),
    RowRule("missing_label", "Rows without a label", _drop_missing_labels),
    RowRule(SPELLING_RULE, "Labels that differ only in case or spaces", _join_spellings),
    RowRule(VALUE_RULE, "Labels that are one value: 1, 1.0 and True", _join_values),
    RowRule(CONFLICT_RULE, "The same text with different labels", settle_conflicts),
    RowRule("exact_duplicates", "Exact duplicates", _drop_exact_duplicates),
    RowRule("near_duplicates", "Duplicates but for case, punctuation or spaces", _drop_near_duplicates),
    RowRule("rare_labels", f"Labels with fewer than {LEAST_ROWS_OF_LABEL} rows", _drop_rare_labels),
)
