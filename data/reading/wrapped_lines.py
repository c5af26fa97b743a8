"""Files in which each line is one quoted cell, as a spreadsheet writes a table that stands in its first column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

_WRAPPED = re.compile(r'\s*"((?:[^"]|"")*)"([;,\t| ]*)(\r\n|\r|\n|)')
_LEAST_SHARE = 0.5  # of lines: a spreadsheet wraps only those that hold a quote or its own separator


def are_wrapped(lines: Sequence[str]) -> bool:
    """Whether most lines are a quoted cell each, and hold more than one cell when the quotes are taken off.

    >>> are_wrapped(['"text,label"', '"so good,pos"'])
    True
    >>> are_wrapped(['"text","label"', '"so good","pos"'])
    False
    """
    filled = [line for line in lines if line.strip()]
    wrapped = sum(_WRAPPED.fullmatch(line) is not None for line in filled)
    return bool(filled) and wrapped >= max(2, _LEAST_SHARE * len(filled))


def unwrapped(lines: Iterable[str]) -> Iterator[str]:
    """Lines without the quotes around them.

    >>> list(unwrapped(['"1,""so, good"",pos"\\n', "2,bad,neg\\n"]))
    ['1,"so, good",pos\\n', '2,bad,neg\\n']
    """
    for line in lines:
        found = _WRAPPED.fullmatch(line)
        yield line if found is None else found[1].replace('""', '"') + found[3]
