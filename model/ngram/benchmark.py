"""The n-gram model that everything else has to beat: TF-IDF of words and characters, and logistic regression.

It is fitted within a budget of its own, on fewer rows where need be. Every training row also gets logits from a model
that has not seen it (out of fold): what the network learns to correct.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from model.judging.decision import Decision, has_several_labels
from model.ngram.calibration import calibrate, decision_shift
from model.ngram.folds import Alone, FoldHelp, FoldWork
from model.ngram.linear import FitTime, LinearModel, fit_linear, measure_fit
from model.ngram.native_ngrams import why_not
from model.ngram.ngrams import Families, NgramSpace, count_ngrams, find_space
from model.ngram.recipe import USUAL_RECIPE, Recipe
from model.protocol.metrics import DEFAULT_METRIC

MOST_COEFFICIENTS = 16_000_000
MOST_COLUMNS = 300_000
_COUNTED_PER_S, _COUNTED_BY_ARRAYS_PER_S = 8_000_000, 2_000_000  # characters; cautious
_WORDS_ALONE_MORE = 5  # times the characters take the memory that all n-grams take
_COUNTING_SHARE = 0.4  # of the time, at most
_LEAST_ROWS, _LEAST_CHARACTERS, _LEAST_FIT_S = 1_000, 4_000_000, 2.0  # where time is short: so many, within these
_FEWEST_ROWS = 200  # even then
_SPARE = 0.85  # share of the time left that is planned with: the probe may be too hopeful
_UNSEEN_SHARE = 0.35  # of the time left after counting, at most, for rows that the model is not fitted on
_UNSEEN_COST = 1.5  # logits of a text against counting its n-grams
_MOST_CALIBRATED = 2_000_000  # logits: more of them change nothing but the time it takes

Logits = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Means:
    """How much is done at once, and what does it; a test gives others, to see what little memory or time leads to.

    most_characters: counted at once while fitting (the default takes about 300 MB of counts). portion_rows,
    portion_characters: what counting and labelling take at once. count, measure, fit: as `count_ngrams`, `measure_fit`
    and `fit_linear`, which they are by default.
    """

    most_characters: int = 20_000_000
    portion_rows: int = 4_096
    portion_characters: int = 4_000_000
    count: Callable[[Sequence[str], Families], Any] = count_ngrams
    measure: Callable[[Any, NDArray[np.integer], int, int], FitTime] = measure_fit
    fit: Callable[..., LinearModel] = fit_linear


USUAL_MEANS = Means()


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A fitted n-gram model. `decision_shift` (classes,) is added to the logits where the metric asks for it.

    `several_labels`: a text may have several of the classes, and each is said from a threshold of its own on.
    `recipe`: how it was made, for another one on other texts.
    """

    space: NgramSpace
    linear: LinearModel
    decision_shift: NDArray[np.float64]
    several_labels: bool = False
    recipe: Recipe = USUAL_RECIPE

    @property
    def decision(self) -> Decision:
        """From logits to probabilities and labels: of this model, and of a network on top of it."""
        return Decision(self.decision_shift, self.several_labels)

    def logits(
        self, texts: Sequence[str], *, time_left_s: Callable[[], float] | None = None, means: Means = USUAL_MEANS
    ) -> Logits:
        """Calibrated logits (texts, classes): `decision.calibrated` of them is how sure the model is.

        Where `time_left_s()` comes to an end, those of the first texts only.
        """
        parts = [np.empty((0, len(self.decision_shift)), np.float32)]
        for some in _portions(texts, means):
            if time_left_s is not None and time_left_s() <= 0:
                break
            parts.append(self.linear.logits(self.space.table(some, count=means.count)))
        return np.concatenate(parts)

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Probabilities (texts, classes), with the decision shift: the largest is the label that suits the metric."""
        return self.decision.probabilities(self.logits(texts))

    def deciding_by(self, logits: Logits, labels: NDArray[np.integer], metric: str) -> Benchmark:
        """The same model, with the decisions that suit the metric best on these rows that it has not seen."""
        return replace(self, decision_shift=decision_shift(*_some(logits, labels), metric))


@dataclass(frozen=True, slots=True)
class BenchmarkFit:
    """The model, logits for training rows by a model that has not seen them, and what it was fitted on.

    `out_of_fold_logits` (rows, classes) float32, of all rows, or of the first ones where there was no time for more;
    `note` is empty, or says what was left out to stay in time.
    """

    model: Benchmark
    out_of_fold_logits: Logits
    rows_used: int
    note: str = ""


def fit_benchmark(
    texts: Sequence[str],
    labels: NDArray[np.integer],
    class_count: int,
    *,
    seed: int,
    time_left_s: Callable[[], float],
    metric: str = DEFAULT_METRIC,
    folds: int = 3,
    every_row: bool = True,
    means: Means = USUAL_MEANS,
    recipe: Recipe = USUAL_RECIPE,
    fold_help: FoldHelp | None = None,
) -> BenchmarkFit:
    """Fit the n-gram model on clean texts in random order, with `labels` (rows,) in 0..class_count-1.

    Or with several labels a row: (rows, class_count) of 0 and 1.
    `time_left_s()` is how many seconds it may still take; one native call, the fit of one class, can overrun it. Rows
    that it was not fitted on get their logits however long that takes, or, without `every_row`, while there is time.
    `recipe`: what is counted and how it is fitted; `choose_recipe` finds one. `fold_help`: who else may fit folds.
    """
    labels = np.asarray(labels)
    begun_s = time_left_s()
    counts = _counts(texts, time_left_s, means, recipe.families)
    counted = counts.shape[0]
    space, table = _table(counts, class_count, recipe.families)
    del counts
    unseen_s = _unseen_seconds(texts, counted, begun_s - time_left_s())
    fit_left_s = _keeping(time_left_s, min(unseen_s, _UNSEEN_SHARE * time_left_s()))
    time = means.measure(table, labels[:counted], class_count, seed)
    rows, folds = _affordable(time, counted, folds, fit_left_s())
    plan = _Plan(table[:rows].astype(np.float64), labels[:rows], class_count, seed, fit_left_s, means, recipe)
    linear, out_of_fold = _fitted(plan, _fold_work(plan, folds, time), fold_help or Alone())
    hurried = fit_left_s() <= 0
    model, seen = _calibrated(
        Benchmark(space, linear, np.zeros(class_count), recipe=recipe), out_of_fold, plan.labels, metric
    )
    unseen_left_s = None if every_row else time_left_s
    unseen = model.linear.logits(table[rows:]), model.logits(texts[counted:], time_left_s=unseen_left_s, means=means)
    logits = np.concatenate((seen, *unseen))
    kept_in = "memory" if rows >= _rows_within(texts, _most_characters(means, recipe.families)) else "time"
    return BenchmarkFit(model, logits, rows, _note(rows, len(texts), len(logits), kept_in, hurried=hurried))


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the fits have in common."""

    table: Any
    labels: NDArray[np.integer]
    class_count: int
    seed: int
    time_left_s: Callable[[], float]
    means: Means
    recipe: Recipe

    def fit(self, rows: Any = slice(None)) -> LinearModel:
        """Fit on these rows, by default on all."""
        table, labels = self.table[rows], self.labels[rows]
        chosen = {"cost": self.recipe.cost, "by_ratio": self.recipe.by_ratio}
        return self.means.fit(table, labels, self.class_count, seed=self.seed, time_left_s=self.time_left_s, **chosen)


def _counts(texts: Sequence[str], time_left_s: Callable[[], float], means: Means, families: Families) -> Any:
    """Counts (rows, 2 x bins) of as many texts, from the first on, as memory and a share of the time allow."""
    begun_s = time_left_s()
    per_s = _COUNTED_PER_S if why_not() is None else _COUNTED_BY_ARRAYS_PER_S
    characters = min(_most_characters(means, families), per_s * _COUNTING_SHARE * max(begun_s, 0.0))
    parts: list[Any] = []
    rows, least = 0, _least_rows(texts)
    for some in _portions(texts[: max(least, _rows_within(texts, characters))], means):
        if rows >= least and time_left_s() < (1 - _COUNTING_SHARE) * begun_s:
            break
        parts.append(means.count(some, families))
        rows += len(some)
    return sparse.vstack(parts, format="csr")


def _most_characters(means: Means, families: Families) -> int:
    """Characters to count at once: words alone are a fraction of all n-grams."""
    return means.most_characters * (1 if families.runs[1] else _WORDS_ALONE_MORE)


def _table(counts: Any, class_count: int, families: Families) -> tuple[NgramSpace, Any]:
    """The columns that these texts fill, and their table (rows, columns) float32."""
    space = find_space(counts, most_columns=min(MOST_COLUMNS, MOST_COEFFICIENTS // class_count), families=families)
    return space, space.weigh(counts)


def _fold_work(plan: _Plan, folds: int, time: FitTime) -> FoldWork:
    """The folds of a plan."""
    return FoldWork(
        plan.table,
        plan.labels,
        plan.class_count,
        folds,
        plan.seed,
        plan.recipe.cost,
        plan.recipe.by_ratio,
        fold_s=time.on((folds - 1) / folds * len(plan.labels)),
        time_left_s=plan.time_left_s,
    )


def _fitted(plan: _Plan, work: FoldWork, helped: FoldHelp) -> tuple[LinearModel, Logits]:
    """The model on all rows, and the logits (rows, classes) of its folds, which others may be at meanwhile."""
    try:
        helped.begin(work)
        begun_s = plan.time_left_s()
        linear = plan.fit()
        fold_s = (begun_s - plan.time_left_s()) * (1 - 1 / work.folds)  # that one takes here: no more than its share
        return linear, _out_of_fold(plan, work, helped, fold_s)
    finally:
        helped.end()


def _out_of_fold(plan: _Plan, work: FoldWork, helped: FoldHelp, fold_s: float) -> Logits:
    """First what nobody else is at; what others are at is waited for no longer than it would take here."""
    logits, left = np.empty((len(plan.labels), plan.class_count), np.float32), set(range(work.folds))
    while (fold := helped.take()) is not None:
        logits[work.rows_of(fold)[1]] = _fitted_fold(plan, work, fold)
        left.discard(fold)
    waited_until_s = plan.time_left_s() - fold_s
    while left:
        fold, spare_s = min(left), plan.time_left_s() - len(left) * fold_s / _SPARE
        came = helped.came(fold, min(plan.time_left_s() - waited_until_s, spare_s))
        logits[work.rows_of(fold)[1]] = _fitted_fold(plan, work, fold) if came is None else came
        left.discard(fold)
    return logits


def _fitted_fold(plan: _Plan, work: FoldWork, fold: int) -> Logits:
    inside, outside = work.rows_of(fold)
    return plan.fit(inside).logits(plan.table[outside])


def _affordable(time: FitTime, rows: int, folds: int, time_left_s: float) -> tuple[int, int]:
    """How many rows, in how many folds, fit into the time: two folds first, then fewer rows."""
    planned_s = _SPARE * max(time_left_s, 0.0)
    if _fits(folds, time.growth) * time.on(rows) > planned_s:
        folds = 2
    fits = _fits(folds, time.growth)
    least = min(_LEAST_ROWS, max(_FEWEST_ROWS, time.rows_within(_LEAST_FIT_S / fits)))
    return min(rows, max(time.rows_within(planned_s / fits), least)), folds


def _fits(folds: int, growth: float) -> float:
    """How many fits on all rows the model and its folds cost, each of them on (folds - 1) / folds of the rows."""
    return float(1 + folds * ((folds - 1) / folds) ** growth)


def _some(logits: Logits, labels: NDArray[np.integer]) -> tuple[Logits, NDArray[np.integer]]:
    """As many of the rows as calibration needs."""
    rows = max(_LEAST_ROWS, _MOST_CALIBRATED // logits.shape[1])
    return logits[:rows], labels[:rows]


def _calibrated(
    model: Benchmark, out_of_fold: Logits, labels: NDArray[np.integer], metric: str
) -> tuple[Benchmark, Logits]:
    """The model with calibrated coefficients and the shift that suits the metric, and the logits calibrated alike."""
    calibration = calibrate(*_some(out_of_fold, labels))
    logits = calibration.apply(out_of_fold)
    shift = decision_shift(*_some(logits, labels), metric)
    coefficients = (model.linear.coefficients * calibration.scale).astype(np.float32)
    linear = LinearModel(coefficients, calibration.apply(model.linear.intercepts))
    several = has_several_labels(labels)
    return replace(model, linear=linear, decision_shift=shift, several_labels=several), logits


def _rows_within(texts: Sequence[str], characters: float) -> int:
    """How many texts, from the first on, hold no more characters."""
    lengths = np.cumsum([len(text) + 1 for text in texts])
    return int(np.searchsorted(lengths, characters, side="right"))


def _least_rows(texts: Sequence[str]) -> int:
    """The rows counted however short the time is: fewer of long texts."""
    return min(len(texts), _LEAST_ROWS, max(_FEWEST_ROWS, _rows_within(texts, _LEAST_CHARACTERS)))


def _unseen_seconds(texts: Sequence[str], counted: int, counting_s: float) -> float:
    """Seconds that logits of the texts not counted will take, by what counting the others took."""
    seen, unseen = (sum(map(len, part)) for part in (texts[:counted], texts[counted:]))
    return _UNSEEN_COST * counting_s * unseen / max(1, seen)


def _keeping(time_left_s: Callable[[], float], kept_s: float) -> Callable[[], float]:
    return lambda: time_left_s() - kept_s


def _portions(texts: Sequence[str], means: Means) -> Iterator[Sequence[str]]:
    """The texts in order, a bounded number of rows and characters at once; one text at least."""
    first = characters = 0
    for row, text in enumerate(texts):
        characters += len(text)
        if row > first and (row - first == means.portion_rows or characters > means.portion_characters):
            yield texts[first:row]
            first, characters = row, len(text)
    if first < len(texts):
        yield texts[first:]


def _note(rows: int, every: int, labelled: int, kept_in: str, *, hurried: bool) -> str:
    used = f"The benchmark used {rows:,} of {every:,} texts to stay in its {kept_in}." if rows < every else ""
    over = "The benchmark's time was over while it was fitted: it may be weaker than it could be." if hurried else ""
    left = every - labelled
    rest = f"For {left:,} texts it had no time at all: they are left out of training." if left else ""
    return " ".join(sentence for sentence in (used, over, rest) if sentence)
