"""What there is to know about metrics: their names, which way is better, and between which values they lie.

Plain Python: the worker, the pages and the commands all ask here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

METRIC_NAMES = {
    "accuracy": "accuracy", "macro_f1": "macro-F1", "roc_auc": "ROC AUC", "log_loss": "log loss",
    "micro_f1": "micro-F1", "mean_roc_auc": "mean ROC AUC", "jaccard": "Jaccard", "exact_match": "exact match",
    "macro_f1_all": "macro-F1 of all labels", "mean_roc_auc_all": "mean ROC AUC of all labels",
}  # fmt: skip
DEFAULT_METRIC = "macro_f1"  # what a session aims at unless it is told otherwise
METRICS = (DEFAULT_METRIC, "accuracy", "roc_auc", "log_loss")  # where a row has one class
METRICS_OF_LABELS = (DEFAULT_METRIC, "micro_f1", "mean_roc_auc", "jaccard", "exact_match", "log_loss")  # or several
# The same means, with the labels in them that have too few positives to be judged: reported, never aimed at.
METRICS_OF_ALL_LABELS = ("macro_f1_all", "mean_roc_auc_all")
LEAST_POSITIVES = 5  # texts with a label, and as many without: with fewer, chance decides what its scores are
BETWEEN_0_AND_1 = frozenset({
    "macro_f1", "micro_f1", "weighted_f1", "f1", "roc_auc", "auc", "accuracy", "precision", "recall",
    "balanced_accuracy", "average_precision", "mean_roc_auc", "jaccard", "exact_match",
    "macro_f1_all", "mean_roc_auc_all",
})  # fmt: skip
NEVER_BELOW_0 = frozenset({"log_loss", "mae", "mse", "rmse", "perplexity"})
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


def better(metric: str, value: float) -> float:
    """The value turned so that more is better.

    >>> better("log_loss", 0.5), better("roc_auc", 0.5)
    (-0.5, 0.5)
    """
    return -value if lower_is_better(metric) else value


def metrics_for(*, several_labels: bool) -> tuple[str, ...]:
    """What a session can aim at, the default first."""
    return METRICS_OF_LABELS if several_labels else METRICS


def unfit_metric(metric: str, *, several_labels: bool) -> str:
    """Why a metric cannot be aimed at, in a sentence.

    >>> unfit_metric("jaccard", several_labels=False)
    "'jaccard' is a score of several labels a row, not of one class. Choose one of macro_f1, accuracy, roc_auc, \
log_loss."
    """
    kind, other = ("one class a row", "several labels") if several_labels else ("several labels a row", "one class")
    known = metric in METRICS + METRICS_OF_LABELS
    what = f"a score of {kind}, not of {other}" if known else "not a score that is known here"
    return f"'{metric}' is {what}. Choose one of {', '.join(metrics_for(several_labels=several_labels))}."


def says_more(metric: str, values: Mapping[str, float | None]) -> bool:
    """Whether a score is worth a line beside the others: a mean over all labels is where some could not be judged.

    >>> says_more("macro_f1_all", {"macro_f1": 0.7, "macro_f1_all": 0.7}), says_more("macro_f1", {})
    (False, True)
    """
    return metric not in METRICS_OF_ALL_LABELS or values.get(metric) != values.get(metric.removesuffix("_all"))


def metric_words(metric: str) -> str:
    """A metric's name on screens; one of the person's own stays as it is.

    >>> metric_words("macro_f1"), metric_words("roc_auc"), metric_words("bleu")
    ('macro-F1', 'ROC AUC', 'bleu')
    """
    return METRIC_NAMES.get(metric, metric)


def _words_of(metric: str) -> frozenset[str]:
    return frozenset(re.split(r"[^a-z0-9]+", metric.casefold()))
