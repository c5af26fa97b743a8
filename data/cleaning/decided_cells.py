"""What was decided of labels, as the cells of a person's own table say it: in one column, in several, or as tags."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from data.cleaning.decided import Decided, all_decided_of, decided_label
from data.labels.flag_columns import YES, read_flags
from data.labels.label_cell import join_labels, split_labels
from data.labels.several import SeveralLabels
from data.labels.tag_cells import tags_in

_ANSWERS = (("1", "0"), ("1.0", "0.0"), ("true", "false"), ("yes", "no"), ("y", "n"), ("t", "f"), ("x", ""))
_PAIRS = tuple(
    (spelled(yes), spelled(no)) for yes, no in _ANSWERS for spelled in (str, str.capitalize, str.upper)
)  # of one kind each

Cells = dict[str, list[str | None]]  # column -> a new cell for each row, None where it stays


def decided_cells(
    texts: Sequence[str], frame: pd.DataFrame, label: str, several: SeveralLabels | None, decided: Sequence[Decided]
) -> Cells:
    """New cells of the label columns of some rows, given their mended texts.

    >>> table = pd.DataFrame({"label": ["bad", "Good "]})
    >>> decided_cells(["so good", "fine"], table, "label", None, [Decided("so good", "good"), Decided("fine", "good")])
    {'label': ['good', None]}
    """
    said = all_decided_of(texts, decided)
    if several is None:
        cells = frame[label].fillna("").astype(str)
        return {label: [_class(cell, about) for cell, about in zip(cells, said, strict=True)]}
    if several.separator is not None:
        cells = frame[label].fillna("").astype(str)
        written = _Tags.as_in(cells, several.separator)
        return {label: [written.with_new(cell, about) for cell, about in zip(cells, said, strict=True)]}
    return _flags(frame, several, said)


def _class(cell: str, said: Sequence[Decided]) -> str | None:
    """One that says the same in other letters stays as it is."""
    new = decided_label(cell, said)
    return None if new.casefold() == cell.strip().casefold() or new == cell else new


@dataclass(frozen=True, slots=True)
class _Tags:
    """How tags are written in a column: what stands between them, and whether lists have apostrophes as in Python."""

    separator: str
    between: str
    has_apostrophes: bool

    @classmethod
    def as_in(cls, cells: pd.Series[str], separator: str) -> _Tags:
        """As the cells of a column have them."""
        spaced = f"{separator} "
        between = spaced if any(spaced in cell for cell in cells) else separator
        return cls(separator, between, any("'" in cell for cell in cells))

    def with_new(self, cell: str, said: Sequence[Decided]) -> str | None:
        """A cell after all that was decided about its text; None where it stays."""
        had = tags_in(cell, self.separator) or ()
        new = split_labels(decided_label(join_labels(had), said))
        if set(new) == set(had):
            return None
        tags = [*(tag for tag in had if tag in new), *(tag for tag in new if tag not in had)]
        if cell.lstrip().startswith("["):
            return str(tags) if self.has_apostrophes else json.dumps(tags, ensure_ascii=False)
        return self.between.join(tags)


def _flags(frame: pd.DataFrame, several: SeveralLabels, said: Sequence[tuple[Decided, ...]]) -> Cells:
    columns = list(several.columns)
    has = read_flags(frame, columns, several.reading.threshold) == YES
    new: Cells = {name: [None] * len(frame) for name in columns}
    for row, about in enumerate(said):
        if not about:
            continue
        had = {name for name, one in zip(columns, has[row], strict=True) if one}
        now = set(split_labels(decided_label(join_labels(had), about)))
        for name in had ^ now:
            if name in new:
                new[name][row] = _other_flag(str(frame[name].iloc[row]), has_now=name in now)
    return new


def _other_flag(cell: str, *, has_now: bool) -> str:
    """The other of two answers, written as the one that stands there."""
    for yes, no in _PAIRS:
        if cell.strip() == (no if has_now else yes):
            return yes if has_now else no
    return "1" if has_now else "0"
