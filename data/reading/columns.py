"""Which columns hold the texts and the labels."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.errors import WrongColumn
from data.labels.kind import NUMERIC_SHARE, LabelCounts, unfit_labels
from data.labels.reading import AS_WRITTEN
from data.missing import missing_among
from data.reading.header_names import words_of

_ROWS_LOOKED_AT = 5_000
_MOST_CLASSES = 200
_MANY_NUMBERS = 20  # different ones: hardly classes
_LEAST_WORDS, _LEAST_VARIED, _LEAST_FILLED = 2.0, 0.5, 0.5  # of a further column of texts
_TEXT_NAMES = words_of("""
text texts review reviews comment comments tweet message messages body content headline title sentence
question description document post sms email utterance query summary statement abstract
""")
_LABEL_NAMES = words_of("""
label labels sentiment category class target stars rating score intent topic tag emotion toxic toxicity spam genre
polarity y type overall ratings emotions sentiments categories outcome verdict mood
""")
_THE_LABEL_ITSELF = words_of("label labels target")  # a column of this name is nothing else
_NOT_LABEL_NAMES = words_of("""
id confidence count date time created gold url index user name lang language split
""")


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """Names of the columns that look like texts and labels; None where no column does."""

    text: str | None
    label: str | None


@dataclass(frozen=True, slots=True)
class _Look:
    """What one column looks like."""

    words: frozenset[str]
    last_word: str
    filled: float  # share of cells with something in them
    distinct: int
    distinct_share: float  # of the filled cells
    mean_words: float
    mean_characters: float
    numeric: float  # share of filled cells that are numbers


def guess_columns(frame: pd.DataFrame) -> ColumnGuess:
    """The likeliest text and label column, from names and from what the cells hold.

    >>> bodies = ["so very good", "rather dull", "really liked it", "not for me", "fine by me"]
    >>> guess_columns(pd.DataFrame({"id": list("12345"), "body": bodies, "mood": list("+-+-+")}))
    ColumnGuess(text='body', label='mood')
    """
    looks = {str(name): _look(str(name), frame[name].iloc[:_ROWS_LOOKED_AT]) for name in frame.columns}
    text = _best({name: _text_points(look) for name, look in looks.items()})
    others = {name: look for name, look in looks.items() if name != text}
    label = _best({name: _label_points(look) for name, look in others.items()})
    label = label or _best({name: _sorted_label_points(look) for name, look in others.items()})
    if label is None and text is not None:
        label = _best({name: _number_label_points(look) for name, look in others.items()})
    return ColumnGuess(text, label)


def text_columns(frame: pd.DataFrame, guess: ColumnGuess) -> list[str]:
    """The columns that clearly hold texts, in the table's order: the guessed one, and those of words that name a text.

    >>> bodies = ["so very good", "rather dull", "really liked it", "not for me", "fine by me"]
    >>> table = pd.DataFrame({"title": bodies[::-1], "id": list("12345"), "body": bodies, "mood": list("+-+-+")})
    >>> text_columns(table, guess_columns(table))
    ['title', 'body']
    """
    return [
        str(name)
        for name in frame.columns
        if name == guess.text
        or (name != guess.label and _is_further_text(_look(str(name), frame[name].iloc[:_ROWS_LOOKED_AT])))
    ]


def _is_further_text(look: _Look) -> bool:
    is_prose = look.mean_words >= _LEAST_WORDS and look.distinct_share >= _LEAST_VARIED and look.numeric < _LEAST_VARIED
    return is_prose and look.filled >= _LEAST_FILLED and bool(look.words & _TEXT_NAMES)


def label_columns(frame: pd.DataFrame) -> list[str]:
    """The columns that look like labels, the likeliest first.

    >>> bodies = ["so very good", "rather dull", "really liked it", "not for me", "fine by me"]
    >>> label_columns(pd.DataFrame({"id": list("12345"), "body": bodies, "mood": list("+-+-+")}))
    ['mood']
    """
    looked_at = {str(name): frame[name].iloc[:_ROWS_LOOKED_AT] for name in frame.columns}
    points = {name: _label_points(_look(name, cells)) for name, cells in looked_at.items()}
    likely = sorted((name for name in points if points[name] > 0), key=lambda name: -points[name])
    counts = {name: LabelCounts.of(Counter(looked_at[name].astype(str)), AS_WRITTEN) for name in likely}
    return [name for name in likely if unfit_labels(counts[name], name) is None]


def require_column(frame: pd.DataFrame, name: str, file_name: str) -> None:
    """Refuse a column that the table does not have.

    Raises
    ------
    WrongColumn
        With the columns that it has.
    """
    if name not in frame.columns:
        has = ", ".join(map(str, frame.columns))
        raise WrongColumn(f"Column '{name}' not found in {file_name}. It has: {has}.")


def _look(name: str, column: pd.Series[str]) -> _Look:
    cells = column.astype(str)
    filled = cells[~cells.isin(missing_among(Counter(cells)))]
    distinct = int(filled.nunique())
    words = _words_of_name(name)
    return _Look(
        words=frozenset(words),
        last_word=words[-1] if words else "",
        filled=len(filled) / max(1, len(cells)),
        distinct=distinct,
        distinct_share=distinct / max(1, len(filled)),
        mean_words=float(np.mean([len(cell.split()) for cell in filled])) if len(filled) else 0.0,
        mean_characters=float(np.mean([len(cell) for cell in filled])) if len(filled) else 0.0,
        numeric=float(np.mean([_is_number(cell) for cell in filled])) if len(filled) else 0.0,
    )


def _words_of_name(name: str) -> list[str]:
    spaced = re.sub(r"([a-z])([A-Z])", r"\1 \2", name)
    return [word for word in re.split(r"[^a-z]+", spaced.lower()) if word]


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"\s*[-+]?\d[\d.,:/\- \u00a0\u202f'’T+Z]*(e[-+]?\d+)?\s*", cell) is not None


def _text_points(look: _Look) -> float:
    """Long, varied cells; a name helps where two columns look alike. 0 or less: not a text."""
    if look.distinct < 2 or look.numeric > 0.5 or look.mean_characters < 2:
        return 0.0
    prose = min(look.mean_words, 60.0) ** 0.5 + min(look.mean_characters, 400.0) ** 0.5 / 4
    points = (prose - 1.0) * look.distinct_share**0.5 * look.filled
    named = 2.0 * bool(look.words & _TEXT_NAMES) * look.filled
    return float(points + named - 3.0 * (look.last_word in ("id", "url", "link")))


def _label_points(look: _Look) -> float:
    """Few short values that come again and again; a name decides between such columns. 0 or less: not a label."""
    is_the_label = set() < look.words <= _THE_LABEL_ITSELF
    if is_the_label and look.numeric >= NUMERIC_SHARE and (look.distinct > _MANY_NUMBERS or look.distinct == 1):
        return 6.0 * look.filled  # to be asked about, or sorted by it, rather than a column that might be classes
    rows_per_value = 1 / look.distinct_share if look.distinct_share else 0.0
    if not 2 <= look.distinct <= _MOST_CLASSES or rows_per_value < 2 or look.mean_words > 6:
        return 0.0
    points = 1.0 + look.filled - 0.3 * look.numeric - 0.004 * look.distinct
    points += 3.0 * (look.last_word in _LABEL_NAMES) + 0.5 * bool(look.words & _LABEL_NAMES)
    points += 0.3 * (set() < look.words <= _LABEL_NAMES)  # "toxic" rather than "severe_toxic"
    points += 1.0 * is_the_label  # "target", be it 0 and 1, rather than a "rating" in words
    points -= 2.0 * bool(look.words & _NOT_LABEL_NAMES)
    return points * look.filled


def _sorted_label_points(look: _Look) -> float:
    """One value all the way, under the name of a label: these may be the first rows of a file sorted by label."""
    return look.filled if look.distinct == 1 and look.last_word in _LABEL_NAMES else 0.0


def _number_label_points(look: _Look) -> float:
    """A number under the name of a label; how classes are made of it is asked."""
    is_label = look.last_word in _LABEL_NAMES and not look.words & _NOT_LABEL_NAMES
    return look.filled if is_label and look.numeric >= NUMERIC_SHARE and look.distinct >= 2 else 0.0


def _best(points: dict[str, float]) -> str | None:
    best = max(points, key=lambda name: points[name], default=None)
    return best if best is not None and points[best] > 0 else None
