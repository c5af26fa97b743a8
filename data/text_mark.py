"""The mark between the texts of several columns, once they are one text.

It is one word that no person writes. Cleaning leaves it alone, and both the network and the n-grams see it as a word of
its own, so that a word of the title may count for something else than the same word of the body.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

MARK = "xxcolumn"
_SHOWN = "|"


def join_parts(parts: Iterable[str]) -> str:
    """Texts of one row as one, with the mark between each two; empty where all are.

    >>> join_parts(["Late again", "We waited"]), join_parts(["", "We waited"]), join_parts(["", ""])
    ('Late again xxcolumn We waited', 'xxcolumn We waited', '')
    """
    several = list(parts)
    if not any(several):
        return ""
    return " ".join(word for part in several for word in (MARK, part) if word).removeprefix(f"{MARK} ")


def split_parts(text: str) -> list[str]:
    """The texts that were joined.

    >>> split_parts("Late again xxcolumn We waited"), split_parts("xxcolumn We waited")
    (['Late again', 'We waited'], ['', 'We waited'])
    """
    return [part.strip() for part in text.split(MARK)]


def by_part(mend: Callable[[str], str], text: str) -> str:
    """What `mend` makes of each part: a tag that opens in one column and closes in the next is none."""
    return join_parts(map(mend, split_parts(text))) if MARK in text else mend(text)


def readable(text: str) -> str:
    """A text for a person to read, with a bar for the mark.

    >>> readable("Late again xxcolumn We waited")
    'Late again | We waited'
    """
    return text.replace(MARK, _SHOWN)


def without_mark(text: str) -> str:
    """The words of all parts."""
    return text.replace(MARK, " ")
