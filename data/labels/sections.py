"""Labels that are sections of a text, such as 1.1 to 1.10 and 2.1: they look like numbers, and none is one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

_SECTION = re.compile(r"([1-9]\d{0,3})(?:\.([1-9]\d{0,3}))?", re.ASCII)
_ALL_BUT_SLIPS, _WITHOUT_GAPS = 0.95, 0.9  # of the rows, and of the sections up to the last one of each chapter


def are_sections(rows_of: Mapping[str, int]) -> bool:
    """Whether labels count sections: a tenth one stands beside a first, and hardly any is missing before it.

    >>> chapters = {f"{chapter}.{section}": 5 for chapter in (1, 2) for section in range(1, 13)}
    >>> are_sections(chapters), are_sections({f"{price / 10}": 5 for price in range(11, 120)})
    (True, False)
    """
    found = {label: match for label in rows_of if (match := _SECTION.fullmatch(label.strip()))}
    if sum(rows_of[label] for label in found) < _ALL_BUT_SLIPS * sum(rows_of.values()):
        return False
    chapters: dict[str, set[int]] = defaultdict(set)
    for match in found.values():
        if match[2]:  # a chapter may be a label itself
            chapters[match[1]].add(int(match[2]))
    has_tenth = any({1, 10} <= sections for sections in chapters.values())
    counted, expected = sum(map(len, chapters.values())), sum(map(max, chapters.values()))
    return has_tenth and counted >= _WITHOUT_GAPS * expected
