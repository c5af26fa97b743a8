"""The texts that a rule could change: those with its sign, and those that a rule before it changed.

What a rule does to a text it does to that text alone, so that the others need not be touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.cleaning.signs import holding, rows_with
from data.cleaning.text_rules import TextRule
from data.text_mark import MARK, by_part, join_parts, split_parts


@dataclass(frozen=True, slots=True, eq=False)
class Suspects:
    """Which texts (rows,) have the sign of which rule, and which are looked at by every rule from here on.

    `in_parts`: some texts are of several columns, and rules mend each part of them for itself.
    """

    signs: dict[str, NDArray[np.bool_]]
    moved: NDArray[np.bool_]
    in_parts: bool

    @classmethod
    def among(cls, texts: list[str], rules: Sequence[TextRule], *, parts_may_appear: bool = False) -> Suspects:
        """One look at all texts. `parts_may_appear`: mind parts even where no text has any yet."""
        *signs, marked = rows_with([*(rule.sign for rule in rules), holding(MARK)], texts)
        in_parts = [i for i in np.flatnonzero(marked).tolist() if MARK in texts[i]]
        moved = np.zeros(len(texts), bool)
        moved[[i for i in in_parts if join_parts(split_parts(texts[i])) != texts[i]]] = True
        named = {rule.name: rows for rule, rows in zip(rules, signs, strict=True)}
        return cls(named, moved, in_parts=bool(in_parts) or parts_may_appear)

    def mended(self, rule: TextRule, texts: list[str]) -> tuple[list[str], list[int]]:
        """The texts as a rule mends them, and the rows that it changed."""
        mended, changed = list(texts), []
        for i in np.flatnonzero(self.signs[rule.name] | self.moved).tolist():
            text = by_part(rule.mend, texts[i]) if self.in_parts else rule.mend(texts[i])
            if text != texts[i]:
                mended[i] = text
                changed.append(i)
        return mended, changed

    def add(self, rows: Sequence[int]) -> None:
        """Rows that changed: signs were looked for in what they were before."""
        self.moved[rows] = True
