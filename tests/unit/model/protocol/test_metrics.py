"""Metrics have one name and one direction, whoever asks: the worker, the pages, the commands, the documents."""

from __future__ import annotations

import re

import numpy as np
import pytest

from model.judging.scores import metrics_for
from model.protocol.metrics import (
    BETWEEN_0_AND_1,
    METRIC_NAMES,
    METRICS,
    METRICS_OF_LABELS,
    NEVER_BELOW_0,
    better,
    direction_is_known,
)
from planner.domain.gains import metric_name
from planner.results.checks import checked_metric
from tests.places import ROOT


def test_every_metric_that_is_computed_can_be_aimed_at() -> None:
    """And the other way round, with two classes."""
    assert set(metrics_for(np.array([0, 1]), 2)) == set(METRICS)


@pytest.mark.parametrize("metric", sorted({*METRICS, *METRICS_OF_LABELS}))
def test_a_metric_of_a_session_has_a_direction_and_bounds(metric: str) -> None:
    """Whichever way its name is typed, it is shown as one."""
    assert direction_is_known(metric)
    assert metric in BETWEEN_0_AND_1 | NEVER_BELOW_0
    assert checked_metric(METRIC_NAMES[metric].title()) == metric
    assert better(metric, 0.5) == (-0.5 if metric == "log_loss" else 0.5)
    typed = (metric, METRIC_NAMES[metric].upper(), metric.replace("_", "-"))
    assert {metric_name(each) for each in typed} == {METRIC_NAMES[metric]}


def test_no_screen_and_no_document_spells_roc_auc_with_a_hyphen() -> None:
    """Only where somebody types it so, in an example of what is read."""
    rooms = [path for part in ("model", "data", "docs", "planner", "benchmarks") for path in (ROOT / part).rglob("*")]
    files = [*rooms, ROOT / "README.md", ROOT / "streamlit_app.py"]
    texts = {path: path.read_text("utf-8") for path in files if path.suffix in {".py", ".md", ".html", ".j2", ".js"}}
    typed_so = {ROOT / "planner/domain/gains.py"}
    assert {path for path, text in texts.items() if re.search(r"ROC-AUC", text)} <= typed_so
