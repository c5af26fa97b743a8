"""The made sample: the same everywhere, dirty in each way that cleaning knows, hard for n-grams and never perfect."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import f1_score

from data.cleaning.clean import Cleaned, clean
from data.cleaning.split import split
from data.reading.columns import guess_columns
from data.reading.read import read_table
from data.sample.corpus import SAMPLE_NAME, SAMPLE_NOTE, make_rows, make_sample_corpus, write_sample_corpus
from data.sample.dirt import MadeRow
from data.sample.reviews import make_review
from model.ngram.benchmark import fit_benchmark
from tests.format_words import format_words

CLASSES = ["mixed", "negative", "positive"]


@pytest.fixture(scope="module")
def made() -> list[MadeRow]:
    """The rows of the sample with what their maker meant."""
    return make_rows(8_000, 7)


@pytest.fixture(scope="module")
def cleaned(made: list[MadeRow]) -> Cleaned:
    """The sample, cleaned as a session cleans it."""
    frame = pd.DataFrame(made)
    return clean(frame["review"], frame["sentiment"])


@pytest.fixture(scope="module")
def reviews() -> list[str]:
    """Reviews before anything was spoilt."""
    random = Random(3)
    return [make_review(random).text for _ in range(4_000)]


def _digests(seeds: list[str]) -> Iterator[str]:
    code = (
        "import hashlib; from data.sample.corpus import make_sample_corpus as make; "
        "print(hashlib.sha256(make(500).to_csv().encode()).hexdigest())"
    )
    for seed in seeds:
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        yield subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True).stdout


@pytest.mark.slow
def test_the_same_seed_gives_the_same_rows_in_every_process() -> None:
    """Scores on the sample can be compared between machines; another seed gives other rows."""
    assert len(set(_digests(["1", "2"]))) == 1
    assert make_sample_corpus(500).equals(make_sample_corpus(500))
    assert not make_sample_corpus(500).equals(make_sample_corpus(500, seed=8))


def test_eight_thousand_rows_of_three_classes(cleaned: Cleaned) -> None:
    """Nearly all rows are left after cleaning, and no class is rare."""
    assert cleaned.rows_before == 8_000
    assert len(cleaned.frame) > 7_400
    shares = cleaned.frame["label"].value_counts(normalize=True)
    assert sorted(shares.index) == CLASSES
    assert shares.min() > 0.25


def test_it_says_that_it_is_made() -> None:
    """Nobody takes the sample for real reviews."""
    assert "Made" in SAMPLE_NAME
    assert "made by a program" in SAMPLE_NOTE
    assert "not real" in SAMPLE_NOTE


@pytest.mark.parametrize(
    ("rule", "least"),
    [
        ("markup", 200),
        ("mojibake", 150),
        ("links_and_handles", 50),
        ("odd_spaces", 100),
        ("empty_text", 10),
        ("missing_label", 80),
        ("label_spelling", 30),
        ("conflicting_labels", 20),
        ("exact_duplicates", 80),
        ("near_duplicates", 60),
    ],
)
def test_each_kind_of_dirt_is_really_in_it(rule: str, least: int, cleaned: Cleaned) -> None:
    """Each cleaning rule that the sample is made for has something to do and to show."""
    report = next(report for report in cleaned.rules if report.rule == rule)
    assert report.rows >= least
    assert report.before
    assert report.before != report.after


def test_nothing_of_the_dirt_is_left_after_cleaning(cleaned: Cleaned) -> None:
    """No tag, entity, wrongly decoded character, link or handle stays in a text."""
    left = cleaned.frame["text"].str.contains(r"[ÂÃ]|â€|&\w+;|<|@(?!user)|www|://")
    assert cleaned.frame["text"][left].to_list() == []


def test_one_label_in_twenty_is_wrong(made: list[MadeRow]) -> None:
    """The labels that look wrong can be looked for: there are some, about as many as the note says."""
    labelled = [row for row in made if row.meaning and row.sentiment in CLASSES]
    assert np.mean([row.sentiment != row.meaning for row in labelled]) == pytest.approx(0.05, abs=0.01)


def test_reviews_are_many_and_different(reviews: list[str]) -> None:
    """Hardly a review comes twice, and they are made of many words."""
    assert len(set(reviews)) > 0.99 * len(reviews)
    assert len({word for text in reviews for word in re.findall(r"\w+", text.lower())}) > 900


def test_reviews_are_written_as_sentences(reviews: list[str]) -> None:
    """No gap is left open, articles fit their words, sentences begin with a capital and end with a full stop."""
    slips = re.compile(r"[{}]|  | [,.;]|\.\.|\bit it\b|\b[Aa] [aeiou]|\b[Aa]n [^aeiou]|\. [a-zà-ý]")
    assert [text for text in reviews if slips.search(text)] == []
    assert [text for text in reviews if not text[0].isupper() or text[-1] != "."] == []


def _labels_and_meanings(frame: pd.DataFrame, made: list[MadeRow]) -> tuple["np.ndarray", "np.ndarray"]:
    labels = frame["label"].map(CLASSES.index).to_numpy()
    meanings = [made[row].meaning for row in frame["source_row"]]
    return labels, np.array([-1 if meaning is None else CLASSES.index(meaning) for meaning in meanings])


@pytest.mark.slow
def test_n_grams_reach_about_eighty_percent_and_order_has_room_above(cleaned: Cleaned, made: list[MadeRow]) -> None:
    """Counting words gives about .80; who understands every sentence gains a lot, and stays below .95 all the same."""
    frame = cleaned.frame
    labels, meanings = _labels_and_meanings(frame, made)
    parts = split(frame, seed=7)
    train = np.random.default_rng(7).permutation(parts.train)
    fitted = fit_benchmark(frame["text"].iloc[train].to_list(), labels[train], 3, seed=7, time_left_s=lambda: 60.0)
    guesses = fitted.model.probabilities(frame["text"].iloc[parts.held_out].to_list()).argmax(axis=1)
    reached = f1_score(labels[parts.held_out], guesses, average="macro")
    assert 0.77 < reached < 0.83
    told = meanings >= 0
    assert reached + 0.08 < f1_score(labels[told], meanings[told], average="macro") < 0.95


def test_the_written_file_reads_back_as_it_was_made(tmp_path: Path) -> None:
    """The file holds the made rows, dirt included, and its columns are recognised."""
    path = write_sample_corpus(tmp_path / "new" / "reviews.csv", rows=400)
    table = read_table(path)
    assert format_words(table.format) == "delimited text (commas), utf-8"
    assert table.frame.sort_index().reset_index(drop=True).equals(make_sample_corpus(400).astype("str"))
    guess = guess_columns(table.frame)
    assert (guess.text, guess.label) == ("review", "sentiment")
    assert [file.name for file in path.parent.iterdir()] == ["reviews.csv"]
