"""What twice the training time would bring: a curve through a few whole trainings of rising length.

Error against training seconds is taken as a falling power law, y = a + b t^-c (Hestness et al. 2017, "Deep Learning
Scaling is Predictable, Empirically"; Mohr & van Rijn 2022, "Learning Curves for Decision Making"), or as falling in a
straight line with log t, which is where a small c leads. Four points cannot tell the exponent, so none is picked: for
each c of a grid, a >= 0 and b >= 0 come from weighted least squares, and all c count by how well they fit.

The band holds what the few validation texts and the luck of a training leave open. Validation rows are drawn again, the
same ones for every training (`model.judging.intervals`); and each drawn score is shaken as the scores scatter about the
curve, or by 1 % of the error where so few points scatter less than trainings with other seeds are known to (Reimers &
Gurevych 2017, "Reporting Score Distributions Makes a Difference"). Beyond the last training it also holds that the next
one errs on other texts: what a person will see is one training, not the mean of many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.judging.decision import Labels, Probabilities
from model.judging.intervals import Verdict, resampled_weights
from model.judging.label_scores import Thresholds
from model.judging.scores import metric_value, weighted_metric
from model.protocol.metrics import METRIC_NAMES, lower_is_better
from model.protocol.result import About

LEAST_POINTS = 3
BAND = (0.1, 0.9)  # 80 %
WORTH_IT = 0.01  # one point of a score, .01 of log loss
ABOUT = About.TWICE_THE_TIME
_RESAMPLES = 300
_RESAMPLES_OF_MEAN_ROC_AUC = 100  # it ranks every label anew, for each training: seconds that a short box has not
_EXPONENTS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 1.0, 1.3)
_LEAST_NOISE_SHARE = 0.01  # of the error
_PARAMETERS = 3
_BAND_POINTS = 25

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rung:
    """One whole training: its seconds, rows, epochs, and its probabilities on validation (validation rows, classes)."""

    train_s: float
    rows: int
    epochs: float
    probabilities: Probabilities


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One training as it is drawn: the metric's `value` on validation after so many seconds."""

    train_s: float
    rows: int
    epochs: float
    value: float


@dataclass(frozen=True, slots=True)
class BandPoint:
    """The curve after so many seconds: its middle, and the ends of its 80 % band, in the metric's own units."""

    train_s: float
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class LearningCurve:
    """The answer. The verdict's `value`, `low` and `high` are the gain from T to 2T, more being better; NaN if unknown.

    `band` runs from the first point to twice the time of the last, through which all curves are drawn: what it opens to
    behind it is the gain. Empty where nothing was measured.
    """

    verdict: Verdict
    points: tuple[CurvePoint, ...] = ()
    band: tuple[BandPoint, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """As `result.json` and the event have it."""
        return {
            "points": [asdict(point) for point in self.points],
            "band": [asdict(point) for point in self.band],
            "gain": self.verdict.value,
            "low": self.verdict.low,
            "high": self.verdict.high,
            "standing": self.verdict.standing,
            "verdict": self.verdict.text,
        }


def measure_curve(
    rungs: Sequence[Rung], labels: Labels, metric: str, *, thresholds: Thresholds | None = None, seed: int = 7
) -> LearningCurve:
    """The curve through trainings of rising length, scored on the same validation rows and with the same thresholds.

    "Cannot tell" with fewer than three trainings of different length, and where they lie on no curve: where they
    scatter about the best one by more than two points, and by more than half of their whole rise.
    """
    points = tuple(_point(rung, labels, metric, thresholds) for rung in rungs)
    if len({round(point.train_s, 2) for point in points}) < LEAST_POINTS:
        return LearningCurve(cannot_tell("fewer than three trainings were measured"), points)
    drawn = _resampled_errors(rungs, labels, metric, thresholds, seed)
    if not len(drawn):
        return LearningCurve(cannot_tell(f"{metric} could not be measured on the validation texts"), points)
    seconds = np.array([point.train_s for point in points])
    last_s = float(seconds[-1])
    at_s = np.append(np.geomspace(seconds.min(), 2 * last_s, _BAND_POINTS), (last_s, 2 * last_s))
    observed = _errors(np.array([point.value for point in points]), metric)
    noise = scatter(seconds, observed)
    least_noise = max(_LEAST_NOISE_SHARE * float(observed[-1]), 1e-6)
    curves, weights = fitted_curves(seconds, drawn, at_s, noise=max(noise, least_noise), seed=seed)
    curves = _as_trained(curves, at_s / last_s, differing(drawn), seed)
    gain, low, high = weighted_quantiles(curves[:, -2:-1] - curves[:, -1:], weights, (0.5, *BAND))[:, 0].tolist()
    pinned = curves[:, :_BAND_POINTS] - curves[:, -2:-1] + observed[-1]
    band = weighted_quantiles(pinned, weights, (0.5, *BAND))
    verdict = judge(gain, low, high, metric)
    if noise > max(2 * WORTH_IT, float(observed[0] - observed[-1]) / 2):
        verdict = cannot_tell("the scores of the trainings go up and down more than they rise", gain, low, high)
    return LearningCurve(verdict, points, _band(at_s, band, metric))


def judge(gain: float, low: float, high: float, metric: str) -> Verdict:
    """What a gain from T to 2T means, with its 80 % band, more being better.

    Worth it: at least one point, and half a point even at the low end. Hardly worth it: less than one point, and less
    than two even at the high end. Between them the band holds both answers, so whoever acts on it might as well toss a
    coin: cannot tell.
    """
    words = _gain_words(gain, low, high, metric)
    if gain >= WORTH_IT and low >= WORTH_IT / 2:
        return Verdict(ABOUT, "worth it", f"Twice the time would bring about {words}: worth it.", gain, low, high)
    if gain < WORTH_IT and high < 2 * WORTH_IT:
        text = f"Twice the time would bring about {words}: hardly worth it."
        return Verdict(ABOUT, "hardly worth it", text, gain, low, high)
    return cannot_tell(f"about {words}, too wide to act on", gain, low, high)


def cannot_tell(reason: str, gain: float = np.nan, low: float = np.nan, high: float = np.nan) -> Verdict:
    """The verdict where nothing was measured, or too little to act on."""
    return Verdict(ABOUT, "cannot tell", f"Cannot tell what twice the time would bring: {reason}.", gain, low, high)


def ended_early(reason: str, *, stalled: bool) -> Verdict:
    """The verdict on trainings that say themselves what more of them is worth.

    Where validation had `stalled`, more time would hardly help, whether or not some was left. Where all epochs were
    done it would not even be used, and what it would have brought is another question.
    """
    would = "hardly help" if stalled else "not be used: training ended early"
    text = f"Twice the time would {would}, {reason}."
    return Verdict(ABOUT, "hardly worth it", text, np.nan, np.nan, np.nan)


def scatter(seconds: Values, errors: Values) -> float:
    """How far errors (points,) lie from the best curve: one standard deviation, for a training of middling weight."""
    _, _, misfit = _least_squares(_shapes(seconds, seconds[-1]), errors[None, :], _importance(seconds))
    spare = max(1, len(seconds) - _PARAMETERS)
    return float(np.sqrt(misfit.min() / spare))


def differing(drawn: Values) -> float:
    """How far two trainings differ by the texts that each happens to get wrong: one standard deviation.

    Told by the last two: `drawn` (resamples, points) are their errors on the same resamples.
    """
    return float(np.std(drawn[:, -1] - drawn[:, -2]))


def _as_trained(curves: Values, times: Values, deviation: float, seed: int) -> Values:
    """What a training of so many times the last one's seconds will score, rather than what it would on average.

    It errs on other texts than the last one does, the more so the longer it goes on (fully at twice the time).
    """
    luck = np.random.default_rng(seed).normal(0, deviation, (len(curves), 1))
    return np.maximum(0, curves + luck * np.sqrt(np.clip(times - 1, 0, 1)))


def fitted_curves(seconds: Values, drawn: Values, at_s: Values, *, noise: float, seed: int) -> tuple[Values, Values]:
    """Curves of error at `at_s` (k,) through drawn errors (resamples, points), and how much each counts.

    `seconds` (points,) rise. Returns (curves, k) and (curves,), with one curve for each resample and exponent.
    """
    importance = _importance(seconds)
    shapes, shapes_at = _shapes(seconds, seconds[-1]), _shapes(at_s, seconds[-1])
    shaken = drawn + np.random.default_rng(seed).normal(0, noise, drawn.shape) / np.sqrt(importance)
    level, slope, misfit = _least_squares(shapes, np.maximum(shaken, 0), importance)
    likelihood = np.exp(-(misfit - misfit.min(axis=1, keepdims=True)) / (2 * noise**2))
    curves = level[..., None] + slope[..., None] * shapes_at[None]  # (resamples, shapes, k)
    weights: Values = likelihood / likelihood.sum(axis=1, keepdims=True)
    return np.maximum(curves, 0).reshape(-1, len(at_s)), weights.ravel()


def weighted_quantiles(values: Values, weights: Values, shares: Sequence[float]) -> Values:
    """Quantiles (shares, columns) of `values` (rows, columns), each row counting `weights` (rows,)."""
    quantiles = np.empty((len(shares), values.shape[1]))
    for column in range(values.shape[1]):
        order = np.argsort(values[:, column])
        reached = np.cumsum(weights[order]) / weights.sum()
        places = np.minimum(np.searchsorted(reached, shares), len(order) - 1)
        quantiles[:, column] = values[order[places], column]
    return quantiles


def _importance(seconds: Values) -> Values:
    """Weights of mean 1: long trainings scatter less, and lie nearer to what is asked."""
    importance = np.sqrt(seconds / seconds.max())
    weights: Values = importance / importance.mean()
    return weights


def _shapes(seconds: Values, unit_s: float) -> Values:
    """What falls with time, (exponents + 1, seconds): t^-c for each c, and -log t; 1 (or 0) at `unit_s`."""
    ratio = seconds / unit_s
    return np.stack([*(ratio**-c for c in _EXPONENTS), -np.log(ratio)])


def _least_squares(shapes: Values, errors: Values, importance: Values) -> tuple[Values, Values, Values]:
    """a >= 0 and b >= 0 with the least weighted squares of errors - (a + b * shape); all (resamples, shapes).

    `shapes` (shapes, points), `errors` (resamples, points), `importance` (points,) of mean 1. The third is the squares.
    """
    total = importance.sum()
    mean_shape, mean_error = shapes @ importance / total, errors @ importance / total
    about = (shapes - mean_shape[:, None]) * importance
    slope = np.maximum(0, errors @ about.T / (about * shapes).sum(axis=1))
    level = mean_error[:, None] - slope * mean_shape
    through_zero = (errors * importance) @ shapes.T / (shapes**2 @ importance)
    slope = np.where(level < 0, np.maximum(0, through_zero), slope)
    level = np.maximum(level, 0)
    fitted = level[..., None] + slope[..., None] * shapes[None]
    return level, slope, ((errors[:, None, :] - fitted) ** 2) @ importance


def _point(rung: Rung, labels: Labels, metric: str, thresholds: Thresholds | None) -> CurvePoint:
    value = metric_value(metric, rung.probabilities, labels, thresholds)
    return CurvePoint(rung.train_s, rung.rows, rung.epochs, value)


def _resampled_errors(
    rungs: Sequence[Rung], labels: Labels, metric: str, thresholds: Thresholds | None, seed: int
) -> Values:
    """Errors of each training on the same resamples (resamples, points); those that cannot be scored are left out."""
    drawn = [
        np.stack([weighted_metric(metric, rung.probabilities, labels, weights, thresholds) for rung in rungs], axis=1)
        for weights in resampled_weights(len(labels), _resamples_of(metric), seed)
    ]
    values = np.concatenate(drawn)
    return _errors(values[np.isfinite(values).all(axis=1)], metric)


def _resamples_of(metric: str) -> int:
    return _RESAMPLES_OF_MEAN_ROC_AUC if metric.startswith("mean_roc_auc") else _RESAMPLES


def _errors(values: Values, metric: str) -> Values:
    """Less is better; and the way back."""
    return values if lower_is_better(metric) else 1 - values


def _band(at_s: Values, band: Values, metric: str) -> tuple[BandPoint, ...]:
    middle, low, high = (_errors(line, metric) for line in band)
    low, high = np.minimum(low, high), np.maximum(low, high)
    return tuple(BandPoint(*map(float, row)) for row in zip(at_s[:_BAND_POINTS], middle, low, high, strict=True))


def _gain_words(gain: float, low: float, high: float, metric: str) -> str:
    if lower_is_better(metric):
        return f"{gain:.3f} less {METRIC_NAMES[metric]} (80 %: {low:.3f} to {high:.3f})"
    return f"{_signed(gain)} points (80 %: {_signed(low)} to {_signed(high)})"


def _signed(share: float) -> str:
    return "0" if abs(share) < 5e-4 else f"{100 * share:+.1f}"
