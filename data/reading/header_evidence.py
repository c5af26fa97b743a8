"""How much a row looks like the names of the columns below it, all columns weighed.

For each column two explanations of its first cell are compared: a name, or one more value like those below. The
logarithms of their likelihood ratios are added up (naive Bayes), and no single column may say more than a few of the
others together: one odd name among usual ones does not undo a header, and one value that comes again does not make
rows of names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from enum import Enum
from math import log

from data.reading.header_names import is_known_name

_MOST_AGAINST, _MOST_FOR = -6.0, 4.0  # that one column can say
_MOST_ROWS, _LEAST_ROWS = 200, 20
_MOST_CELLS = 20_000  # looked at, so that a table of a thousand columns takes no longer
_MOST_WORDS = 6
_PRIOR = 0.3  # tables have a header more often than not
_PRIOR_OF_ONE_COLUMN = -3.0
_NUMBER = re.compile(r"[-+]?[€$£¥]?\s?[-+]?\d[\d.,_ ’']*(e[-+]?\d+)?\s?[%€$£¥]?", re.IGNORECASE)
_YEAR = re.compile(r"(19|20)\d\d")
_DATE = re.compile(r"[\d.:/\-, T]*\d[./:\-]\d[\d.:/\-, TZ+]*([ap]\.?m\.?)?", re.IGNORECASE)
_IDENTIFIER = re.compile(r"[a-z]+[\da-z]*(_[\da-z]+)+|[a-z]+[A-Z]\w*|[A-Za-z]{1,3}\d{1,3}|[a-z]+(\.[a-z]+)+")
_ENDS = (".", "!", ";", ",", "…", "。", "！")
_SHORTENED = 5  # characters: "No." and "Nr." are names, no sentences
_LONGEST_KIND = 64  # characters: what is longer is words


class _Kind(Enum):
    YEAR = 0.02
    NUMBER = 0.03  # the value: how many names look so
    DATE = 0.01
    WORDS = 0.94


_YEARS_IN_A_RUN = 0.3
_NAME_LENGTHS = (0.05, 0.12, 0.28, 0.27, 0.14, 0.08, 0.04, 0.02)  # of 1, 2-3, 4-7, ... characters
_NAME_ENDS_A_SENTENCE, _NAME_ASKS, _NAME_IS_LONG, _NAME_IS_IDENTIFIER, _NAME_IS_KNOWN = 0.02, 0.06, 0.08, 0.2, 0.45
_NAME_IS_A_VALUE_TOO = 0.005
_RARE = 5  # times rarer than usual: a value that is as rare may be the name of the column, once in a while


def header_evidence(first: Sequence[str], below: Sequence[Sequence[str]]) -> float:
    """Log odds that `first` names the columns of the rows `below`, all as wide; above 0 it rather does.

    >>> header_evidence(["No.", "text", "label"], [["1", "so good", "pos"], ["2", "so bad", "neg"]]) > 0
    True
    >>> header_evidence(["ham", "see you"], [["spam", "win cash"], ["ham", "well then"]]) > 0
    False
    """
    names = [cell.strip() for cell in first]
    if not any(names):
        return _MOST_AGAINST
    years = _years_in_a_run(names)
    rows = below[: max(_LEAST_ROWS, min(_MOST_ROWS, _MOST_CELLS // len(names)))]
    evidence = _PRIOR if len(names) > 1 else _PRIOR_OF_ONE_COLUMN
    for place, name in enumerate(names):
        if name:
            cells = [cell for row in rows if (cell := row[place].strip())]
            evidence += max(_MOST_AGAINST, min(_MOST_FOR, _of_column(name, cells, name in years)))
    return evidence


def _of_column(name: str, cells: Sequence[str], in_a_run: bool) -> float:
    return (
        _of_kind(name, cells, in_a_run)
        + _of_length(name, cells)
        + _of_coming_again(name, cells)
        + _of_shape(name, cells, _ends_a_sentence, _NAME_ENDS_A_SENTENCE)
        + _of_shape(name, cells, lambda cell: cell.endswith(("?", "？")), _NAME_ASKS)
        + _for_shape(name, cells, lambda cell: len(cell.split()) > _MOST_WORDS, _NAME_IS_LONG, unseen=0.5)
        + _for_shape(name, cells, _is_identifier, _NAME_IS_IDENTIFIER)
        + _for_shape(name, cells, is_known_name, _NAME_IS_KNOWN)
    )


def _ends_a_sentence(cell: str) -> bool:
    return len(cell) > _SHORTENED and cell.endswith(_ENDS)


def _is_identifier(cell: str) -> bool:
    return len(cell) <= _LONGEST_KIND and _IDENTIFIER.fullmatch(cell) is not None


def _kind(cell: str) -> _Kind:
    if len(cell) > _LONGEST_KIND:
        return _Kind.WORDS
    if _YEAR.fullmatch(cell):
        return _Kind.YEAR
    if _NUMBER.fullmatch(cell):
        return _Kind.NUMBER
    return _Kind.DATE if _DATE.fullmatch(cell) else _Kind.WORDS


def _of_kind(name: str, cells: Sequence[str], in_a_run: bool) -> float:
    kind = _kind(name)
    as_name = _YEARS_IN_A_RUN if in_a_run else kind.value
    alike = sum(_kind(cell) is kind for cell in cells)
    as_value = (alike + (1.5 if kind is _Kind.WORDS else 0.5)) / (len(cells) + 3)
    return log(as_name / as_value)


def _years_in_a_run(names: Sequence[str]) -> frozenset[str]:
    """Years that stand beside the year before or after them: such a row counts time."""
    years = {int(name) for name in names if _YEAR.fullmatch(name)}
    return frozenset(str(year) for year in years if year - 1 in years or year + 1 in years)


def _of_length(name: str, cells: Sequence[str]) -> float:
    lengths = Counter(_length(cell) for cell in cells)
    length = _length(name)
    near = lengths[length] + 0.25 * (lengths[length - 1] + lengths[length + 1])
    return log(_NAME_LENGTHS[length] / ((near + 0.5) / (1.5 * len(cells) + 4)))


def _length(cell: str) -> int:
    return min(len(cell).bit_length() - 1, len(_NAME_LENGTHS) - 1)


def _of_coming_again(name: str, cells: Sequence[str]) -> float:
    """A value that is common among those below is one of them; where all come again and this one does not, a name."""
    counts = Counter(cells)
    come_again = sum(rows for rows in counts.values() if rows > 1)
    share = (come_again + 0.5) / (len(cells) + 1)
    if not counts[name]:
        return log((1 - _NAME_IS_A_VALUE_TOO) / (1 - share))
    usual = sum(rows * rows for rows in counts.values()) / len(cells)
    rarer = max(0.0, log(usual / (_RARE * counts[name])))
    return min(-0.3, log(_NAME_IS_A_VALUE_TOO / share) + rarer)


def _of_shape(name: str, cells: Sequence[str], has: Callable[[str], bool], share_of_names: float) -> float:
    values = (sum(map(has, cells)) + 0.5) / (len(cells) + 2)
    return log(share_of_names / values) if has(name) else log((1 - share_of_names) / (1 - values))


def _for_shape(
    name: str, cells: Sequence[str], has: Callable[[str], bool], share_of_names: float, *, unseen: float = 0.2
) -> float:
    """What a shape says for a name; that it is missing says nothing."""
    if not has(name):
        return 0.0
    return log(share_of_names / ((sum(map(has, cells)) + unseen) / (len(cells) + 2)))
