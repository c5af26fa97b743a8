"""What a table of texts looks like before it is used: classes, lengths, duplicates, blanks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.cleaning.duplicate_key import Key, duplicate_keys
from data.missing import is_missing_text, missing_among
from data.profiling.words import is_without_blanks
from data.reading.columns import require_column
from data.text_mark import without_mark

WORDS, CHARACTERS = "words", "characters"
_BARS = 24
_TEXTS_ASKED_FOR_SCRIPT = 500


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long the texts are, in `unit`: words between blanks, or characters where a script has no blanks.

    Mean, 25th, 50th, 75th and 95th percentile, and the most. 0 where there is no text.
    """

    unit: str
    mean: float
    low: int
    median: int
    high: int
    p95: int
    most: int


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """The facts of one text and one label column.

    `classes` has a row for each label (columns label, rows, share), the commonest first; rows without a label are not
    among them. `duplicates` counts rows whose text came before, case, punctuation and spaces folded.
    `text_lengths` (rows,) is 0 for a blank text.
    """

    rows: int
    classes: pd.DataFrame
    lengths: Lengths
    text_lengths: NDArray[np.int64]
    duplicates: int
    missing_labels: int
    empty_texts: int
    conflicting_texts: int  # different texts that have more than one label


def profile(
    frame: pd.DataFrame, text: str, label: str, *, keys: Sequence[Key] | None = None, kept_labels: Sequence[str] = ()
) -> Profile:
    """Count what there is in two columns of a table, as they came: nothing is cleaned.

    `keys` (rows,) are the keys under which duplicates meet, if known already (see `data.cleaning.duplicate_key`).
    `kept_labels` are classes although they look like none.

    Raises
    ------
    WrongColumn
        The table lacks one of the columns.

    >>> table = pd.DataFrame({"text": ["Good.", "good", "bad", ""], "label": ["pos", "neg", "neg", "?"]})
    >>> seen = profile(table, "text", "label")
    >>> seen.rows, seen.duplicates, seen.missing_labels, seen.empty_texts, seen.conflicting_texts
    (4, 1, 1, 1, 1)
    """
    require_column(frame, text, "the table")
    require_column(frame, label, "the table")
    texts = frame[text].fillna("").astype(str).tolist()
    labels = frame[label].fillna("").astype(str).str.strip()
    blank = np.fromiter(map(is_missing_text, texts), bool, len(texts))
    unlabelled = labels.isin(missing_among(Counter(labels), kept_labels)).to_numpy(bool)
    filled_keys = pd.Series(duplicate_keys(texts) if keys is None else keys, dtype="object")[~blank]
    unit = CHARACTERS if is_without_blanks(texts[:_TEXTS_ASKED_FOR_SCRIPT]) else WORDS
    text_lengths = np.where(blank, 0, _count([without_mark(text) for text in texts], unit))
    return Profile(
        rows=len(texts),
        classes=_classes(labels[~unlabelled]),
        lengths=_lengths(text_lengths[~blank], unit),
        text_lengths=text_lengths,
        duplicates=int(filled_keys.duplicated().sum()),
        missing_labels=int(unlabelled.sum()),
        empty_texts=int(blank.sum()),
        conflicting_texts=_conflicts(filled_keys, labels.to_numpy(object)[~blank], unlabelled[~blank]),
    )


def length_bars(seen: Profile) -> pd.DataFrame:
    """Texts of each length, for a picture: columns start, end (excluded) and texts, in the profile's unit.

    The longest 1 in 100 texts are in the last bar, or a single one would flatten all others.

    >>> table = pd.DataFrame({"text": ["one", "two three", "four five"], "label": ["x", "y", "y"]})
    >>> length_bars(profile(table, "text", "label")).to_numpy().tolist()
    [[1, 2, 1], [2, 3, 2]]
    """
    filled = seen.text_lengths[seen.text_lengths > 0]
    if not len(filled):
        return pd.DataFrame({"start": [], "end": [], "texts": []}, dtype=np.int64)
    end = max(seen.lengths.p95, int(np.percentile(filled, 99))) + 1
    first = int(filled.min())
    width = max(1, -((first - end) // _BARS))
    starts = np.arange(first, end, width)
    place = np.minimum((filled - first) // width, len(starts) - 1)
    texts = np.bincount(place, minlength=len(starts))
    return pd.DataFrame({"start": starts, "end": starts + width, "texts": texts})


def _count(texts: list[str], unit: str) -> NDArray[np.int64]:
    if unit == CHARACTERS:
        return np.fromiter(map(len, texts), np.int64, len(texts))
    return np.fromiter((len(text.split()) for text in texts), np.int64, len(texts))


def _classes(labels: pd.Series[str]) -> pd.DataFrame:
    counts = labels.value_counts()
    rows = counts.to_numpy(np.int64)
    return pd.DataFrame({"label": counts.index.astype(str), "rows": rows, "share": rows / max(1, rows.sum())})


def _lengths(lengths: NDArray[np.int64], unit: str) -> Lengths:
    if not len(lengths):
        return Lengths(unit, 0.0, 0, 0, 0, 0, 0)
    low, median, high, p95 = (int(n) for n in np.percentile(lengths, [25, 50, 75, 95], method="higher"))
    return Lengths(unit, float(lengths.mean()), low, median, high, p95, int(lengths.max()))


def _conflicts(keys: pd.Series[Key], labels: NDArray[np.object_], unlabelled: NDArray[np.bool_]) -> int:
    pairs = pd.DataFrame({"key": keys.to_numpy(), "label": labels})[~unlabelled]
    return int((pairs.drop_duplicates()["key"].value_counts() > 1).sum())
