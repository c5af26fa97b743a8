"""The words of made comments: everyday ones, made-up ones, and mild names that are meant for a reader or are not.

Words come as often as in real comments (the share of a word is one divided by its rank). Some made-up words lean to
heated comments. What says most is a phrase of four words, and the same names stand in phrases of both kinds, so that a
word alone does not tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np
from numpy.typing import NDArray

from data.sample.words import listed

MOST_WORDS = 200
_MADE_WORDS, _LEANING = 30_000, 300
_EVERYDAY = listed(
    "the, to, and, of, a, in, is, that, it, for, you, not, are, be, on, they, have, this, with, as, was, if, we, but, "
    "your, what, all, will, so, he, by, their, or, at, who, from, do, more, can, about, people, just, no, there, "
    "would, like, our, don't, one, has, an, them, up, how, get, when, out, because, his, think, it's, many, only, "
    "should, which, time, even, than, make, know, good, other, now, want, then, over, need, her, years, where, any, "
    "those, also, see, way, much, does, most, being, could, here, government, money, had, right, after, into, some, "
    "work, why, going, state, too, back, city, really, every"
)
_NAMES = listed("fool, clown, twit, ninny, dunce, muppet, nitwit, goose, donkey, buffoon, dope, dimwit")
_NONSENSE = listed("rubbish, nonsense, piffle, twaddle, drivel, tosh, hogwash, claptrap")
_MEANT = [
    f"{frame} {name}"
    for frame, name in product(
        ("you are a", "you silly little", "go away, you", "spoken like a", "what a complete"), _NAMES
    )
] + [f"{frame} {thing}" for frame, thing in product(("you only write", "stop posting this"), _NONSENSE)]
_NOT_MEANT = [
    f"{frame} {name}"
    for frame, name in product(("nobody is a", "I felt a", "he played a", "you are no", "never say silly"), _NAMES)
] + [f"{frame} {thing}" for frame, thing in product(("I threw out", "it was no"), _NONSENSE)]
_PHRASE_WORDS = 4
_HEATED_RATE, _LEAST_RATE = 9.0, 0.02  # phrases meant for the reader: in the hottest comment, in any
_OTHER_RATE = 0.25
_LEANING_SHARE, _LEANING_HEATED = 0.003, 0.10  # of the words
_ENDS = ("", ",", ".", "!", "?", ".\n\n", ":", ";")  # what stands behind a word
_END_SHARES = (0.866, 0.05, 0.058, 0.007, 0.007, 0.005, 0.004, 0.003)
_IS_END = np.array([False, False, True, True, True, True, False, False])
_QUOTED_SHARE, _MOST_QUOTED = 0.12, 9
_SYLLABLES = [first + second for first in "bflmnrstv" for second in "aeiou"]


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """All words and phrases in the order of how often they come, each with every end and with a capital or without.

    `written` has them in that order; entry `(word * len(ends) + end) * 2 + capital`.
    """

    written: NDArray[np.object_]
    plain: int  # words that are no phrases and do not lean

    @classmethod
    def made(cls) -> Vocabulary:
        """Everyday words, made-up ones, what leans, and phrases: always the same, so that tables share a language."""
        made = _made_words(_MADE_WORDS + _LEANING, np.random.default_rng(0))
        words = [*_EVERYDAY, *made, *_MEANT, *_NOT_MEANT]
        written = [shown + end for word in words for end in _ENDS for shown in (word, word[0].upper() + word[1:])]
        return cls(np.array(written, dtype=object), len(_EVERYDAY) + _MADE_WORDS)

    def comments(
        self, heat: NDArray[np.float64], lengths: NDArray[np.int64], random: np.random.Generator
    ) -> list[object]:
        """A text of so many words for each comment; the hotter it is, the more in it is meant for the reader."""
        meant, other = _phrases(heat, lengths, random)
        entries = lengths - (_PHRASE_WORDS - 1) * (meant + other)
        rows = np.repeat(np.arange(len(heat)), entries)
        starts = np.concatenate([[0], np.cumsum(entries)])
        words = self._words(heat[rows], random)
        self._place(words, starts, (meant, other), random)
        written = self.written[_with_ends(words, starts, random)].tolist()
        texts = [written[start:end] for start, end in pairwise(starts)]
        return [_text(found, quote) for found, quote in zip(texts, random.random((len(texts), 3)), strict=True)]

    def _words(self, heat: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.int64]:
        """A word for each place: of all by their rank, or of those that lean to heated comments."""
        words = (self.plain ** random.random(len(heat))).astype(np.int64) - 1
        leans = random.random(len(heat)) < _LEANING_SHARE + _LEANING_HEATED * heat**2
        words[leans] = self.plain + (_LEANING ** random.random(int(leans.sum()))).astype(np.int64) - 1
        return words

    def _place(
        self,
        words: NDArray[np.int64],
        starts: NDArray[np.int64],
        phrases: tuple[NDArray[np.int64], NDArray[np.int64]],
        random: np.random.Generator,
    ) -> None:
        """Put each comment's phrases somewhere into it, in place of a word; two may meet, and one is left."""
        first = self.plain + _LEANING
        for counts, choices in zip(phrases, (_MEANT, _NOT_MEANT), strict=True):
            rows = np.repeat(np.arange(len(counts)), counts)
            within = (random.random(len(rows)) * (starts[1:] - starts[:-1])[rows]).astype(np.int64)
            words[starts[rows] + within] = first + random.integers(0, len(choices), len(rows))
            first += len(choices)


def _made_words(count: int, random: np.random.Generator) -> list[str]:
    """Distinct words of three or four syllables, the short ones first."""
    found: dict[str, None] = {}
    while len(found) < count:
        size = 3 + (len(found) > count // 4)
        found["".join(random.choice(_SYLLABLES, size))] = None
    return list(found)


def _phrases(
    heat: NDArray[np.float64], lengths: NDArray[np.int64], random: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """How many phrases are meant for the reader, and how many are not; as many as a comment has room for."""
    room = lengths // _PHRASE_WORDS
    meant = np.minimum(room, random.poisson(_LEAST_RATE + _HEATED_RATE * heat**2))
    return meant, np.minimum(room - meant, random.poisson(_OTHER_RATE, len(heat)))


def _with_ends(words: NDArray[np.int64], starts: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.int64]:
    """Places of the words as they are written: with what stands behind, and a capital where a sentence begins."""
    ends = random.choice(len(_ENDS), len(words), p=_END_SHARES)
    ends[starts[1:] - 1] = 2
    capitals = np.concatenate([[True], _IS_END[ends][:-1]])
    return np.asarray((words * len(_ENDS) + ends) * 2 + capitals)


def _text(words: Sequence[str], draws: NDArray[np.float64]) -> str:
    """The words as one text; in some a few stand in quotation marks."""
    quote, place, length = draws
    if quote < _QUOTED_SHARE:
        start = int(place * len(words))
        end = start + 1 + int(length * _MOST_QUOTED)
        words = [*words[:start], f'"{" ".join(words[start:end])}"', *words[end:]]
    return " ".join(words).replace("\n ", "\n").rstrip()
