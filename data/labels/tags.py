"""Several tags in one cell: which mark stands between them, and the tags of a cell.

A mark between words does not make tags of them: "Politics, local" may be the name of one class, and "News/Sport" a
place in a tree. What tells is whether the parts come again in other company, and at other places in the cell.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import fmean

from data.labels.spelling import plain_spelling
from data.labels.tag_lists import list_items
from data.missing import missing_among

LISTS, ANGLES, HASHTAGS = ",", "><", " #"
_CLEAR = ("||", "|", ";#", ";", "；", "、", "\n", "\t", "•", "·")  # hardly ever within the name of a class
_UNCLEAR = ("，", "،", ",", " / ", "/")
_MOST_CELLS = 5_000  # different ones, looked at
_FEW_CELLS = 500
_LEAST_JOINED, _LEAST_JOINED_ROWS = 0.01, 2  # share of the rows with several parts; fewer are slips
_LISTED = 0.95  # share of the rows that are lists where the column is one of lists
_COMING_AGAIN = {True: 0.5, False: 0.6}  # of the parts, by whether the mark is a clear one
_MOVING, _MOVING_OF_PAIRS = 0.2, 0.5  # share of the parts that stand at several places
_MOST_WORDS, _MOST_CHARACTERS, _MOST_PARTS = 4.0, 40.0, 12.0  # on average: more is prose
_REPEATING = 0.1  # share of the rows with several parts that say one twice
_LAST_OF_A_LIST = re.compile(r"(?:and|or|&|und|oder|et|ou|y|o|e)\s", re.IGNORECASE)
_WHOLE, _NUMBER = re.compile(r"\d{1,6}"), re.compile(r"[-+]?\d*[.,]?\d+(?:e[-+]?\d+)?", re.IGNORECASE)


def tag_separator(cells: Mapping[str, int] | Iterable[str], known: str = "") -> str | None:
    """The mark between the tags of a column's cells, as `split_tags` takes it; None where a cell holds one label.

    `cells` are cells, or the rows of each. A `known` mark is one that the file itself puts between several labels:
    nothing but how often it comes is asked of it.

    >>> tag_separator(["a;b", "b", "c; a", "c"]), tag_separator(['["a", "b"]', "[]", '["b"]', '["c", "a"]'])
    (';', ',')
    >>> tag_separator(["Politics, local", "Sport", "Politics, world", "Arts"]) is None
    True
    """
    rows_of = cells if isinstance(cells, Mapping) else Counter(cells)
    missing = missing_among(rows_of)
    filled = {cell: rows for cell, rows in islice(rows_of.items(), _MOST_CELLS) if cell not in missing}
    if known and _is_often(_split(filled, known)):
        return known
    if listed := _of_lists(filled):
        return listed
    marks = (HASHTAGS, *_CLEAR, *_UNCLEAR)
    return next((mark for mark in marks if _are_tags(filled, mark)), None)


def split_tags(cell: str, separator: str) -> tuple[str, ...]:
    """The tags of a cell, each once, in its order; a cell that is a list is read as one where commas are asked for.

    >>> split_tags(" b; a;;b; ", ";"), split_tags("['a', 'b']", ","), split_tags("", ";")
    (('b', 'a'), ('a', 'b'), ())
    """
    return tuple(dict.fromkeys(_parts(cell, separator)))


def _parts(cell: str, separator: str) -> Sequence[str]:
    listed = list_items(cell) if separator in (LISTS, ANGLES) else None
    if listed is not None:
        return listed
    if separator == HASHTAGS:
        return [word.strip(",;#") for word in cell.split() if word.strip(",;#")]
    parts = (_unquoted(part.strip()) for part in cell.split(separator))
    return [part for part in parts if part]


def _unquoted(part: str) -> str:
    is_quoted = len(part) > 1 and part[0] == part[-1] and part[0] in "'\""
    return part[1:-1].strip() if is_quoted else part


def _of_lists(filled: Mapping[str, int]) -> str | None:
    """The mark of cells that are lists as programs write them."""
    read = {cell: items for cell in filled if (items := list_items(cell)) is not None}
    if not read or sum(filled[cell] for cell in read) < _LISTED * sum(filled.values()):
        return None
    if any(cell.lstrip().startswith("<") for cell in read):
        return ANGLES if _are_tags(filled, ANGLES) else None
    return LISTS if _are_tags(filled, LISTS, is_list=True) else None


@dataclass(frozen=True, slots=True)
class _Split:
    """The parts of each different cell, as they are compared, with the rows of each; `joined` have several."""

    parts: tuple[tuple[str, ...], ...]
    rows: tuple[int, ...]

    @property
    def joined(self) -> list[tuple[str, ...]]:
        return [parts for parts in self.parts if len(parts) > 1]

    @property
    def joined_rows(self) -> int:
        return sum(rows for parts, rows in zip(self.parts, self.rows, strict=True) if len(parts) > 1)


def _are_tags(filled: Mapping[str, int], mark: str, *, is_list: bool = False) -> bool:
    if mark == HASHTAGS and not all(word.startswith("#") for cell in filled for word in cell.split()):
        return False
    if not is_list and _is_too_rare_or_prose(filled, mark):
        return False
    split = _split(filled, mark)
    if not _is_often(split):
        return False
    is_clear = is_list or mark in (*_CLEAR, ANGLES, HASHTAGS)
    looks_so = not _is_prose(split, mark) and not _are_numbers(split, mark, is_list=is_list)
    return looks_so and _come_again(split, is_clear) and (is_list or mark == ANGLES or _move(split))


def _split(filled: Mapping[str, int], mark: str) -> _Split:
    parts = tuple(tuple(map(plain_spelling, _parts(cell, mark))) for cell in filled)
    return _Split(parts, tuple(filled.values()))


def _is_often(split: _Split) -> bool:
    return split.joined_rows >= max(_LEAST_JOINED_ROWS, _LEAST_JOINED * sum(split.rows))


def _is_too_rare_or_prose(filled: Mapping[str, int], mark: str) -> bool:
    """Told from the cells with the mark, before any is compared: texts with commas are many and long."""
    inside = {"><": ">", HASHTAGS: "#"}.get(mark, mark)
    marked = {cell: rows for cell, rows in filled.items() if inside in cell}
    if not marked or sum(marked.values()) < _LEAST_JOINED * sum(filled.values()):
        return True
    lengths = [len(cell.split()) / (cell.count(inside) + 1) for cell in islice(marked, _FEW_CELLS)]
    return fmean(lengths) > _MOST_WORDS


def _is_prose(split: _Split, mark: str) -> bool:
    """Long parts, very many, parts that are said twice, or a list as it stands in a sentence."""
    joined = split.joined
    different = {part for parts in split.parts for part in parts}
    repeating = sum(rows for parts, rows in zip(split.parts, split.rows, strict=True) if len(set(parts)) < len(parts))
    return (
        fmean(len(part.split()) for part in different) > _MOST_WORDS
        or fmean(map(len, different)) > _MOST_CHARACTERS
        or fmean(map(len, joined)) > _MOST_PARTS
        or repeating > _REPEATING * split.joined_rows
        or (mark in _UNCLEAR and any(_LAST_OF_A_LIST.match(parts[-1]) for parts in joined))
    )


def _are_numbers(split: _Split, mark: str, *, is_list: bool) -> bool:
    """Dates, vectors and numbers with a comma; ids of tags are whole, and with commas three of them stand in a cell."""
    different = {part for parts in split.parts for part in parts}
    numbers = [part for part in different if _NUMBER.fullmatch(part)]
    if 2 * len(numbers) <= len(different):
        return False
    if mark in (" / ", "/") or not all(map(_WHOLE.fullmatch, numbers)):
        return True
    are_decimals = all(len(parts) == 2 or _are_thousands(parts) for parts in split.joined)
    return mark == "," and not is_list and are_decimals


def _are_thousands(parts: Sequence[str]) -> bool:
    return len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])


def _come_again(split: _Split, is_clear: bool) -> bool:
    """Whether enough of the parts stand in other company, too."""
    company = defaultdict(set)
    for parts in split.parts:
        for part in parts:
            company[part].add(frozenset(parts))
    coming_again = [len(company[part]) > 1 for parts in split.joined for part in parts]
    return fmean(coming_again) >= _COMING_AGAIN[is_clear]


def _move(split: _Split) -> bool:
    """Whether parts stand at several places: those of a tree, or of a name with a first name, keep to their own."""
    places = defaultdict(set)
    for parts in split.parts:
        for place, part in enumerate(parts):
            places[part].add(place)
    moving = fmean(len(places[part]) > 1 for parts in split.parts for part in parts)
    is_pairs = {len(parts) for parts in split.parts} == {2}
    return moving >= (_MOVING_OF_PAIRS if is_pairs else _MOVING)
