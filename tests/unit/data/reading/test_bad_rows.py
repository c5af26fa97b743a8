"""Rows that do not fit are left out and counted; a table that nothing can be learned from is refused in a sentence."""

from pathlib import Path

import pandas as pd
import pytest

from data.cleaning.clean import clean
from data.errors import UnusableLabels
from data.reading.read import read_table


def test_a_broken_row_is_skipped_and_counted_and_the_rows_after_it_stay(tmp_path: Path) -> None:
    """Rows that do not fit are left out by reason; nothing behind them is lost."""
    path = tmp_path / "t.csv"
    good = "".join(f'"text number {i}, with a comma",a\n' for i in range(40))
    path.write_text(f'text,label\n{good}only one\none,two,three\n"never closed,a\n{good}')
    table = read_table(path)
    assert table.rows_read == 80
    assert {skip.reason: skip.rows for skip in table.skipped} == {
        "too few fields": 1,
        "too many fields": 1,
        "quotes that never close": 1,
    }


def test_a_text_cut_by_a_stray_quote_is_skipped_rather_than_kept_in_part(tmp_path: Path) -> None:
    """Where the quote opens the last field of a row, the row's text is not complete on its line."""
    path = tmp_path / "t.csv"
    good = "".join(f'a,"text number {i}, with a comma"\n' for i in range(40))
    path.write_text(f'label,text\n{good}b,"the beginning of\n{good}')
    table = read_table(path)
    assert set(table.frame["label"]) == {"a"}
    assert [(skip.reason, skip.rows) for skip in table.skipped] == [("quotes that never close", 1)]


def test_a_quote_that_closes_far_away_takes_no_row_with_it(tmp_path: Path) -> None:
    """A stray quote is paired with the next one lines below: only the row it stands in is lost."""
    path = tmp_path / "t.csv"
    good = "".join(f'"text number {i}, with a comma",a\n' for i in range(40))
    path.write_text(f'text,label\n{good}"stray,a\nfine,b\nalso fine,a\nthe end",x,y\n{good}')
    table = read_table(path)
    assert {"fine", "also fine"} < set(table.frame["text"])
    assert table.rows_read == 82
    assert sum(skip.rows for skip in table.skipped) == 2


def _labelled(texts: list[str], labels: list[str]) -> tuple["pd.Series[str]", "pd.Series[str]"]:
    return pd.Series(texts, dtype="str"), pd.Series(labels, dtype="str")


def test_one_class_only() -> None:
    """One label in all rows cannot be learned, and is named."""
    with pytest.raises(UnusableLabels) as refusal:
        clean(*_labelled([f"text {i}" for i in range(80)], ["good"] * 80))
    assert str(refusal.value) == (
        "All 80 usable rows have the label 'good'. Two or more are needed: choose another label column or more data."
    )


def test_fewer_than_fifty_usable_rows_says_what_was_left_out() -> None:
    """A person sees how many rows are missing and where the others went."""
    texts = [f"text {i}" for i in range(60)]
    labels = ["nan"] * 12 + ["a", "b"] * 24
    with pytest.raises(UnusableLabels) as refusal:
        clean(*_labelled([*texts, texts[-1]], [*labels, "b"]))
    assert str(refusal.value) == (
        "Only 48 usable rows are left of 61 (12 without a label, 1 repeated exactly left out). At least 50 are "
        "needed: choose more data."
    )


def test_every_row_a_duplicate() -> None:
    """A table of one text again and again is called that."""
    with pytest.raises(UnusableLabels) as refusal:
        clean(*_labelled(["the same text"] * 200, ["a"] * 200))
    assert str(refusal.value) == (
        "The 200 rows are duplicates of 1 text. At least 50 different texts are needed: choose another text column "
        "or more data."
    )


def test_a_label_of_its_own_for_every_row() -> None:
    """A column of names or numbers taken for the labels is seen as that."""
    with pytest.raises(UnusableLabels) as refusal:
        clean(*_labelled([f"text {i}" for i in range(200)], [f"id {i}" for i in range(200)]))
    assert str(refusal.value) == (
        "Nearly every one of the 200 rows has a label of its own. Choose a label column in which the same few values "
        "come again and again."
    )
