"""Which way a score is better is one rule, here and in the planner."""

from __future__ import annotations

import pytest

from callit.metrics import is_better, lower_is_better
from model.protocol import metrics

NAMES = ("val_loss", "loss", "val_auc", "val_accuracy", "val_mean_absolute_error", "neg_log_loss", "perplexity", "f1",
         "val_root_mean_squared_error", "my own", "val_mse", "WER", "r2")  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_direction_of_a_metric_is_the_planners(name: str) -> None:
    assert lower_is_better(name) == metrics.lower_is_better(name)


def test_no_number_is_ever_better() -> None:
    assert not is_better(float("nan"), None, lower=False)
    assert is_better(0.1, 0.2, lower=True)
    assert not is_better(0.2, 0.2, lower=False)
