"""How sure a score is: bootstrap intervals, and whether one model is really above another (Efron & Tibshirani 1993).

Rows of the held-out part are drawn again with replacement; the interval holds the middle 95 % of the metric's values.
Two models are compared on the same resamples (a paired bootstrap), as they err on the same texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.judging.decision import Labels, Probabilities
from model.judging.label_scores import Thresholds, Values
from model.judging.scores import metrics_for, weighted_metric, weighted_metrics
from model.protocol.metrics import METRIC_NAMES, lower_is_better
from model.protocol.result import About, Standing

RESAMPLES = 1_000
# It ranks the rows anew for each label: with 1,000 resamples of 10,000 rows up to a second for each of them and each
# model. From 300, the ends of an interval are known to 4 % of its width.
_MOST_RESAMPLES_OF_MEAN_ROC_AUC = 300
_STANDING_WORDS = {Standing.BETTER: "Above the", Standing.LEVEL: "Level with the", Standing.WORSE: "Below the"}
_BATCH_CELLS = 1_000_000  # weights held at once: resamples x rows


@dataclass(frozen=True, slots=True)
class IntervalEstimate:
    """A value and the ends of its 95 % bootstrap interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """A comparison in words. `standing`: a `Standing` between models, else a word.

    `value`, `low` and `high` are in the metric's units.
    """

    about: str
    standing: str
    text: str
    value: float
    low: float
    high: float


def score_with_intervals(
    probabilities: Probabilities,
    labels: Labels,
    classes: Sequence[str],
    *,
    thresholds: Thresholds | None = None,
    seed: int = 7,
    resamples: int = RESAMPLES,
) -> dict[str, IntervalEstimate]:
    """Every metric that these rows allow, with its interval."""
    metrics = metrics_for(labels, len(classes))
    drawn: dict[str, list[Values]] = {metric: [] for metric in metrics}
    done = 0
    for weights in resampled_weights(len(labels), resamples, seed):
        wanted = [metric for metric in metrics if done < _resamples_of(metric, resamples)]
        for metric, values in weighted_metrics(wanted, probabilities, labels, weights, thresholds).items():
            drawn[metric].append(values)
        done += len(weights)
    whole = weighted_metrics(metrics, probabilities, labels, np.ones((1, len(labels))), thresholds)
    return {metric: _estimate(float(whole[metric][0]), np.concatenate(drawn[metric])) for metric in metrics}


def paired_difference(
    delivered: Probabilities,
    benchmark: Probabilities,
    labels: Labels,
    metric: str,
    *,
    thresholds: Thresholds | None = None,
    seed: int = 7,
    resamples: int = RESAMPLES,
) -> IntervalEstimate:
    """How far `delivered` is better than `benchmark` on the same rows, more being better for every metric."""
    sign = -1.0 if lower_is_better(metric) else 1.0

    def difference(weights: Values) -> Values:
        values = (weighted_metric(metric, p, labels, weights, thresholds) for p in (delivered, benchmark))
        return sign * (next(values) - next(values))

    wanted = _resamples_of(metric, resamples)
    drawn = [difference(weights) for weights in resampled_weights(len(labels), wanted, seed)]
    return _estimate(float(difference(np.ones((1, len(labels))))[0]), np.concatenate(drawn))


def _resamples_of(metric: str, resamples: int) -> int:
    return min(resamples, _MOST_RESAMPLES_OF_MEAN_ROC_AUC) if metric.startswith("mean_roc_auc") else resamples


def verdict(difference: IntervalEstimate, metric: str, *, about: str = About.BENCHMARK) -> Verdict:
    """The difference in words: above or below only where the whole interval is."""
    standing = Standing.of(difference.low, difference.high)
    words = _STANDING_WORDS[standing]
    text = f"{words} {about}: {METRIC_NAMES[metric]} {_in_words(difference, metric)}."
    return Verdict(about, standing, text, difference.value, difference.low, difference.high)


def _in_words(difference: IntervalEstimate, metric: str) -> str:
    if lower_is_better(metric):
        change = "better" if difference.value >= 0 else "worse"
        return f"{abs(difference.value):.3f} {change} (95 % interval {difference.low:+.3f} to {difference.high:+.3f})"
    value, low, high = (100 * x for x in (difference.value, difference.low, difference.high))
    return f"{value:+.1f} points (95 % interval {low:+.1f} to {high:+.1f})"


def resampled_weights(rows: int, resamples: int, seed: int) -> Iterator[NDArray[np.float64]]:
    """How often each row is drawn, (some resamples, rows) at a time."""
    random = np.random.default_rng(seed)
    at_once = max(1, _BATCH_CELLS // max(rows, 1))
    for first in range(0, resamples, at_once):
        count = min(at_once, resamples - first)
        draws = (
            random.integers(0, rows, (count, rows), dtype=np.int32) + np.arange(count, dtype=np.int64)[:, None] * rows
        )
        yield np.bincount(draws.ravel(), minlength=count * rows).reshape(count, rows).astype(np.float64)


def _estimate(value: float, drawn: NDArray[np.float64]) -> IntervalEstimate:
    finite = drawn[np.isfinite(drawn)]
    low, high = np.quantile(finite, (0.025, 0.975)) if len(finite) else (value, value)
    return IntervalEstimate(value, float(low), float(high))
