"""Which way a metric is better, by the words of its name; a test holds it to `model.protocol.metrics`."""

from __future__ import annotations

import math
import re

_LOWER_IS_BETTER = frozenset({
    "loss", "error", "errors", "err", "mae", "mse", "rmse", "msle", "rmsle", "mape", "smape", "mase", "perplexity",
    "ppl", "entropy", "crossentropy", "nll", "deviance", "divergence", "brier", "wer", "cer", "eer", "fpr", "fnr",
    "fid", "bpc", "ece", "distance", "regret",
})  # fmt: skip
_TURNED_ROUND = frozenset({"neg", "negative"})


def lower_is_better(metric: str) -> bool:
    """Whether a smaller value is the better one; of a name that is not known, a larger one is.

    >>> lower_is_better("val_loss"), lower_is_better("val_auc"), lower_is_better("mean_absolute_error")
    (True, False, True)
    """
    words = set(re.split(r"[^a-z0-9]+", metric.casefold()))
    return bool(words & _LOWER_IS_BETTER) and not words & _TURNED_ROUND


def is_better(value: float, than: float | None, *, lower: bool) -> bool:
    """Whether a value is a number, and the better one."""
    if math.isnan(value):
        return False
    return than is None or (value < than if lower else value > than)


def score_words(value: float) -> str:
    """A score for a sentence, as Call It writes them: below 1 without its zero.

    >>> score_words(0.87123), score_words(-0.0312), score_words(12.5)
    ('.871', '-.031', '12.5')
    """
    if abs(value) >= 1:
        return f"{value:.4g}"
    words = f"{abs(value):.3f}".removeprefix("0")
    return f"-{words}" if round(value, 3) < 0 else words


def is_number(value: object) -> bool:
    """Whether a measure can be a score: a number, or an array of one."""
    try:
        float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False
    return True
