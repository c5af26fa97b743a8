"""How the n-gram model is made: chosen by what a sample of the texts says, for the time that there is.

Runs of characters find what short texts spell in many ways, and cost most and bring least on long ones. So every choice
is fitted on a part of a sample and judged by its log loss on the rest; what takes longer must be clearly better, and
what cannot learn from all texts in time is judged by what it would know from fewer. Weighting columns by log-count
ratios: Wang & Manning 2012, "Baselines and Bigrams: Simple, Good Sentiment and Topic Classification".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from model.judging.decision import has_several_labels, log_softmax
from model.ngram.calibration import calibrate
from model.ngram.linear import USUAL_COST, LinearModel, import_solver
from model.ngram.ngrams import USUAL_FAMILIES, Families, find_space

WORDS_ALONE = Families(most_words=2, runs=(0, 0))
_GENTLE_COST = 1.0
_MOST_ROWS, _LEAST_ROWS = 2_000, 600  # of the sample
_TIME_SHARE = 0.12  # of what there is, for choosing
_LEVEL_TIME_SHARE = 0.25  # and with what the sample cannot tell apart tried again on more texts
_MORE = 4  # times the texts, each time
_MOST_CHARACTERS = 20_000_000  # of those texts: what is counted at once is bounded for memory
_CHARACTERS_PER_S, _FITTED_PER_S = 150_000, 40_000  # of the time there is: how large a sample it allows
_LEARNED_SHARE = 2 / 3  # of the sample
_CHEAP_SHARE = 0.5  # of the time: what takes less need not be clearly better
_GROWTH, _LEAST_GROWTH = 1.5, 1.0  # of the time to fit, by rows: at most, where nobody has measured it, and at least
_LESS_EACH_TIME = 0.8  # of what a doubling of the rows brings, the next one does
_WARMING_ROWS = 20
_FITS = 2.6  # on all rows: the model and its folds

Labels = NDArray[np.integer]
Losses = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Which n-grams are counted, what an error costs (C), and whether log-count ratios weigh the columns."""

    families: Families = USUAL_FAMILIES
    cost: float = USUAL_COST
    by_ratio: bool = False


USUAL_RECIPE = Recipe()


class Means(Protocol):
    """What counts and fits."""

    @property
    def count(self) -> Callable[[Sequence[str], Families], Any]:
        """As `count_ngrams`."""
        ...

    @property
    def fit(self) -> Callable[..., LinearModel]:
        """As `fit_linear`."""
        ...


def choose_recipe(
    texts: Sequence[str],
    labels: Labels,
    class_count: int,
    *,
    seed: int,
    time_left_s: Callable[[], float],
    means: Means,
) -> Recipe:
    """The recipe for texts in random order, with `labels` as in `fit_benchmark`; the usual one where few say little."""
    rows = _sample_rows(texts, class_count, time_left_s())
    if rows < _LEAST_ROWS:
        return USUAL_RECIPE
    means.count(texts[:_WARMING_ROWS], USUAL_FAMILIES)
    import_solver()  # the first time both take seconds, which would be taken for those of the first recipe
    kitchen = _Kitchen(texts[:rows], labels[:rows], class_count, seed, time_left_s, means)
    begun_s = time_left_s()

    def is_time() -> bool:
        return begun_s - time_left_s() < _TIME_SHARE * begun_s

    best = kitchen.tried(USUAL_RECIPE)
    if is_time():
        best = _worth_its_time(kitchen, best, len(texts), sum(map(len, texts)))
    every = [best]
    for change in _CHANGES:
        other = change(best.recipe)
        if other != best.recipe and is_time():
            every.append(kitchen.tried(other))
            best = every[-1] if _stays_less(kitchen, every[-1], best, len(texts)) else best
    spare_s = _LEVEL_TIME_SHARE * begun_s - (begun_s - time_left_s())
    return _best_on_more(kitchen, _level(best, every), texts, labels, spare_s).recipe


def _gently(recipe: Recipe) -> Recipe:
    return replace(recipe, cost=_GENTLE_COST)


def _by_ratio(recipe: Recipe) -> Recipe:
    """What weighs some columns more fits the texts it learns from sooner: an error costs less."""
    return replace(recipe, by_ratio=True, cost=_GENTLE_COST)


def _without_signs(recipe: Recipe) -> Recipe:
    return replace(recipe, families=replace(recipe.families, signs=False))


_CHANGES = (_by_ratio, _gently, _without_signs)  # what helps most often comes first: there may be no time for more


@dataclass(frozen=True, slots=True)
class _Tried:
    """A recipe, its log loss on each row of the sample kept back, and the seconds to count and to fit the rest."""

    recipe: Recipe
    losses: Losses
    count_s: float
    fit_s: float


@dataclass(slots=True)
class _Kitchen:
    """The sample, and what is done with it."""

    texts: Sequence[str]
    labels: Labels
    class_count: int
    seed: int
    time_left_s: Callable[[], float]
    means: Means
    counted: dict[Families, tuple[Any, float]] = field(default_factory=dict)

    def tried(self, recipe: Recipe, learned_share: float = _LEARNED_SHARE) -> _Tried:
        """Fit on a share of the sample, judge on its last third."""
        kept, learned = int(_LEARNED_SHARE * len(self.texts)), int(learned_share * len(self.texts))
        counts, count_s = self._counts(recipe.families)
        begun_s = self.time_left_s()
        space = find_space(counts[:learned], most_columns=counts.shape[1], families=recipe.families)
        table = space.weigh(counts)
        weighed_s = self.time_left_s()
        model = self.means.fit(
            table[:learned].astype(np.float64), self.labels[:learned], self.class_count, seed=self.seed,
            time_left_s=self.time_left_s, cost=recipe.cost, by_ratio=recipe.by_ratio,
        )  # fmt: skip
        losses = row_losses(model.logits(table[kept:]), self.labels[kept:])
        return _Tried(recipe, losses, count_s + begun_s - weighed_s, weighed_s - self.time_left_s())

    def on_more(self, texts: Sequence[str], labels: Labels) -> _Kitchen:
        """The same with a larger sample."""
        return replace(self, texts=texts, labels=labels, counted={})

    def _counts(self, families: Families) -> tuple[Any, float]:
        """What stands in the sample, counted once, and the seconds that took."""
        if families not in self.counted:
            begun_s = self.time_left_s()
            counts = self.means.count(self.texts, families)
            self.counted[families] = counts, begun_s - self.time_left_s()
        return self.counted[families]


def _sample_rows(texts: Sequence[str], class_count: int, time_s: float) -> int:
    """How many of the first texts the time allows to try several recipes on."""
    rows = int(min(len(texts), _MOST_ROWS, _FITTED_PER_S * max(time_s, 0.0) / class_count))
    lengths = np.cumsum([len(text) + 1 for text in texts[:rows]])
    return int(np.searchsorted(lengths, _CHARACTERS_PER_S * max(time_s, 0.0), side="right"))


def _worth_its_time(kitchen: _Kitchen, usual: _Tried, rows: int, characters: int) -> _Tried:
    """Words alone, or the runs of characters as well: whichever is expected to know more at the end of the time."""
    words = kitchen.tried(replace(usual.recipe, families=WORDS_ALONE))
    time_s = kitchen.time_left_s()
    usual_s = _seconds(kitchen, usual, rows, characters)
    if usual_s > time_s:
        fewer = kitchen.tried(words.recipe, _LEARNED_SHARE / 2)
        growth = float(np.clip(np.log2(words.fit_s / max(1e-9, fewer.fit_s)), _LEAST_GROWTH, _GROWTH))
        usual_s = _seconds(kitchen, usual, rows, characters, growth)
        if usual_s > time_s:
            shares = [
                _share_in_time(kitchen, tried, rows, characters, time_s=time_s, growth=growth)
                for tried in (usual, words)
            ]
            lost = _by_doubling(kitchen, words, fewer, rows) * float(np.log2(shares[1] / shares[0]))
            return usual if usual.losses.mean() + lost < words.losses.mean() else words
    if usual_s <= _CHEAP_SHARE * time_s:
        return words if is_clearly_less(words.losses, usual.losses) else usual
    return usual if is_clearly_less(usual.losses, words.losses) else words


def _level(best: _Tried, every: Sequence[_Tried]) -> list[_Tried]:
    """The best one, and then those that it is not clearly better than, the better ones first."""
    others = [one for one in every if one is not best and not is_clearly_less(best.losses, one.losses)]
    return [best, *sorted(others, key=_mean_loss)]


def _best_on_more(
    kitchen: _Kitchen, level: list[_Tried], texts: Sequence[str], labels: Labels, spare_s: float
) -> _Tried:
    """Of what the sample cannot tell apart, what more texts like best, as far as there is time; else the first."""
    every_s = _seconds(kitchen, level[0], len(texts), sum(map(len, texts)))
    until_s = max(every_s, kitchen.time_left_s() - spare_s)
    rows = _more_rows(kitchen, texts)
    while rows > len(kitchen.texts):
        in_time = _within(kitchen, level, texts[:rows], kitchen.time_left_s() - until_s)
        if len(in_time) < 2:
            break
        kitchen = kitchen.on_more(texts[:rows], labels[:rows])
        again = [kitchen.tried(one.recipe) for one in in_time]
        level = _level(min(again, key=_mean_loss), again)
        rows = _more_rows(kitchen, texts)
    return level[0]


def _within(kitchen: _Kitchen, level: list[_Tried], texts: Sequence[str], time_s: float) -> list[_Tried]:
    """So many of these, from the first on, as can be tried on so many texts in the time."""
    characters, counted = sum(map(len, texts)), set[Families]()
    for number, one in enumerate(level):
        every_s = _seconds(kitchen, one, _LEARNED_SHARE * len(texts), characters, fits=1)
        counting_s = one.count_s * characters / max(1, sum(map(len, kitchen.texts)))
        time_s -= every_s - (counting_s if one.recipe.families in counted else 0.0)
        counted.add(one.recipe.families)
        if time_s < 0:
            return level[:number]
    return level


def _mean_loss(tried: _Tried) -> float:
    return float(tried.losses.mean())


def _more_rows(kitchen: _Kitchen, texts: Sequence[str]) -> int:
    """So many of the first texts the next sample has."""
    rows = min(len(texts), _MORE * len(kitchen.texts))
    lengths = np.cumsum([len(text) + 1 for text in texts[:rows]])
    return int(np.searchsorted(lengths, _MOST_CHARACTERS, side="right"))


def _by_doubling(kitchen: _Kitchen, tried: _Tried, fewer: _Tried, rows: int) -> float:
    """What the last doubling up to so many rows brings: less each time than the one before, which the sample shows."""
    in_sample = max(0.0, float(fewer.losses.mean() - tried.losses.mean()))
    doublings = max(0.0, float(np.log2(rows / (_LEARNED_SHARE * len(kitchen.texts)))))
    return in_sample * float(_LESS_EACH_TIME**doublings)


def _share_in_time(
    kitchen: _Kitchen, tried: _Tried, rows: int, characters: int, *, time_s: float, growth: float
) -> float:
    """The share of all rows that can be learned from in time, in halves."""
    share = 1.0
    while share > 0.01 and _seconds(kitchen, tried, share * rows, share * characters, growth) > time_s:
        share /= 2
    return share


def _seconds(
    kitchen: _Kitchen,
    tried: _Tried,
    rows: float,
    characters: float,
    growth: float = _GROWTH,
    *,
    fits: float = _FITS,
) -> float:
    counted = tried.count_s * characters / max(1, sum(map(len, kitchen.texts)))
    learned = _LEARNED_SHARE * len(kitchen.texts)
    return counted + fits * tried.fit_s * float((rows / learned) ** growth)


def _stays_less(kitchen: _Kitchen, other: _Tried, best: _Tried, rows: int) -> bool:
    """Whether a recipe is clearly better, and would be on all rows if it goes on as from half of the sample to all."""
    if not is_clearly_less(other.losses, best.losses):
        return False
    of_fewer, best_of_fewer = (kitchen.tried(tried.recipe, _LEARNED_SHARE / 2) for tried in (other, best))
    gain = float((best.losses - other.losses).mean())
    before = float((best_of_fewer.losses - of_fewer.losses).mean())
    return gain + (gain - before) * float(np.log2(rows / (_LEARNED_SHARE * len(kitchen.texts)))) > 0


def is_clearly_less(losses: Losses, others: Losses) -> bool:
    """Whether losses on the same rows are lower by more than their difference varies (one standard error)."""
    difference = others - losses
    return bool(difference.mean() > difference.std() / np.sqrt(len(difference)))


def row_losses(scores: NDArray[np.float32], labels: Labels) -> Losses:
    """Log loss of each row (rows,) once the scores are calibrated on these rows."""
    logits = np.asarray(calibrate(scores, labels).apply(scores), np.float64)
    if has_several_labels(labels):
        every: Losses = (np.logaddexp(0.0, logits) - labels * logits).mean(axis=1)
        return every
    chosen: Losses = -log_softmax(logits)[np.arange(len(labels)), labels]
    return chosen
