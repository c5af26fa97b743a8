"""Cells that hold several tags each, read into label cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from data.labels.label_cell import NO_LABEL, join_labels
from data.labels.reading import LabelReading
from data.labels.tag_lists import list_items
from data.labels.tags import split_tags, tag_separator
from data.missing import BLANK_WORDS, missing_among

_LISTS = ("[", "{", "c(")  # how cells begin that are lists as programs write them
_TYPED = {"\\t": "\t", "\\n": "\n", "tab": "\t"}
_SHOWN = {"\t": "\\t", "\n": "\\n"}


class NotSeparator(ValueError):
    """What was typed cannot stand between tags; one sentence says what was expected."""


@dataclass(frozen=True, slots=True)
class TagCells:
    """The label cell of each different cell, "" where it holds none, and words that were taken for no tag, by rows."""

    label_cells: Mapping[str, str]
    words: Mapping[str, int]


def parse_separator(text: str) -> str:
    r"""The mark between tags that a person typed: `;`, `|`, `, `, `\t`; blanks around another mark do not count.

    Raises
    ------
    NotSeparator
        It is empty, or a letter or digit.

    >>> [parse_separator(text) for text in [";", " | ", ", ", "\\t", " "]]
    [';', '|', ',', '\t', ' ']
    """
    mark = _TYPED.get(text.strip().casefold(), text.strip() or text[:1])
    if not mark or any(map(str.isalnum, mark)):
        raise NotSeparator(f"'{text[:20]}' is no mark between tags. Give one such as ; or | or \\t.")
    return mark


def typed_separator(separator: str) -> str:
    r"""A mark as it is typed and shown: a tab as `\t`."""
    return _SHOWN.get(separator, separator)


def tags_in(cell: str, separator: str) -> tuple[str, ...] | None:
    """The tags of a cell, each once; None where it is blank, empty where it is an empty list.

    >>> tags_in("b; a;;b;", ";"), tags_in('["a", "b"]', ";"), tags_in("[]", ";"), tags_in(" ; ", ";")
    (('b', 'a'), ('a', 'b'), (), None)
    """
    if cell.lstrip().startswith(_LISTS) and (listed := list_items(cell)) is not None:
        return tuple(dict.fromkeys(listed))
    return split_tags(cell, separator) or None


def read_tags(cells: Mapping[str, int], separator: str, reading: LabelReading) -> TagCells:
    """What each of some cells says, given the rows of each; words for a missing label are no tags.

    A blank cell says nothing of its row, unless the person said that it means none of the tags.
    """
    tags_of = {cell: tags_in(cell, separator) for cell in cells}
    rows: Counter[str] = Counter()
    for cell, tags in tags_of.items():
        for tag in tags or ():
            rows[tag] += cells[cell]
    missing = missing_among(rows, reading.kept)
    blank = "" if reading.blank is None else NO_LABEL
    read = {cell: _label_cell(tags, missing, blank) for cell, tags in tags_of.items()}
    words = {tag: rows[tag] for tag in missing if tag.strip().casefold() not in BLANK_WORDS}
    return TagCells(read, words)


def not_divided(cells: Mapping[str, int], column: str, separator: str) -> str:
    """Why cells are no cells of tags, in a sentence: none of them holds two; empty where one does."""
    if any(len(tags_in(cell, separator) or ()) > 1 for cell in cells):
        return ""
    found = tag_separator(cells)
    other = f", but '{typed_separator(found)}' may be the mark: --separator '{typed_separator(found)}'" if found else ""
    return (
        f"No cell of '{column}' holds two tags with '{typed_separator(separator)}' between them{other}. Name the mark "
        "that stands between tags, or leave it out to learn one class a row."
    )


def _label_cell(tags: tuple[str, ...] | None, missing: frozenset[str], blank: str) -> str:
    if tags is None:
        return blank
    kept = [tag for tag in tags if tag not in missing]
    return join_labels(kept) if kept or not tags else blank
