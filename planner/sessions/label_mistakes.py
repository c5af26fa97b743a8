"""Which labels a delivered model takes for which, where a held-out text may have several."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from model.protocol.result import SessionResult

COLUMNS = ("true", "predicted", "rows", "of", "share")


@dataclass(frozen=True, slots=True, eq=False)
class LabelMistakes:
    """Pairs of labels, the most frequent first; there may be none.

    `mistakes` has the columns true (a label that texts have, and that was not said), predicted (one that was said of
    them, and that they have not), rows (texts), of (texts that have the first) and share (0 to 1).
    """

    mistakes: pd.DataFrame

    @property
    def answer(self) -> str:
        """The most frequent pair in words; that there is none, where there is none."""
        if not len(self.mistakes):
            return "No label was said in place of another"
        worst = self.mistakes.iloc[0]
        names = f"{_short(worst['true'])} for {_short(worst['predicted'])}"
        return f"Most often taken for another: {names}, {worst['rows']:,} of {worst['of']:,}"


def label_mistakes_of(result: SessionResult | None) -> LabelMistakes | None:
    """The pairs in a `result.json`; None where it tells none, or some that do not fit its labels."""
    if result is None or not result.several_labels or not _fits(result):
        return None
    texts_of = {score.label: score.support for score in result.per_class.delivered}
    pairs = [
        (true, predicted, rows, texts_of.get(true, 0), rows / max(1, texts_of.get(true, 0)))
        for true, counts in zip(result.classes, result.taken_for, strict=True)
        for predicted, rows in zip(result.classes, counts, strict=True)
        if rows > 0
    ]
    frame = pd.DataFrame(pairs, columns=list(COLUMNS))
    return LabelMistakes(frame.sort_values(["rows", "share"], ascending=False, kind="stable").reset_index(drop=True))


def _fits(result: SessionResult) -> bool:
    size = len(result.classes)
    return len(result.taken_for) == size > 1 and all(len(counts) == size for counts in result.taken_for)


def _short(name: str) -> str:
    return name if len(name) <= 24 else f"{name[:23]}…"
