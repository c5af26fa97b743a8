"""Which texts of a column a rule could change: one look at all of them, so that most are never touched.

A sign is in every text that its rule changes, and in few others. Arrow looks for it in a whole column at some hundred
MB a second; what a rule does to a text with a sign is the rule's own matter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

_ROWS_AT_ONCE = 2_048  # a second copy of so many texts is held

Sign = Callable[[Any], Any]
"""From an Arrow array of texts (rows,) to one of truth values (rows,)."""


def holding(*patterns: str) -> Sign:
    """The sign of texts that hold one of some regular expressions, as RE2 writes them: no looking around, ASCII `\\s`.

    One that begins with the same characters always is looked for much faster than one with alternatives.
    """
    return lambda column: reduce(pc.or_, (pc.match_substring_regex(column, pattern) for pattern in patterns))


def holding_beyond_ascii(pattern: str) -> Sign:
    """The same of a regular expression that no text of ASCII alone holds."""

    def sign(column: Any) -> Any:
        beyond = pc.invert(pc.string_is_ascii(column))
        return pc.replace_with_mask(beyond, beyond, pc.match_substring_regex(column.filter(beyond), pattern))

    return sign


def longer_than(characters: int) -> Sign:
    """The sign of texts with more characters."""
    return lambda column: pc.greater(pc.utf8_length(column), characters)


def rows_with(signs: Sequence[Sign], texts: Sequence[str]) -> NDArray[np.bool_]:
    """Which texts have which sign: (signs, texts). Texts that Arrow cannot hold (half characters) have every one.

    >>> rows_with([holding("<[a-z]"), longer_than(3)], ["a <b>", "1 < 2", "one"]).tolist()
    [[True, False, False], [True, True, False]]
    """
    found = np.ones((len(signs), len(texts)), bool)
    for start in range(0, len(texts), _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        column = _column(texts[rows])
        for place, sign in enumerate(signs if column is not None else ()):
            found[place, rows] = sign(column).to_numpy(zero_copy_only=False)
    return found


def _column(texts: Sequence[str]) -> Any:
    try:
        return pa.array(texts, pa.large_string())
    except UnicodeEncodeError:
        return None
