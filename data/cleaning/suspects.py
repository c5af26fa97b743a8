"""The texts that a rule could change: those with its sign, as they are when its turn comes.

What a rule does to a text it does to that text alone, so that the others need not be touched.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data.cleaning.signs import holding, rows_with
from data.cleaning.text_rules import TextRule
from data.text_mark import MARK, by_part, join_parts, split_parts


class Suspects:
    """Which texts each of some rules has to look at, when its turn comes.

    `parts_may_appear`: mind the parts of texts of several columns even where no text has any yet.
    """

    def __init__(self, texts: list[str], rules: Sequence[TextRule], *, parts_may_appear: bool = False) -> None:
        *signs, marked = rows_with([*(rule.sign for rule in rules), holding(MARK)], texts)
        in_parts = [i for i in np.flatnonzero(marked).tolist() if MARK in texts[i]]
        uneven = [i for i in in_parts if join_parts(split_parts(texts[i])) != texts[i]]
        for rows in signs:
            rows[uneven] = True
        self._in_parts = bool(in_parts) or parts_may_appear
        self._found = dict(zip((rule.name for rule in rules), signs, strict=True))
        self._rules = rules

    def mended_by(self, rule: TextRule, texts: list[str]) -> tuple[list[str], list[int]]:
        """The texts as a rule mends them, and the rows that it changed."""
        mended, changed = list(texts), []
        for i in np.flatnonzero(self._found[rule.name]).tolist():
            text = by_part(rule.mend, texts[i]) if self._in_parts else rule.mend(texts[i])
            if text != texts[i]:
                mended[i] = text
                changed.append(i)
        return mended, changed

    def look_again(self, texts: list[str], rule: TextRule, changed: Sequence[int]) -> None:
        """Look at rows that a rule changed, for the rules behind it; those of several parts they see in any case."""
        later = self._rules[self._rules.index(rule) + 1 :]
        if not changed or not later:
            return
        signs = rows_with([behind.sign for behind in later], [texts[i] for i in changed])
        in_parts = np.array([self._in_parts and MARK in texts[i] for i in changed])
        for behind, rows in zip(later, signs, strict=True):
            self._found[behind.name][changed] = rows | in_parts
