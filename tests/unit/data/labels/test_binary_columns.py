"""Columns of yes and no side by side, however they are written; splits, marks of programs and ids are none of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.labels.binary_columns import binary_columns
from data.labels.yes_no import is_positive

YES_NO = [
    ("1", "0"),
    ("1.0", "0.0"),
    ("True", "False"),
    ("yes", "no"),
    ("x", ""),
    ("1", ""),
    ("Y", "N"),
    ("ja", "nein"),
]
NAMES = ["toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"]
TEXTS = {f"a text of some words, number {row}": 1 for row in range(40)}
IDS = {str(row): 1 for row in range(40)}


def counted(columns: Mapping[str, Sequence[str]]) -> dict[str, Mapping[str, int]]:
    return {name: Counter(cells) for name, cells in columns.items()}


@pytest.mark.slow
@pytest.mark.parametrize(("yes", "no"), YES_NO)
@given(st.lists(st.lists(st.booleans(), min_size=30, max_size=30), min_size=2, max_size=6))
def test_columns_side_by_side_are_found_however_they_say_it(yes: str, no: str, said: list[list[bool]]) -> None:
    """Each with a yes and a no; ids and texts beside them are none."""
    flags = {name: [yes, no, *(yes if one else no for one in row)] for name, row in zip(NAMES, said, strict=False)}
    table = {"id": IDS, "text": TEXTS, **counted(flags), "stars": {str(star): 8 for star in range(1, 6)}}
    assert binary_columns(table) == tuple(flags)
    assert all(binary_columns(table, name) == tuple(flags) for name in flags)
    assert binary_columns(table, "stars") == ()


@pytest.mark.parametrize("other", ["split", "is_train", "isTest", "fold", "is_retweet", "_golden", "verified", "id"])
def test_a_column_of_the_rows_is_no_label(other: str) -> None:
    """Two columns of 0 and 1, of which one says what rows are for or where they come from, are no group."""
    flags = {"1": 10, "0": 30}
    assert binary_columns({"text": TEXTS, "toxic": flags, other: flags}) == ()


def test_a_label_that_is_named_so_stands_alone() -> None:
    """`label` beside `has_url` is one label; label_1 and label_2 are two."""
    flags = {"1": 10, "0": 30}
    assert binary_columns({"text": TEXTS, "label": flags, "has_url": flags}) == ()
    assert binary_columns({"text": TEXTS, "label_1": flags, "label_2": flags}) == ("label_1", "label_2")


def test_a_label_that_never_comes_is_one_of_them_and_an_empty_column_is_not() -> None:
    """In the first rows a rare label may be 0 throughout; what is blank or yes throughout is passed over."""
    flags = {"1": 10, "0": 30}
    table = {"toxic": flags, "threat": {"0": 40}, "notes": {"": 40}, "seen": {"1": 40}, "insult": flags}
    assert binary_columns(table) == ("toxic", "threat", "insult")
    assert binary_columns({"toxic": {"0": 40}, "threat": {"0": 40}}) == ()


def test_what_stands_between_parts_them() -> None:
    """Two rows of columns: the longest, or the one that was asked for; columns written otherwise are others."""
    flags, words = {"1": 10, "0": 30}, {"True": 9, "False": 31}
    table = {"a": flags, "b": flags, "text": TEXTS, "c": flags, "d": flags, "e": flags, "seen_by_a": words}
    assert binary_columns(table) == ("c", "d", "e")
    assert binary_columns(table, "b") == ("a", "b")
    assert binary_columns(table, "seen_by_a") == ()


def test_identity_columns_mostly_empty_are_no_flags() -> None:
    """Shares of raters, of which most cells are blank."""
    shares = {"": 900, "0.0": 50, "1.0": 20, "0.5": 5}
    assert binary_columns({"text": TEXTS, "female": shares, "male": shares}) == ()


@given(st.text(max_size=20))
def test_any_cell_is_yes_no_or_neither(cell: str) -> None:
    """Case and blanks around it say nothing."""
    assert is_positive(cell) in {True, False, None}
    assert is_positive(f"  {cell} ") is is_positive(cell)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["1", "1.0", "1,0", "true", "TRUE", "T", "yes", "Y", "on", "x", "X", "✓", "✔️", "+", "'1'", "Sí", "да"], True),
        (["0", "0.0", "0,00", "false", "F", "no", "N", "off", "", "  ", "nan", "-", "✗", "nein", "нет"], False),
        (["2", "10", "-1", "0.5", "maybe", "n/a", "?", "none", "1 0"], None),
    ],
)
def test_how_people_write_yes_and_no(cells: list[str], said: bool | None) -> None:
    """In several languages, with a point, with a mark."""
    assert [is_positive(cell) for cell in cells] == [said] * len(cells)
