"""The sample that ships with Call It: short reviews made by a seeded generator, so that nothing need be downloaded.

They are not real and say so. Their meaning often hangs on word order, 1 label in 20 is wrong, and some rows are
repeated, blank, unlabelled, marked up or wrongly decoded.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import pandas as pd

from data.sample.dirt import MadeRow, make_dirty
from data.sample.reviews import MIXED, NEGATIVE, POSITIVE, make_review

SAMPLE_NAME = "Made reviews (sample)"
SAMPLE_FILE_NAME = "made-reviews.csv"
SAMPLE_NOTE = (
    "8,000 short reviews in three classes, made by a program to try things on. They are not real; what they mean often "
    "hangs on the order of their words, and 1 label in 20 is wrong on purpose."
)
SAMPLE_TEXT_COLUMN = "review"
SAMPLE_LABEL_COLUMN = "sentiment"
_CLASSES = (POSITIVE, NEGATIVE, MIXED)


def make_sample_corpus(rows: int = 8_000, seed: int = 7) -> pd.DataFrame:
    """The made reviews, with the columns `review` and `sentiment`; the same seed gives the same rows everywhere.

    >>> make_sample_corpus(rows=100).columns.to_list()
    ['review', 'sentiment']
    """
    made = make_rows(rows, seed)
    return pd.DataFrame(
        {SAMPLE_TEXT_COLUMN: [r.review for r in made], SAMPLE_LABEL_COLUMN: [r.sentiment for r in made]}
    )


def write_sample_corpus(path: Path, rows: int = 8_000, seed: int = 7) -> Path:
    """Write the made reviews as CSV (UTF-8, commas, header); the file appears only when it is whole. Returns `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".part")
    make_sample_corpus(rows, seed).to_csv(unfinished, index=False, encoding="utf-8", lineterminator="\n")
    unfinished.replace(path)
    return path


def make_rows(rows: int, seed: int) -> list[MadeRow]:
    """The rows with what their maker meant, against which a model that reads order can be measured."""
    random = Random(seed)
    clean = []
    for _ in range(rows):
        review = make_review(random)
        clean.append(MadeRow(review.text, review.meaning or random.choice(_CLASSES), review.meaning))
    return make_dirty(clean, _CLASSES, random)
