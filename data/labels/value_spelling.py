"""Labels that are one value in several spellings: 1, 1.0 and True beside each other are one class, and so is ["1"].

1.1 and 1.10 are not: they may be sections, versions or codes. They are one number only where it is seen that places are
filled up with zeros, as in 1.00.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from data.labels.spelling import commonest, plain_spelling
from data.labels.tag_lists import list_items

_NUMBER = re.compile(r"([-+]?)(\d*)(?:([.,])(\d*))?")
_DIGITS_OF_A_THOUSAND = 3
_LONGEST_WORD = 12  # with blanks around it; longer ones say neither yes nor no
_MINUS = "\u2212"
_MOST_DIFFERENT = 1_000  # labels: more are no spellings of yes and no with some slips
_ALL_BUT_SLIPS = 0.95  # of the rows


class _Pair(StrEnum):
    """Words that come in pairs."""

    NUMBERS = "1 0"
    TRUTH = "true false t f"
    ANSWERS = "yes no y n"
    SWITCHES = "on off"


_SAID = {word: (pair, place % 2 == 0) for pair in _Pair for place, word in enumerate(pair.split())}


def common_values(labels: Mapping[str, int]) -> dict[str, str]:
    """For each label the spelling of its value that most rows have, given how many rows each spelling has.

    Numbers are joined that are written with and without a point, and those whose places are filled up with zeros;
    words such as true, yes and on with 1 only where the whole column, slips apart, says yes or no. Where it is a
    column of lists with one entry each, as programs for labelling write it, the entry is the label.

    >>> common_values({"1": 60, "True": 3, "1.0": 20, "0": 40, "False": 2, "no": 1})
    {'1': '1', 'True': '1', '1.0': '1', '0': '0', 'False': '0', 'no': '0'}
    >>> common_values({"2.0": 9, "2": 3, "1": 3, "True": 5, "02": 1})
    {'2.0': '2.0', '2': '2.0', '1': '1', 'True': 'True', '02': '02'}
    >>> sorted(set(common_values({"1.1": 9, "1.10": 9, "1.2": 9}).values()))
    ['1.1', '1.10', '1.2']
    >>> sorted(set(common_values({"1.5": 9, "1.50": 3, "2.00": 3, "2": 9}).values()))
    ['1.5', '2']
    >>> common_values({'["good"]': 60, "['bad']": 30})
    {'["good"]': 'good', "['bad']": 'bad'}
    """
    entry = _entries(labels)
    rows: Counter[str] = Counter()
    for label, count in labels.items():
        rows[entry.get(label, label)] += count
    filled_up = _filled_up(rows)
    key = _said_or_number if _say_yes_or_no(rows) else lambda label: _number_or_word(label, filled_up)
    common = commonest(rows, key)
    return {label: common[entry.get(label, label)] for label in labels}


def _entries(labels: Mapping[str, int]) -> dict[str, str]:
    """The entry of each label that is a list with one, where all but slips are; else none."""
    lists = {label: items for label in labels if label.startswith("[") and (items := list_items(label)) is not None}
    single = {label: items[0] for label, items in lists.items() if len(items) == 1}
    return single if sum(map(labels.__getitem__, single)) >= _ALL_BUT_SLIPS * sum(labels.values()) else {}


def _said_or_number(label: str) -> str:
    said = _SAID.get(_plain_word(label))
    return _number_or_word(label) if said is None else f"says {said[1]}"


def _number_or_word(label: str, filled_up: Collection[int] = ()) -> str:
    number = _plain_number(label)
    if number is None:
        return f"word {label}"
    places = _places(label)
    return number if "." not in number or len(places) in filled_up else number + places[len(places.rstrip("0")) :]


def _places(label: str) -> str:
    """What stands behind the point of a number."""
    found = _NUMBER.fullmatch(label.strip().replace(_MINUS, "-"))
    return (found[4] or "") if found else ""


def _filled_up(labels: Iterable[str]) -> set[int]:
    """How many places, two or more, are filled up with zeros where nothing stands in them, as in 1.00.

    >>> _filled_up(["1.00", "1.10", "2.500", "3.0"])
    {2}
    """
    places = {_places(label) for label in labels if _plain_number(label) is not None}
    return {len(zeros) for zeros in places if len(zeros) > 1 and not zeros.strip("0")}


def _say_yes_or_no(labels: Mapping[str, int]) -> bool:
    """Whether the labels are yes and no in any spelling; a letter counts beside its word or its other side only."""
    if len(labels) > _MOST_DIFFERENT:
        return False
    plain = {label: _plain_word(label) for label in labels}
    said = {label: _SAID[word] for label, word in plain.items() if word in _SAID}
    if sum(labels[label] for label in said) < _ALL_BUT_SLIPS * sum(labels.values()):
        return False
    if any(_plain_number(label) is not None for label in labels if label not in said):
        return False
    return all(_is_sure(pair, {plain[label] for label in said if said[label][0] is pair}) for pair in _Pair)


def _is_sure(pair: _Pair, words: set[str]) -> bool:
    sides = {_SAID[word][1] for word in words}
    return len(sides) != 1 or pair is _Pair.NUMBERS or any(len(word) > 1 for word in words)


def _plain_word(label: str) -> str:
    return _plain_number(label) or (plain_spelling(label) if len(label) <= _LONGEST_WORD else label)


def _plain_number(label: str) -> str | None:
    """A number without what does not change it; None for all else, and for codes such as 007 and 1,250.

    >>> [_plain_number(label) for label in ["1.0", "+1", "-0", "2,50", ".5", "007", "1,250", "30%", "-", "٣"]]
    ['1', '1', '0', '2.5', '0.5', None, None, None, None, None]
    """
    found = _NUMBER.fullmatch(label.strip().replace(_MINUS, "-"))
    if found is None or (not label.isascii() and _MINUS not in label):
        return None
    sign, whole, mark, part = found[1], found[2], found[3], found[4] or ""
    is_code = len(whole) > 1 and whole.startswith("0")
    if not (whole or part) or is_code or (mark == "," and len(part) == _DIGITS_OF_A_THOUSAND):
        return None
    plain = f"{whole or '0'}.{part}".rstrip("0").rstrip(".") if mark else whole
    return plain if sign != "-" or plain == "0" else f"-{plain}"
