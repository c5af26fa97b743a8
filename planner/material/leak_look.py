"""Which columns of a file give its label away, before anything is trained: seen in a sample, said in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data.labels.reading import AS_WRITTEN, LabelReading
from data.profiling.leakage.find import find_leaks
from data.profiling.leakage.leak import Leak
from planner.domain.wording.lists import list_words
from planner.material.sampled_column import sampled_columns

_MOST_SAID = 4


@dataclass(frozen=True, slots=True)
class LeakLook:
    """The columns that give the label away, in the table's order."""

    leaks: tuple[Leak, ...] = ()

    @property
    def columns(self) -> frozenset[str]:
        """Columns that are not to be learned from; texts with a word too many in them are not among them."""
        return frozenset(leak.column for leak in self.leaks if not leak.is_in_texts)

    def usable(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Those columns of texts that do not give the label away, or all where each does."""
        return tuple(name for name in texts if name not in self.columns) or tuple(texts)

    def said(self, texts: Sequence[str]) -> list[str]:
        """A sentence for each column, with what becomes of one that was named among `texts`.

        >>> LeakLook((Leak("stars", "'stars' says the same as 'mood'."),)).said(["stars", "body"])
        ["'stars' says the same as 'mood'. It is not used as text."]
        """
        first = sorted(self.leaks, key=lambda leak: leak.column not in texts)
        rest = [f"'{leak.column}'" for leak in first[_MOST_SAID:]]
        more = [f"So {'does' if len(rest) == 1 else 'do'} {list_words(rest)}."] if rest else []
        return [*(self._with_use(leak, texts) for leak in first[:_MOST_SAID]), *more]

    def refusal(self, texts: Sequence[str], likely: Sequence[str]) -> str:
        """Why nothing can be learned from `texts`, with the columns that could be; empty where something can.

        >>> look = LeakLook((Leak("stars", "'stars' says the same as 'mood': one value for each class."),))
        >>> look.refusal(["stars"], ["review"])
        "'stars' says the same as 'mood': one value for each class. It is no text to learn from: choose 'review'."
        """
        if not set(texts) <= self.columns or not texts:
            return ""
        first = next(leak for leak in self.leaks if leak.column == texts[0])
        open_to = [f"'{name}'" for name in likely if name not in self.columns]
        if first.is_in_words and not open_to:
            return ""  # they were meant to be texts, and there are too few of them, which cleaning says
        instead = list_words(open_to, "or") if open_to else "another column, or another label"
        return f"{first.sentence} It is no text to learn from: choose {instead}."

    def _with_use(self, leak: Leak, texts: Sequence[str]) -> str:
        is_left_out = leak.column in texts and leak.column not in self.usable(texts)
        return f"{leak.sentence} It is not used as text." if is_left_out else leak.sentence


def leak_look(
    path: Path,
    columns: Sequence[str],
    label: str,
    reading: LabelReading = AS_WRITTEN,
    *,
    further_labels: Sequence[str] = (),
    most_s: float = 1.0,
) -> LeakLook:
    """Look at these columns of a file, `label` among them; a large file is read for `most_s` seconds only.

    Nothing is found where it lacks the label: whoever reads the whole of it says so. `further_labels`, where a row may
    have several, are looked at likewise, and none is a copy of another.

    Raises
    ------
    UnreadableFile
        As in `data.reading.read`.
    """
    labels = (label, *further_labels)
    if not set(labels) <= set(columns) or len(columns) <= len(labels):
        return LeakLook()
    return leaks_in(sampled_columns(path, columns, most_s=most_s).frame, labels, reading)


def leaks_in(frame: pd.DataFrame, labels: Sequence[str], reading: LabelReading) -> LeakLook:
    """The same in rows that were read already, as for another line through the numbers of a label."""
    if not set(labels) <= {*frame.columns} or frame.shape[1] <= len(labels):
        return LeakLook()
    leaks: dict[str, Leak] = {}
    for each in labels:
        others = [name for name in labels if name != each]
        leaks |= {leak.column: leak for leak in find_leaks(frame.drop(columns=others), each, reading)}
    return LeakLook(tuple(leaks[name] for name in frame.columns if name in leaks))
