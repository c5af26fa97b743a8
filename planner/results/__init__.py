"""Results of work done elsewhere: scores that a person logs by hand, beside those of training sessions."""

from planner.results.by_hand import add_result, remove_result, restore_result, results
from planner.results.checks import checked_metric, typed_score

__all__ = [
    "add_result",
    "checked_metric",
    "remove_result",
    "restore_result",
    "results",
    "typed_score",
]
