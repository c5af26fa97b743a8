"""Results: what a project has reached, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

# Words of a metric's name, by which its direction is known: `val_loss`, `Word error rate`, `top-5 accuracy`.
_LOWER_IS_BETTER = frozenset({
    "loss", "error", "errors", "err", "mae", "mse", "rmse", "msle", "rmsle", "mape", "smape", "mase", "perplexity",
    "ppl", "entropy", "crossentropy", "nll", "deviance", "divergence", "brier", "wer", "cer", "eer", "fpr", "fnr",
    "fid", "bpc", "ece", "distance", "regret",
})  # fmt: skip
_HIGHER_IS_BETTER = frozenset({
    "f1", "f2", "fscore", "auc", "auroc", "auprc", "roc", "accuracy", "acc", "precision", "recall", "sensitivity",
    "specificity", "kappa", "mcc", "bleu", "chrf", "rouge", "meteor", "ap", "map", "mrr", "ndcg", "hits", "iou", "miou",
    "dice", "jaccard", "r2", "correlation", "pearson", "spearman", "psnr", "ssim", "likelihood", "reward", "score",
    "match", "correct",
})  # fmt: skip
_TURNED_ROUND = frozenset({"neg", "negative"})  # `neg_log_loss`, as scikit-learn has it: higher is better again


@dataclass(frozen=True, slots=True)
class Result:
    """A metric, a value, an instant and a note; `session_id` is None for work done elsewhere."""

    id: int
    project_id: int
    metric: str
    value: float
    logged_at: datetime
    note: str = ""
    session_id: str | None = None


def lower_is_better(metric: str) -> bool:
    """Whether a smaller value of a metric is the better one; of a metric that is not known, a larger one is.

    >>> lower_is_better("log_loss"), lower_is_better("Val loss"), lower_is_better("neg_log_loss"), lower_is_better("f1")
    (True, True, False, False)
    """
    words = _words_of(metric)
    return bool(words & _LOWER_IS_BETTER) and not words & _TURNED_ROUND


def direction_is_known(metric: str) -> bool:
    """Whether a metric's name says which way is better.

    >>> direction_is_known("macro-F1"), direction_is_known("My thing")
    (True, False)
    """
    return bool(_words_of(metric) & (_LOWER_IS_BETTER | _HIGHER_IS_BETTER))


def reaches(metric: str, value: float, wanted: float) -> bool:
    """Whether a value of a metric is as good as the one that is wanted.

    >>> reaches("roc_auc", 0.884, 0.884), reaches("log_loss", 0.31, 0.3)
    (True, False)
    """
    return value <= wanted if lower_is_better(metric) else value >= wanted


def gained(metric: str, before: float, after: float) -> float:
    """By how much a value is better than one before it; below zero where it is worse.

    >>> gained("roc_auc", 0.75, 1.0), gained("log_loss", 0.5, 0.25), gained("log_loss", 0.25, 0.5)
    (0.25, 0.25, -0.25)
    """
    return before - after if lower_is_better(metric) else after - before


def best_of(metric: str, values: list[float]) -> float:
    """The best of some values of a metric."""
    return min(values) if lower_is_better(metric) else max(values)


def _words_of(metric: str) -> frozenset[str]:
    return frozenset(re.split(r"[^a-z0-9]+", metric.casefold()))
