"""Words in a row."""

from __future__ import annotations

from collections.abc import Sequence


def list_words(words: Sequence[str], last: str = "and") -> str:
    """Words in a row, the last of them behind `and`, or another word.

    >>> list_words(["Clean"]), list_words(["Clean", "Learn", "Debug"]), list_words(["Clean", "Learn"], "or")
    ('Clean', 'Clean, Learn and Debug', 'Clean or Learn')
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
