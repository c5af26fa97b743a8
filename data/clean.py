"""Quick and dirty cleaning: named rules, each with the rows it touched and an example; duplicates go before the split.

The order matters: texts are mended, rows without text or label go, spellings of one label meet, texts that contradict
each other are settled, duplicates go, and labels too rare to be learned and tested go last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from data.fold import fold
from data.row_rules import ROW_RULES, Rows
from data.rule_report import RuleReport, text_report
from data.text_rules import TEXT_RULES, TextRule
from data.usable import check_usable

__all__ = ["RULES", "Cleaned", "RuleReport", "clean", "normalise", "without_texts"]

_MOST_PASSES = 10
RULES: dict[str, str] = {rule.name: rule.title for rule in (*TEXT_RULES, *ROW_RULES)}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What is left: `frame` with the columns text, label and source_row (index label of the given texts), 0..n-1."""

    frame: pd.DataFrame
    rules: tuple[RuleReport, ...]
    rows_before: int


def clean(texts: pd.Series[str], labels: pd.Series[str], *, rules_off: Sequence[str] = ()) -> Cleaned:
    """Clean texts and their labels, which belong together by position.

    Rules named in `rules_off` (see `RULES`) are left out; texts and labels that are blank always go.

    Raises
    ------
    UnusableLabels
        Fewer than 50 rows are left, or one class only, or nothing but duplicates.
    ValueError
        `rules_off` names no rule, or texts and labels differ in number.
    """
    _check_order(texts, labels, rules_off)
    mended, reports = _mend(texts.fillna("").astype(str).tolist(), rules_off)
    rows = Rows.of(mended, labels.fillna("").astype(str).str.strip().tolist())
    for rule in ROW_RULES:
        if rule.name not in rules_off:
            rows, report = rule.apply(rows)
            reports.append(report)
    rows = rows.filled()
    frame = pd.DataFrame(
        {"text": rows.texts, "label": rows.labels, "source_row": texts.index.to_numpy()[rows.places]},
    ).astype({"text": "str", "label": "str"})
    check_usable(frame["label"], rows_before=len(texts), reports=reports)
    return Cleaned(frame, tuple(reports), len(texts))


def normalise(texts: Iterable[str], *, rules_off: Sequence[str] = ()) -> list[str]:
    """Texts as `clean` mends them, none dropped: for new texts and for test files. Doing it twice changes nothing."""
    return _mend([text if isinstance(text, str) else "" for text in texts], rules_off)[0]


def without_texts(frame: pd.DataFrame, texts: Iterable[str]) -> pd.DataFrame:
    """Rows of a cleaned frame whose text is no duplicate, exact or near, of the given ones (those of a test file).

    Both sides are compared as fully mended, whichever rules were off when the frame was cleaned.
    """
    known = set(fold(normalise(texts)))
    return frame[[key not in known for key in fold(normalise(frame["text"]))]].reset_index(drop=True)


def _check_order(texts: pd.Series[str], labels: pd.Series[str], rules_off: Sequence[str]) -> None:
    if len(texts) != len(labels):
        raise ValueError(f"{len(texts)} texts but {len(labels)} labels")
    if unknown := [name for name in rules_off if name not in RULES]:
        raise ValueError(f"No cleaning rule is called {unknown[0]}. There are: {', '.join(RULES)}.")


def _mend(texts: list[str], rules_off: Sequence[str]) -> tuple[list[str], list[RuleReport]]:
    rules = [rule for rule in TEXT_RULES if rule.name not in rules_off]
    reports, mended = [], texts
    for rule in rules:
        before, mended = mended, [rule.mend(text) for text in mended]
        reports.append(text_report(rule.name, rule.title, before, mended))
    pairs = zip(texts, mended, strict=True)
    return [new if new == old else _settled(new, rules) for old, new in pairs], reports


def _settled(text: str, rules: Sequence[TextRule]) -> str:
    """A mended text, mended until nothing changes: one rule may uncover work for another, such as a link in a tag."""
    for _ in range(_MOST_PASSES):
        before = text
        for rule in rules:
            text = rule.mend(text)
        if text == before:
            break
    return text
