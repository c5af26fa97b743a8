"""Comments whose label is a number: a made table like the one of the story that this tool comes from.

    python -m benchmarks.rated_comments comments.csv [--rows 180487] [--seed 7]
    callit train comments.csv --text comment_text --label target --positive-if ">=0.5" --positive-name toxic

Several raters read each comment; `target` is the share of them who minded it, with its peak at 0 and the steps that
few raters make (1/6, 0.2, 0.3, 5/6 …). About 8 in 100 rows are at 0.5 or more. The words are everyday ones, made-up
ones, and mild names such as "fool"; that a name was meant for the reader, or denied, stands in the words around it.
Raters differ, so nothing can learn the label perfectly. One seed, one file, byte by byte; another seed, other comments
in the same words.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.comment_words import MOST_WORDS, Vocabulary
from data.sample.words import listed

ROWS, SEED = 180_487, 7
_ROWS_AT_ONCE = 10_000
SHARES = ("severe_toxicity", "obscene", "identity_attack", "insult", "threat")
_SHARE_OF_MINDED = (0.03, 0.13, 0.18, 0.75, 0.06)  # of the raters who minded a comment, how many say so of each
IDENTITIES = listed(
    "asian, atheist, bisexual, black, buddhist, christian, female, heterosexual, hindu, homosexual_gay_or_lesbian, "
    "intellectual_or_learning_disability, jewish, latino, male, muslim, other_disability, other_gender, "
    "other_race_or_ethnicity, other_religion, other_sexual_orientation, physical_disability, "
    "psychiatric_or_mental_illness, transgender, white"
)
REACTIONS = ("funny", "wow", "sad", "likes", "disagree")
_MEAN_REACTIONS = (0.28, 0.04, 0.11, 2.4, 0.58)
COLUMNS = (
    *("id", "target", "comment_text"),
    *SHARES,
    *IDENTITIES,
    *("created_date", "publication_id", "parent_id", "article_id", "rating"),
    *REACTIONS,
    *("sexual_explicit", "identity_annotator_count", "toxicity_annotator_count"),
)
_CALM_SHARE, _CALM_MINDED = 0.73, 0.012
_HEATED = (0.75, 1.75)  # of the beta distribution: how many raters mind a heated comment
_RATERS, _RATERS_SHARE = (4, 5, 6, 10), (0.22, 0.20, 0.28, 0.20)  # the rest have many
_MANY_RATERS = (11, 80)
_ASKED_ABOUT_PEOPLE = 0.22  # of the rows, raters were asked which people a comment is about
_ANSWERED, _FIRST_DAY, _DAYS = 0.57, datetime(2015, 9, 29), 775


@dataclass(frozen=True, slots=True)
class Ratings:
    """How a few thousand comments were rated: arrays of one number a comment."""

    heat: NDArray[np.float64]  # chance that a rater minds it
    raters: NDArray[np.int64]
    minded: NDArray[np.int64]  # so many of them did


def main() -> None:
    """Write the table, and say how long it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    began = time.perf_counter()
    table = make_table(asked.path, asked.rows, asked.seed)
    said = f"{asked.rows:,} rows, {table.stat().st_size / 1e6:.0f} MB in {time.perf_counter() - began:.0f} s"
    sys.stdout.write(f"{said}\n")


def make_table(path: Path, rows: int = ROWS, seed: int = SEED) -> Path:
    """Write the table as CSV in UTF-8: a header, then so many rows."""
    random = np.random.default_rng(seed)
    words = Vocabulary.made()
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for first in range(0, rows, _ROWS_AT_ONCE):
            writer.writerows(_rows(words, first, min(_ROWS_AT_ONCE, rows - first), random))
    return path


def _rows(words: Vocabulary, first: int, count: int, random: np.random.Generator) -> Iterator[tuple[object, ...]]:
    rated = _ratings(count, random)
    texts = words.comments(rated.heat, _lengths(count, random), random)
    ids = 59_848 + 34 * (first + np.arange(count)) + random.integers(0, 34, count)
    shares = [_shares(rated, chance, random) for chance in _SHARE_OF_MINDED]
    asked = random.random(count) < _ASKED_ABOUT_PEOPLE
    people = [_about(asked, random) for _ in IDENTITIES]
    reactions = [random.geometric(1 / (1 + mean), count) - 1 for mean in _MEAN_REACTIONS]
    last = [_shares(rated, 0.02, random), np.where(asked, random.integers(4, 11, count), 0), rated.raters]
    told: list[list[object] | NDArray[Any]] = [
        ids,
        rated.minded / rated.raters,
        texts,
        *shares,
        *people,
        *_circumstances(ids, rated, random),
    ]
    return zip(*[_listed(column) for column in [*told, *reactions, *last]], strict=True)


def _listed(column: list[object] | NDArray[Any]) -> list[object]:
    return column if isinstance(column, list) else list(column.tolist())


def _ratings(count: int, random: np.random.Generator) -> Ratings:
    is_calm = random.random(count) < _CALM_SHARE
    heat = np.where(is_calm, _CALM_MINDED, random.beta(*_HEATED, count))
    many = random.integers(*_MANY_RATERS, count)
    chances = (*_RATERS_SHARE, 1 - sum(_RATERS_SHARE))
    raters = np.array([*_RATERS, 0])[random.choice(len(chances), count, p=chances)]
    raters = np.where(raters == 0, many, raters)
    return Ratings(heat, raters, random.binomial(raters, heat))


def _lengths(count: int, random: np.random.Generator) -> NDArray[np.int64]:
    """Words of each comment: many short ones and a long tail, 51 on average."""
    return np.clip(random.gamma(1.15, 45, count).round(), 1, MOST_WORDS).astype(np.int64)


def _shares(rated: Ratings, chance: float, random: np.random.Generator) -> NDArray[np.float64]:
    """Share of all raters who said it, of those who minded the comment at all."""
    return np.asarray(random.binomial(rated.minded, chance) / rated.raters)


def _about(asked: NDArray[np.bool_], random: np.random.Generator) -> list[object]:
    """Blank where nobody was asked, mostly 0 where somebody was."""
    named = np.where(random.random(len(asked)) < 0.05, random.integers(1, 7, len(asked)) / 6, 0.0)
    return [share if was_asked else "" for share, was_asked in zip(named.tolist(), asked.tolist(), strict=True)]


def _circumstances(ids: NDArray[np.int64], rated: Ratings, random: np.random.Generator) -> list[list[object]]:
    """When and where a comment stood, which one it answers, and whether it was let through."""
    count = len(ids)
    seconds = random.random(count) * _DAYS * 86_400
    dates = [f"{_FIRST_DAY + timedelta(seconds=float(each))}+00" for each in seconds]
    answers = random.random(count) < _ANSWERED
    earlier = np.maximum(59_848, ids - random.integers(34, 9_000, count))
    parents = [f"{parent}.0" if has else "" for parent, has in zip(earlier.tolist(), answers.tolist(), strict=True)]
    passed = random.random(count) >= 0.03 + 0.25 * rated.heat
    return [
        dates,
        (2 + (52 * random.random(count) ** 2).astype(int)).tolist(),
        parents,
        (2_000 + (390_000 * random.random(count)).astype(int)).tolist(),
        np.where(passed, "approved", "rejected").tolist(),
    ]


if __name__ == "__main__":
    main()
