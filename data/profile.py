"""What a table of texts looks like before it is used: classes, lengths, duplicates, blanks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.columns import require_column
from data.fold import fold
from data.missing import is_missing_text, missing_among


@dataclass(frozen=True, slots=True)
class Lengths:
    """Whitespace-separated words of a text: mean, median, 95th percentile and the most. 0 where there is no text."""

    mean_words: float
    median_words: int
    p95_words: int
    most_words: int


@dataclass(frozen=True, slots=True)
class Profile:
    """The facts of one text and one label column.

    `classes` has a row for each label (columns label, rows, share), the commonest first; rows without a label are not
    among them. `duplicates` counts rows whose text came before, case, punctuation and spaces folded.
    """

    rows: int
    classes: pd.DataFrame
    lengths: Lengths
    duplicates: int
    missing_labels: int
    empty_texts: int
    conflicting_texts: int  # different texts that have more than one label


def profile(frame: pd.DataFrame, text: str, label: str) -> Profile:
    """Count what there is in two columns of a table, as they came: nothing is cleaned.

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
    unlabelled = labels.isin(missing_among(Counter(labels))).to_numpy(bool)
    keys = pd.Series(fold(texts))[~blank]
    return Profile(
        rows=len(texts),
        classes=_classes(labels[~unlabelled]),
        lengths=_lengths([words for words in texts if not is_missing_text(words)]),
        duplicates=int(keys.duplicated().sum()),
        missing_labels=int(unlabelled.sum()),
        empty_texts=int(blank.sum()),
        conflicting_texts=_conflicts(keys, labels.to_numpy(object)[~blank], unlabelled[~blank]),
    )


def _classes(labels: pd.Series[str]) -> pd.DataFrame:
    counts = labels.value_counts()
    rows = counts.to_numpy(np.int64)
    return pd.DataFrame({"label": counts.index.astype(str), "rows": rows, "share": rows / max(1, rows.sum())})


def _lengths(texts: list[str]) -> Lengths:
    words = np.fromiter((len(text.split()) for text in texts), np.int64, len(texts))
    if not len(words):
        return Lengths(0.0, 0, 0, 0)
    median, p95 = np.percentile(words, [50, 95], method="higher").astype(int)
    return Lengths(float(words.mean()), int(median), int(p95), int(words.max()))


def _conflicts(keys: pd.Series[str], labels: NDArray[np.object_], unlabelled: NDArray[np.bool_]) -> int:
    pairs = pd.DataFrame({"key": keys.to_numpy(), "label": labels})[~unlabelled]
    return int((pairs.drop_duplicates()["key"].value_counts() > 1).sum())
