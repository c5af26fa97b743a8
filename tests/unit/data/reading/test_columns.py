"""Which column holds the texts and which the labels: guessed as a person would, on tables like those people have."""

from collections.abc import Sequence
from random import Random

import pandas as pd
import pytest

from data.errors import WrongColumn
from data.reading.columns import ColumnGuess, guess_columns, require_column

ROWS = 120
_WORDS = [
    "the",
    "a",
    "room",
    "film",
    "was",
    "is",
    "very",
    "not",
    "really",
    "good",
    "bad",
    "slow",
    "staff",
    "we",
    "had",
    "it",
    "never",
    "quite",
    "warm",
    "cold",
    "again",
]


def _prose(seed: int, words: int) -> list[str]:
    random = Random(seed)
    return [" ".join(random.choices(_WORDS, k=random.randint(words // 2, 2 * words))) for _ in range(ROWS)]


def _of(values: Sequence[object], seed: int = 0) -> list[str]:
    random = Random(seed)
    return [str(random.choice(values)) for _ in range(ROWS)]


def _ids(prefix: str = "") -> list[str]:
    return [f"{prefix}{10_000 + 37 * i}" for i in range(ROWS)]


TABLES: dict[str, tuple[dict[str, list[str]], str | None, str | None]] = {
    "two columns": ({"review": _prose(1, 20), "sentiment": _of(["pos", "neg"])}, "review", "sentiment"),
    "the label first, no names": (
        {"column_1": _of(["ham", "spam"]), "column_2": _prose(1, 12)},
        "column_2",
        "column_1",
    ),
    "names that say nothing": ({"v1": _of(["ham", "spam"]), "v2": _prose(1, 12), "v3": [""] * ROWS}, "v2", "v1"),
    "tweets": (
        {
            "tweet_id": _ids(),
            "airline_sentiment": _of(["negative", "neutral", "positive"]),
            "airline_sentiment_confidence": _of(["1.0", "0.67", "0.34"], 1),
            "negativereason": _of(["Late Flight", "Bad Service", ""], 2),
            "airline": _of(["North", "South", "East"], 3),
            "name": _of(["ann", "bob", "cem", "dee"], 4),
            "text": _prose(5, 15),
            "tweet_created": [f"2015-02-24 11:{i % 60:02d}:00 -0800" for i in range(ROWS)],
            "user_timezone": _of(["Eastern Time (US & Canada)", "Central Time"], 6),
        },
        "text",
        "airline_sentiment",
    ),
    "reviews with stars and votes": (
        {
            "business_id": _ids("x"),
            "date": _of(["2011-01-26", "2012-03-04"]),
            "stars": _of([1, 2, 3, 4, 5]),
            "text": _prose(1, 60),
            "type": ["review"] * ROWS,
            "cool": _of([0, 1, 2], 2),
            "useful": _of([0, 1, 2, 3], 3),
        },
        "text",
        "stars",
    ),
    "several labels": (
        {
            "id": _ids(),
            "comment_text": _prose(1, 40),
            "toxic": _of([0, 0, 0, 1]),
            "severe_toxic": _of([0, 0, 0, 0, 1], 1),
            "threat": _of([0, 0, 0, 1], 2),
        },
        "comment_text",
        "toxic",
    ),
    "shop reviews": (
        {
            "overall": _of([1, 2, 3, 4, 5]),
            "verified": _of(["True", "False"]),
            "reviewText": _prose(1, 40),
            "summary": _prose(2, 5),
        },
        "reviewText",
        "overall",
    ),
    "news": (
        {
            "link": [f"https://example.com/news/{i}/the-very-long-name-of-an-article" for i in range(ROWS)],
            "headline": _prose(1, 8),
            "category": _of(["SPORT", "ARTS", "WORLD"]),
            "short_description": _prose(2, 25),
            "date": _of(["2018-05-26", "2018-05-27"]),
        },
        "short_description",
        "category",
    ),
    "sorted by label": ({"text": _prose(1, 9), "label": ["clickbait"] * ROWS}, "text", "label"),
    "sorted by a label that is a number": (
        {"text": _prose(1, 9), "target": ["0.0"] * ROWS, "source": _of(["web", "app"])},
        "text",
        "target",
    ),
    "mostly unlabelled": ({"text": _prose(1, 9), "label": ["", "", "", "a", "", "b"] * 20}, "text", "label"),
    "texts alone": ({"text": _prose(1, 9)}, "text", None),
    "texts and numbers": ({"id": _ids(), "text": _prose(1, 9)}, "text", None),
    "numbers alone": ({"x": _ids(), "y2": _ids()}, None, None),
    "a script without spaces": (
        {"內容": [f"這部電影非常好看第{i}次" for i in range(ROWS)], "標籤": _of(["好", "壞"])},
        "內容",
        "標籤",
    ),
    "numbers under names in a script of their own": (
        {
            "評論": _prose(1, 12),
            "年齡": [str(18 + i % 60) for i in range(ROWS)],
            "標籤": _of(["好", "壞"]),
        },
        "評論",
        "標籤",
    ),
    "a label beside a category in words": (
        {"text": _prose(1, 12), "label": _of([0, 1]), "category": _of(["news", "sport"], 1)},
        "text",
        "label",
    ),
    "shares of raters for one kind of comment and for further ones": (
        {
            "text": _prose(1, 12),
            "severe_toxicity": _of([0.0, 0.0, 0.0, 0.1]),
            "toxicity": _of([round(share / 30, 4) for share in range(31)], 1),
            "insult": _of([0.0, 0.0, 0.1, 0.5], 2),
        },
        "text",
        "toxicity",
    ),
    "shares of four raters beside a decision": (
        {
            "target": _of([0.0, 0.0, 0.25, 0.5, 1.0]),
            "comment_text": _prose(1, 12),
            "rating": _of(["approved", "approved", "rejected"], 1),
        },
        "comment_text",
        "target",
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_the_columns_are_guessed_as_a_person_would(name: str) -> None:
    """Prose is the text, a few values that come again are the label; names decide between alike columns."""
    columns, text, label = TABLES[name]
    assert guess_columns(pd.DataFrame(columns)) == ColumnGuess(text, label)


@pytest.mark.parametrize("name", TABLES)
def test_the_order_of_the_columns_does_not_matter(name: str) -> None:
    """The same table with its columns turned round gives the same guess."""
    columns, text, label = TABLES[name]
    assert guess_columns(pd.DataFrame(columns).iloc[:, ::-1]) == ColumnGuess(text, label)


def test_a_table_without_rows_or_columns_gives_no_guess() -> None:
    """Nothing to see, nothing guessed."""
    assert guess_columns(pd.DataFrame()) == ColumnGuess(None, None)
    assert guess_columns(pd.DataFrame({"text": [], "label": []}, dtype="str")) == ColumnGuess(None, None)


def test_a_missing_column_is_answered_with_those_there_are() -> None:
    """The message can be acted on."""
    with pytest.raises(WrongColumn, match=r"^Column 'body' not found in t\.csv\. It has: text, label\.$"):
        require_column(pd.DataFrame(columns=["text", "label"]), "body", "t.csv")
