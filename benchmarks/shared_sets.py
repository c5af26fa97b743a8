"""The real text sets that the benchmarks are measured on: found by `CALLIT_DATASETS`, never part of the project."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "CALLIT_DATASETS"


@dataclass(frozen=True)
class TextSet:
    """A table with its text and label column; `test` is its own test file, if it has one."""

    name: str
    file: str
    text: str
    label: str
    test: str | None = None

    @property
    def path(self) -> Path:
        return folder() / "text" / self.file

    @property
    def test_path(self) -> Path | None:
        return folder() / "text" / self.test if self.test else None


SETS = (
    TextSet("sms_spam", "sms_spam/sms.tsv", "column_2", "column_1"),
    TextSet("airline_tweets", "airline_tweets/Tweets.csv", "text", "airline_sentiment"),
    TextSet("stackoverflow_titles", "stackoverflow_titles/titles.csv", "text", "label"),
    TextSet("clickbait", "clickbait/headlines.csv", "text", "label"),
    TextSet("banking77", "banking77/train.csv", "text", "category", "banking77/test.csv"),
    TextSet("yelp10k", "yelp10k/yelp.csv", "text", "stars"),
)


def folder() -> Path:
    """Where the sets lie; says what to do where nobody said."""
    if VARIABLE not in os.environ:
        sys.exit(f"Set {VARIABLE} to the folder with the text sets (it holds text/yelp10k and others).")
    return Path(os.environ[VARIABLE])


def named(name: str) -> TextSet:
    """The set of a name."""
    return next(found for found in SETS if found.name == name)
