"""The made table of rated comments is like those people have, and its columns are found without a word said."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from benchmarks.rated_comments import COLUMNS, IDENTITIES, SHARES, make_table
from data.labels.number_classes import unfit
from data.labels.reading import AS_WRITTEN
from planner.material.first_look import class_look, first_look

ROWS = 2_000


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_table(tmp_path_factory.mktemp("rated") / "comments.csv", ROWS)


@pytest.fixture(scope="module")
def frame(table: Path) -> pd.DataFrame:
    return pd.read_csv(table)


def test_it_has_all_columns_and_rows(frame: pd.DataFrame, table: Path) -> None:
    """45 columns, as told by another reader of CSV; each id once."""
    assert frame.shape == (ROWS, 45)
    assert tuple(frame.columns) == COLUMNS
    assert frame["id"].is_unique
    with table.open(newline="", encoding="utf-8") as file:
        assert {len(row) for row in csv.reader(file)} == {45}


def test_the_target_is_a_share_with_its_peak_at_none(frame: pd.DataFrame) -> None:
    """It is the number of raters who minded, by all who rated; some 8 in 100 comments are minded by half of them."""
    rows_of = frame["target"].value_counts()
    assert rows_of.index[0] == 0
    assert rows_of.iloc[0] > ROWS / 2
    assert {0.2, 5 / 6, 1 / 6}.issubset(rows_of.index)
    assert 0.06 < (frame["target"] >= 0.5).mean() < 0.10
    minded = frame["target"] * frame["toxicity_annotator_count"]
    assert (minded - minded.round()).abs().max() < 1e-9


def test_nobody_says_why_who_did_not_mind(frame: pd.DataFrame) -> None:
    """The further shares are never above the target."""
    for name in (*SHARES, "sexual_explicit"):
        assert (frame[name] <= frame["target"]).all()


def test_people_are_named_in_few_rows(frame: pd.DataFrame) -> None:
    """All two dozen columns are blank together, where no rater was asked."""
    asked = frame["identity_annotator_count"] > 0
    assert 0.17 < asked.mean() < 0.27
    assert len(IDENTITIES) == 24
    assert (frame.loc[:, list(IDENTITIES)].notna().all(axis=1) == asked).all()
    assert (frame.loc[:, list(IDENTITIES)].isna().all(axis=1) == ~asked).all()


def test_texts_are_as_comments_are(frame: pd.DataFrame) -> None:
    """Up to 200 words, with what makes a CSV hard to read; few words are in most texts, most words in few."""
    texts = frame["comment_text"]
    lengths = texts.str.split().str.len()
    assert lengths.min() >= 1
    assert lengths.max() <= 200
    assert 40 < lengths.mean() < 60
    for hard in ('"', "\n", ","):
        assert texts.str.contains(hard, regex=False).any()
    rows_of = Counter(word for text in texts for word in text.lower().split())
    assert sum(rows == 1 for rows in rows_of.values()) > len(rows_of) / 4
    assert rows_of.most_common(1)[0][1] > 20 * ROWS / 10


def test_what_is_meant_for_the_reader_is_minded_more(frame: pd.DataFrame) -> None:
    """The same name is minded where it is meant, not where it is denied."""
    meant = frame["comment_text"].str.contains("(?i:you are a) (?:fool|clown|twit|dope)")
    denied = frame["comment_text"].str.contains("(?i:nobody is a) (?:fool|clown|twit|dope)")
    assert frame["target"][meant].mean() > frame["target"][denied].mean() + 0.2


@pytest.mark.slow
def test_one_seed_is_one_file(table: Path, tmp_path: Path) -> None:
    """Byte by byte; another seed is another file."""
    again, other = make_table(tmp_path / "a.csv", ROWS), make_table(tmp_path / "b.csv", ROWS, seed=8)
    assert again.read_bytes() == table.read_bytes() != other.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3, 7])
@pytest.mark.parametrize("rows", [60, 300])
def test_text_and_target_are_found_among_45_columns(tmp_path: Path, rows: int, seed: int) -> None:
    """However few different shares there are, `rating`, a word in two spellings, is not taken for the label."""
    look = first_look(make_table(tmp_path / "comments.csv", rows, seed))
    assert (look.text, look.label, look.text_columns) == ("comment_text", "target", ("comment_text",))
    assert look.split_column is None


@pytest.mark.slow
def test_the_target_is_found_where_the_table_is_sorted_by_it(tmp_path: Path, frame: pd.DataFrame) -> None:
    """The first thousand rows are then all 0."""
    path = tmp_path / "sorted.csv"
    frame.sort_values("target").to_csv(path, index=False)
    look = first_look(path)
    assert (look.text, look.label) == ("comment_text", "target")


def test_half_is_suggested_for_it(table: Path, frame: pd.DataFrame) -> None:
    """The number is asked about; its line is 0.5 as all lie within 0 and 1."""
    look = class_look(table, "target")
    assert look.numbers is not None
    assert look.numbers.suggested().typed == ">=0.5"
    why = unfit(Counter(frame["target"].astype(str)), AS_WRITTEN, "target")
    assert why is not None
    assert '--positive-if ">=0.5"' in why


def test_another_seed_is_other_comments_in_the_same_words(tmp_path: Path, frame: pd.DataFrame) -> None:
    """A model of one table can be used on another: frequent words are those of both."""
    other = pd.read_csv(make_table(tmp_path / "other.csv", 300, seed=9))["comment_text"]
    frequent = [
        {word for word, _ in Counter(word for text in texts for word in text.lower().split()).most_common(100)}
        for texts in (frame["comment_text"], other)
    ]
    assert len(frequent[0] & frequent[1]) > 70
    assert not set(other[other.str.split().str.len() > 10]) & set(frame["comment_text"])
