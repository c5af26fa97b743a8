"""Texts that stand in several columns: joined with a mark that cleaning leaves alone and every model sees."""

from __future__ import annotations

import string
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.cleaning.clean import clean, normalise
from data.cleaning.duplicate_key import fold
from data.errors import WrongColumn
from data.missing import is_missing_text
from data.profiling.cleaning_look import look_at_cleaning
from data.profiling.distinctive import distinctive_terms
from data.profiling.profile import profile
from data.reading.columns import guess_columns, text_columns
from data.reading.read import read_table
from data.reading.text_columns import check_columns, joined_texts
from data.text_mark import MARK, join_parts, readable, split_parts
from model.ngram.ngrams import count_ngrams, find_space
from model.text.encode import FIRST_WORD, Vocabulary

WORDS = st.text(string.ascii_letters + "äß東ю😀0123456789", min_size=1, max_size=8)
SIGNS = st.sampled_from([
    "<b>", "</b>", "<b", "c>", "<!--", "-->", "<script>", "</script>", "&lt;", "&amp;", "@ann", "@", "https://a.example/x",
    "www.", "Ã©", "\u200b", "\t", "nan", "N/A", "|", ":", ";)", "e\u0301", MARK, MARK.upper(),
])  # fmt: skip
CELLS = st.one_of(
    st.sampled_from(["", " ", "nan", "N/A", "null"]), st.lists(st.one_of(WORDS, SIGNS), max_size=6).map(" ".join)
)
ROWS = st.integers(2, 4).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1))


def table(rows: list[list[str]]) -> tuple[pd.DataFrame, list[str]]:
    """A table of so many columns, and their names."""
    names = [f"part {place}" for place in range(len(rows[0]))]
    return pd.DataFrame(rows, columns=names, dtype="str"), names


@given(rows=ROWS)
def test_every_text_has_one_mark_less_than_columns_and_a_row_without_any_text_is_blank(rows: list[list[str]]) -> None:
    """Whatever stands in the cells, the mark itself too."""
    frame, names = table(rows)
    for text, cells in zip(joined_texts(frame, names), rows, strict=True):
        if all(is_missing_text(cell) or not cell.replace(MARK, " ").strip() for cell in cells):
            assert text == ""
        else:
            assert text.split().count(MARK) == len(names) - 1
            expected = ["" if is_missing_text(cell) else cell.replace(MARK, " ").strip() for cell in cells]
            assert split_parts(text) == expected


@pytest.mark.slow
@given(rows=ROWS)
def test_a_joined_text_is_cleaned_as_its_parts_are(rows: list[list[str]]) -> None:
    """No tag, comment or script that opens in one column closes in another; the mark stays a word; twice is once."""
    frame, names = table(rows)
    texts = joined_texts(frame, names).tolist()
    mended = normalise(texts)
    for text, after in zip(texts, mended, strict=True):
        alone = normalise(split_parts(text))
        assert split_parts(after) == (alone if any(alone) else [""])
        assert after == "" or after.split().count(MARK) == len(names) - 1
    assert normalise(mended) == mended


@given(texts=st.lists(CELLS, min_size=1))
def test_one_column_stays_as_it_is(texts: list[str]) -> None:
    """To the letter: models of one column are what they were."""
    assert joined_texts(pd.DataFrame({"text": texts}, dtype="str"), ["text"]).tolist() == texts


def test_network_and_ngrams_see_the_mark_as_one_word() -> None:
    """The vocabulary has it, and it stands between the words of the two columns."""
    texts = [join_parts(["late again", "we waited"]), join_parts(["", "we waited again"])]
    vocabulary = Vocabulary.build(texts)
    mark = vocabulary.words.index(MARK) + FIRST_WORD
    rows = vocabulary.encode(texts)
    starts = rows.offsets[:-1]
    assert (np.flatnonzero(rows.ids == mark) - starts).tolist() == [2, 0]
    swapped = [join_parts(["late", "we waited"]), join_parts(["late we", "waited"])]
    space = find_space(count_ngrams(swapped), most_columns=10_000, least_rows=1)
    one, other = space.table(swapped).toarray()
    assert np.abs(one - other).max() > 0.1


def test_the_same_words_in_other_columns_are_no_duplicate() -> None:
    """But case and blanks are still folded."""
    keys = fold(
        [join_parts(parts) for parts in (["So good", "not bad"], ["so GOOD!", "not  bad"], ["so", "good not bad"])]
    )
    assert keys[0] == keys[1] != keys[2]


def test_cleaning_shows_a_bar_for_the_mark_and_leaves_out_rows_without_any_text() -> None:
    """A text in one of the columns is enough; markup that leaves nothing in both is none."""
    titles = [f"<b>title</b> {n}" for n in range(60)] + ["", "only a title", "<br>"]
    bodies = [f"body number {n}" for n in range(60)] + ["nan", "", "<p></p>"]
    texts = joined_texts(pd.DataFrame({"title": titles, "body": bodies}), ["title", "body"])
    done = clean(texts, pd.Series(["a", "b", "c"] * 21))
    assert len(done.frame) == 61
    assert f"only a title {MARK}" in set(done.frame["text"])
    (markup,) = [rule for rule in done.rules if rule.rule == "markup"]
    assert (markup.before, markup.after) == ("<b>title</b> 0 | body number 0", " title  0 | body number 0")
    assert not any(
        MARK in change.before + change.after
        for rule in look_at_cleaning(texts, pd.Series(["a"] * 63)).rules
        for change in rule.changes
    )


def test_a_look_counts_the_words_of_people_and_names_no_pair_across_columns() -> None:
    """The mark is no word of anybody's."""
    texts = [join_parts(["so good", "today again"]), join_parts(["so bad", "today again"])] * 12
    frame = pd.DataFrame({"text": texts, "label": ["+", "-"] * 12})
    assert profile(frame, "text", "label").lengths.most == 4
    told = distinctive_terms(texts, ["+", "-"] * 12)
    shown = {term.words for found in told for term in (*found.words, *found.pairs)}
    assert shown == {"good", "so good", "bad", "so bad"}
    assert readable(texts[0]) == "so good | today again"


def test_both_columns_count_for_the_memory_of_reading(tmp_path: Path) -> None:
    """A second column of long texts leaves fewer rows in the sample."""
    path = tmp_path / "wide.csv"
    rows = pd.DataFrame({"title": ["t" * 100] * 3_000, "body": ["b" * 900] * 3_000, "label": ["a", "b"] * 1_500})
    rows.to_csv(path, index=False)
    limit = 4 * 10**6
    one = read_table(path, memory_limit_bytes=limit, columns=["title", "label"])
    both = read_table(path, memory_limit_bytes=limit, columns=["title", "body", "label"])
    assert len(one.frame) == 3_000
    assert len(both.frame) < 1_300
    assert joined_texts(both.frame, ["title", "body"]).str.len().max() == 1_002 + len(MARK)


def test_columns_that_clearly_hold_texts_are_found_in_the_order_of_the_file() -> None:
    """A title and a body are; an author, a link and a label with a text's name are not."""
    frame = pd.DataFrame({
        "message_id": [f"<{n}@a.example>" for n in range(40)],
        "title": [f"late again number {n}" for n in range(40)],
        "author": [f"Ada King {n % 9}" for n in range(40)],
        "body": [f"we waited for {n} hours in the cold hall" for n in range(40)],
        "label": ["bad", "so so", "good", "fine"] * 10,
    })  # fmt: skip
    assert text_columns(frame, guess_columns(frame)) == ["title", "body"]


def test_a_column_named_twice_is_refused() -> None:
    """For the texts, or for texts and labels."""
    with pytest.raises(WrongColumn, match="'title' is named twice"):
        check_columns(["title", "body", "title"], "label")
    with pytest.raises(WrongColumn, match="Text and label are the same column, 'body'"):
        check_columns(["title", "body"], "body")
