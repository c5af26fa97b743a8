"""A table of long texts, made with a seed: what sessions cost on tables that are not among the shared ones.

Words follow Zipf's law, frequent ones are short, and texts are of 230 words on average. Each class prefers some words,
and a preferred word behind "not" speaks for the next class. In a few of a hundred texts stands what real tables hold:
entities, tags, links, handles, characters of a wrong encoding, odd spaces; one text in five has a curly apostrophe.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROWS, MEAN_WORDS, CLASSES = 25_000, 230, 3
_VOCABULARY, _TOLD_BY = 30_000, 400  # words, and words that each class prefers
_PREFERENCE = 0.012  # of the words of a text
_NEGATED = 0.3  # of the preferred words
_SLIPS = 0.04  # labels that are wrong
_SYLLABLES = np.array([a + b for a in "bcdfghklmnprstvw" for b in ("a", "e", "i", "o", "u", "an", "er", "in", "ou")])
_FAULTS = (
    "so &amp; so", "it&#39;s", "<br /><br />", "<b>very</b>", "https://example.org/a?b=1", "@some_one", "cafÃ©",
    "isnâ€™t", "na\u00efve", "two\u00a0 words", "cafe\u0301",
)  # fmt: skip
_FAULTY, _APOSTROPHE = 0.04, 0.2  # of the texts


@dataclass(frozen=True)
class LongTexts:
    """Texts and their labels, side by side."""

    texts: list[str]
    labels: list[str]

    def write(self, path: Path) -> Path:
        """As a CSV with the columns text and label."""
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["text", "label"])
            writer.writerows(zip(self.texts, self.labels, strict=True))
        return path


def make_long_texts(rows: int = ROWS, seed: int = 7) -> LongTexts:
    """The table; of one seed always the same."""
    random = np.random.default_rng(seed)
    vocabulary = _words(random)
    classes = random.integers(CLASSES, size=rows)
    texts = [_text(vocabulary, int(told), random) for told in classes]
    slipped = np.where(random.random(rows) < _SLIPS, random.integers(CLASSES, size=rows), classes)
    return LongTexts(texts, [f"class {told}" for told in slipped])


def _words(random: np.random.Generator) -> NDArray[np.str_]:
    """Different words, the most frequent first; longer ones are rarer."""
    found: dict[str, None] = {"the": None, "not": None}
    while len(found) < _VOCABULARY:
        most = 1 + (len(found) > 60) + (len(found) > 3_000)  # syllables
        found["".join(random.choice(_SYLLABLES, size=random.integers(1, most + 1)))] = None
    return np.array(list(found))


def _text(vocabulary: NDArray[np.str_], told: int, random: np.random.Generator) -> str:
    count = int(np.clip(random.lognormal(np.log(MEAN_WORDS) - 0.125, 0.5), 20, 1_500))
    words = vocabulary[_ranks(count, random)].tolist()
    for place in np.flatnonzero(random.random(count) < _PREFERENCE):
        words[place] = _preferred(vocabulary, told, random)
    _punctuate(words, random)
    if random.random() < _APOSTROPHE:
        words[random.integers(count)] += "\u2019s"
    if random.random() < _FAULTY:
        words[random.integers(count)] = str(random.choice(_FAULTS))
    return " ".join(words)


def _ranks(count: int, random: np.random.Generator) -> NDArray[np.int64]:
    """Ranks of words by Zipf's law, by turning its continuous form round."""
    return (np.exp(random.random(count) * np.log(_VOCABULARY)) - 1).astype(np.int64)


def _preferred(vocabulary: NDArray[np.str_], told: int, random: np.random.Generator) -> str:
    negated = random.random() < _NEGATED
    of = (told + negated) % CLASSES
    word = str(vocabulary[500 + of * _TOLD_BY + random.integers(_TOLD_BY)])
    return f"not {word}" if negated else word


def _punctuate(words: list[str], random: np.random.Generator) -> None:
    """Sentences of about 15 words, with commas."""
    marks = random.choice(["", ",", ".", "!"], size=len(words), p=[0.85, 0.08, 0.06, 0.01])
    marks[-1] = "."
    starts = True
    for place, mark in enumerate(marks.tolist()):
        words[place] = (words[place].capitalize() if starts else words[place]) + mark
        starts = mark in {".", "!"}
