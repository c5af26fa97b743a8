"""Real tables, as they are published: read, looked at, cleaned and split. Needs CALLIT_DATASETS."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from data.cleaning.clean import Cleaned, clean
from data.cleaning.split import split
from data.cleaning.text_rules import TEXT_RULES
from data.errors import WrongColumn
from data.reading.columns import require_column
from data.reading.read import read_head, read_table
from planner.material.first_look import class_look, first_look
from tests.format_words import format_words

PLACE = os.environ.get("CALLIT_DATASETS")
pytestmark = [
    pytest.mark.datasets,
    pytest.mark.skipif(not PLACE, reason="CALLIT_DATASETS is unset: it names the folder with the real data sets"),
]


@dataclass(frozen=True)
class Published:
    """What is known of a table from those who published it."""

    file: str
    text: str
    label: str
    rows: int
    classes: int
    least_kept: float  # share of rows
    format: str = "delimited text (commas), utf-8"


TABLES = [
    Published("airline_tweets/Tweets.csv", "text", "airline_sentiment", 14_640, 3, 0.96),
    Published("banking77/train.csv", "text", "category", 10_003, 77, 0.99),
    Published("banking77/test.csv", "text", "category", 3_080, 77, 0.99),
    Published("clickbait/headlines.csv", "text", "label", 32_000, 2, 0.99),
    Published("sms_spam/sms.tsv", "column_2", "column_1", 5_574, 2, 0.90, "delimited text (tabs), utf-8"),
    Published("stackoverflow_titles/titles.csv", "text", "label", 20_000, 20, 0.99),
    Published("yelp10k/yelp.csv", "text", "stars", 10_000, 5, 0.99),
]


def _path(file: str) -> Path:
    path = Path(PLACE or "", "text", file)
    if not path.exists():
        pytest.skip(f"{path} is not among the data sets here")
    return path


def _cleaned(published: Published) -> Cleaned:
    frame = read_table(_path(published.file), columns=[published.text, published.label]).frame
    return clean(frame[published.text], frame[published.label])


@pytest.fixture(params=TABLES, ids=lambda published: published.file)
def published(request: pytest.FixtureRequest) -> Published:
    """Each table in turn."""
    table: Published = request.param
    return table


def test_every_row_is_read_and_none_is_skipped(published: Published) -> None:
    """The number of rows is the published one, quoted line ends and literal quotes included."""
    table = read_table(_path(published.file))
    assert (table.rows_read, table.skipped, table.sampling) == (published.rows, (), "all rows")
    assert format_words(table.format) == published.format


def test_columns_and_classes_are_seen_at_first_glance(published: Published) -> None:
    """Text and label are guessed right from the first rows, in no time, and the classes are those published."""
    started = time.monotonic()
    look = first_look(_path(published.file))
    classes = class_look(look.path, published.label)
    assert time.monotonic() - started < 5
    assert (look.text, look.label) == (published.text, published.label)
    assert (len(classes.classes), classes.problem) == (published.classes, None)


def test_rows_are_estimated_about_right(published: Published) -> None:
    """The number of rows that the screen shows is within a tenth."""
    assert read_head(_path(published.file)).approximate_rows == pytest.approx(published.rows, rel=0.1)


def test_cleaning_keeps_nearly_all_rows_and_every_class(published: Published) -> None:
    """Only repeats, contradictions and blanks go; the counts of the rules add up to what is missing."""
    cleaned = _cleaned(published)
    assert len(cleaned.frame) >= published.least_kept * published.rows
    assert cleaned.frame["label"].nunique() == published.classes
    changing = {"label_spelling", "label_value", *(rule.name for rule in TEXT_RULES)}
    gone = sum(report.rows for report in cleaned.rules if report.rule not in changing)
    assert cleaned.rows_before - gone == len(cleaned.frame)


def test_every_class_is_in_every_part(published: Published) -> None:
    """Validation and held-out are a tenth each, and no class is missing from them."""
    frame = _cleaned(published).frame
    parts = split(frame, seed=7)
    for rows in (parts.validation, parts.held_out):
        assert len(rows) == pytest.approx(0.1 * len(frame), rel=0.05)
        assert frame["label"].iloc[rows].nunique() == published.classes


def test_a_table_sorted_by_label_comes_out_mixed() -> None:
    """The first rows read hold both classes alike."""
    labels = read_table(_path("clickbait/headlines.csv")).frame["label"].iloc[:1_000]
    assert labels.value_counts(normalize=True).min() > 0.4


def test_a_table_without_header_names_its_columns_in_the_message() -> None:
    """Who types a wrong name is told that the columns are column_1 and column_2."""
    head = read_head(_path("sms_spam/sms.tsv"))
    assert not head.format.has_header
    with pytest.raises(WrongColumn, match=r"It has: column_1, column_2\.$"):
        require_column(head.frame, "text", "sms.tsv")


def test_characters_broken_in_publishing_are_mended() -> None:
    """The messages hold quotes from another encoding; after cleaning no invisible control character is left."""
    frame = read_table(_path("sms_spam/sms.tsv")).frame
    assert frame["column_2"].str.contains("[\x80-\x9f]").sum() > 0
    cleaned = clean(frame["column_2"], frame["column_1"]).frame
    assert cleaned["text"].str.contains("[\x00-\x1f\x80-\x9f]").sum() == 0
