"""Columns of yes and no that stand side by side: each of them says of a row whether it has one label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby

from data.labels.yes_no import FAMILIES, families_of, is_positive
from data.missing import missing_among

_ONE_LABEL = frozenset(["label", "labels", "target", "class", "y"])  # a column of this name is the label, alone
# What rows are for, where they come from, and what a program notes of them.
_OF_THE_ROW_WORDS = """
train training test testing dev valid validation val split fold set subset part holdout id index row
gold golden verified truncated deleted duplicate duplicated retweet retweeted favorited quote reply
"""
_OF_THE_ROW = frozenset(_OF_THE_ROW_WORDS.split())


def binary_columns(columns: Mapping[str, Mapping[str, int]], column: str | None = None) -> tuple[str, ...]:
    """Two or more columns of yes and no side by side; those that `column` is one of, else the longest row of them.

    `columns` are all columns of a table in its order, with the rows of each of their cells. A column that says no in
    every row is one of them; one that is blank throughout, or says yes throughout, is passed over. Empty where no such
    columns are.

    >>> yes_no, texts = {"1": 3, "0": 9}, {"so good": 6, "so bad": 6}
    >>> binary_columns({"id": {"7": 1, "8": 1}, "text": texts, "toxic": yes_no, "threat": {"0": 12}, "rude": yes_no})
    ('toxic', 'threat', 'rude')
    >>> binary_columns({"text": texts, "toxic": yes_no, "is_train": yes_no})
    ()
    """
    runs = [tuple(run) for run in _runs(columns) if len(run) > 1]
    if column is not None:
        return next((run for run in runs if column in run), ())
    return max(runs, key=len, default=())


def pair_words(columns: Mapping[str, Mapping[str, int]], group: tuple[str, ...]) -> str:
    """What the cells of such columns say: "1 and 0", "true and false", "marks and blanks"."""
    found = {family for name in group for family in families_of(columns[name])}
    return next(family for family in FAMILIES if family in found)


def _runs(columns: Mapping[str, Mapping[str, int]]) -> Iterator[list[str]]:
    """Neighbours that are written alike; columns that say nothing stand in nobody's way."""
    kinds = {name: kind for name, cells in columns.items() if (kind := _kind(name, cells)) is not None}
    for kind, names in groupby(kinds, key=kinds.__getitem__):
        group = list(names)
        if kind and any(_says_yes(columns[name]) for name in group):
            yield group


def _kind(name: str, cells: Mapping[str, int]) -> str | None:
    """The pair of words that a column is written in; "" where it is no column of yes and no, None to pass it over."""
    missing = missing_among(cells)
    filled = {cell: rows for cell, rows in cells.items() if cell not in missing}
    said = {is_positive(cell) for cell in filled}
    if not said:
        return None
    families = families_of(filled)
    if None in said or len(families) != 1 or not _may_be_a_label(name):
        return ""
    is_half_blank = said == {True} and sum(filled.values()) < sum(cells.values())
    if said == {True} and not is_half_blank:
        return None
    return next(iter(families))


def _says_yes(cells: Mapping[str, int]) -> bool:
    return any(is_positive(cell) for cell in cells)


def _may_be_a_label(name: str) -> bool:
    words = set(re.findall(r"[a-z]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", name).lower()))
    is_numbered = any(map(str.isdigit, name))
    return not words & _OF_THE_ROW and (is_numbered or not words or not words <= _ONE_LABEL)
