"""How many words of a long text its label needs: a linear model on words, fitted once, is asked about shorter cuts.

What it loses by a cut is what the words left out would have told. It says nothing about the order of words, and is
counted on numbers that stand already, so that a dozen cuts are tried in a second or two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from model.ngram.linear import LinearModel, fit_linear
from model.ngram.recipe import Labels, Losses, is_clearly_less, row_losses
from model.text.cut import TextCut
from model.text.encode import FIRST_WORD, TokenRows

LENGTHS = (64, 128, 256, 512, 1_024)
LEAST_JUDGED = 200  # texts: fewer do not tell one cut from another
LEVEL_LOSS = 0.05  # of what words tell: a cut that loses more is worse, however little is sure
NEGLIGIBLE_LOSS = 0.005  # of what words tell: no matter how sure it is
BEARABLE_LOSS = 0.25  # of what words tell: a cut that loses more is not taken for the sake of time either
_MOST_LEARNED, _MOST_FITTED, _MOST_JUDGED = 4_000, 80_000, 3_000  # texts; texts x classes; texts
_LEARNED_TOKENS, _JUDGED_TOKENS = 1_000_000, 500_000
_LEAST_LEARNED, _LEARNED_SHARE = 600, 2 / 3


@dataclass(frozen=True, slots=True)
class LabelledRows:
    """Texts as token numbers, and their labels, as in `TrainingSet`."""

    tokens: TokenRows
    labels: Labels


@dataclass(frozen=True, slots=True)
class CutTried:
    """A cut, and the log loss of each text judged (rows,) where texts are cut so."""

    cut: TextCut
    losses: Losses


@dataclass(frozen=True, slots=True)
class WordsNeeded:
    """The shortest cut that tells as much as the best one; and shorter ones, the longest first, that tell less."""

    cut: TextCut
    shorter: tuple[TextCut, ...] = ()


def cuts_to_try(widest: TextCut, longest: int) -> list[TextCut]:
    """Cuts that can be made of what `widest` left: the first words, the last, and half of each.

    Of texts of which next to all have at most `longest` words.

    >>> [(cut.most, cut.tail) for cut in cuts_to_try(TextCut(256, 128), 100)]
    [(64, 0), (64, 32), (64, 64), (100, 0), (100, 50), (100, 100)]
    """
    longest = min(longest, widest.most)
    lengths = [*(length for length in LENGTHS if length < longest), longest]
    every = [TextCut(length, tail) for length in lengths for tail in (0, length // 2, length)]
    return [cut for cut in every if widest.holds(cut)]


def words_needed(
    texts: LabelledRows,
    cuts: Sequence[TextCut],
    class_count: int,
    *,
    seed: int,
    time_left_s: Callable[[], float],
) -> WordsNeeded | None:
    """What is needed of texts in random order: learned from two thirds of them, and judged on the others.

    None where nobody can tell: there are too few texts, no time, or single words tell nothing.
    """
    learned, judged = _parted(texts, class_count)
    if len(judged.labels) < LEAST_JUDGED:
        return None
    model = _WordModel.fitted(learned, class_count, seed, time_left_s)
    tried = []
    for cut in sorted(
        cuts, key=lambda cut: (not cut.has_middle, -cut.most)
    ):  # should time end, the likeliest were tried
        if time_left_s() <= 0:
            break
        tried.append(CutTried(cut, row_losses(model.scores(judged.tokens.cut(cut)), judged.labels)))
    return _needed(tried, row_losses(np.zeros((len(judged.labels), class_count), np.float32), judged.labels))


def _needed(tried: Sequence[CutTried], without_words: Losses) -> WordsNeeded | None:
    """`without_words`: the losses of whoever knows how frequent the classes are, and nothing else."""
    best = min(tried, key=_loss, default=None)
    if best is None or not is_clearly_less(best.losses, without_words):
        return None
    told = float(without_words.mean()) - _loss(best)
    unsure = [one for one in _within(tried, best, LEVEL_LOSS * told) if not is_clearly_less(best.losses, one.losses)]
    level = [*unsure, *_within(tried, best, NEGLIGIBLE_LOSS * told)]
    needed = min(level, key=lambda one: (one.cut.most, not one.cut.has_middle, _loss(one)))
    held = [one for one in tried if one.cut != needed.cut and needed.cut.holds(one.cut)]
    return WordsNeeded(needed.cut, _best_of_each_length(_within(held, best, BEARABLE_LOSS * told)))


def _within(tried: Sequence[CutTried], best: CutTried, most: float) -> list[CutTried]:
    return [one for one in tried if _loss(one) <= _loss(best) + most]


def _best_of_each_length(tried: Sequence[CutTried]) -> tuple[TextCut, ...]:
    """The longest first."""
    best: dict[int, CutTried] = {}
    for one in tried:
        best[one.cut.most] = min(one, best.get(one.cut.most, one), key=_loss)
    return tuple(best[most].cut for most in sorted(best, reverse=True))


def _loss(tried: CutTried) -> float:
    return float(tried.losses.mean())


def _parted(texts: LabelledRows, class_count: int) -> tuple[LabelledRows, LabelledRows]:
    most = int(np.clip(_MOST_FITTED // class_count, _LEAST_LEARNED, _MOST_LEARNED))
    first = min(most, int(_LEARNED_SHARE * len(texts.labels)))
    learned = _some(texts, 0, first, _LEARNED_TOKENS)
    return learned, _some(texts, first, first + _MOST_JUDGED, _JUDGED_TOKENS)


def _some(texts: LabelledRows, first: int, end: int, most_tokens: int) -> LabelledRows:
    """Texts from the first on, and no more words together than so many."""
    offsets = texts.tokens.offsets
    within = int(np.searchsorted(offsets, offsets[first] + most_tokens, side="right")) - 1
    rows = np.arange(first, min(end, within))
    return LabelledRows(texts.tokens.take(rows), texts.labels[rows])


@dataclass(frozen=True, slots=True)
class _WordModel:
    """Logistic regression on TF-IDF of single words."""

    weigher: Any
    linear: LinearModel
    words: int

    @classmethod
    def fitted(cls, learned: LabelledRows, class_count: int, seed: int, time_left_s: Callable[[], float]) -> _WordModel:
        from sklearn.feature_extraction.text import TfidfTransformer

        words = int(learned.tokens.ids.max(initial=0)) + 1
        weigher = TfidfTransformer(sublinear_tf=True)
        table = weigher.fit_transform(_counts(learned.tokens, words))
        linear = fit_linear(table, learned.labels, class_count, seed=seed, time_left_s=time_left_s, cost=1.0)
        return cls(weigher, linear, words)

    def scores(self, tokens: TokenRows) -> NDArray[np.float32]:
        return self.linear.logits(self.weigher.transform(_counts(tokens, self.words)))


def _counts(tokens: TokenRows, words: int) -> Any:
    """How often each text has each word (texts, words); words that are not known, and numbers past `words`, not."""
    is_counted = (tokens.ids >= FIRST_WORD) & (tokens.ids < words)
    starts = np.concatenate(([0], np.cumsum(is_counted)))[tokens.offsets]
    ids = tokens.ids[is_counted]
    counts = sparse.csr_matrix((np.ones(len(ids)), ids, starts), shape=(len(tokens), words))
    counts.sum_duplicates()
    return counts
