"""The benchmark stage: what it may take of the box, and what becomes of texts that it has no time for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from model.folder.predictor import load_model
from model.ngram.benchmark import Benchmark, BenchmarkFit
from model.protocol.events import EventReader, WarningSaid
from model.protocol.metrics import METRICS_OF_LABELS
from model.protocol.result import DataFacts
from model.protocol.timebox import Clock, Timebox
from model.session import benchmark_stage
from model.session.benchmark_stage import BENCHMARK_MOST_S, BENCHMARK_SHARE, SCORED_PER_S, run_benchmark
from model.session.context import Context
from model.session.data_stages import Part, SessionData
from model.session.stage_log import StageLog
from tests.made_orders import made_config
from tests.unit.made_models import CLASSES, LABELS, made_benchmark, made_label_texts, made_labels

TEXT = "a film that is seen and forgotten"


class _Fit:
    """Stands for the fit: has logits for the first `rows` texts, and remembers how long it was given."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.given_s = 0.0

    def __call__(
        self, texts: object, labels: object, classes: int, *, time_left_s: Callable[[], float], **_: Any
    ) -> BenchmarkFit:
        self.given_s = time_left_s()
        return BenchmarkFit(made_benchmark(), np.zeros((self.rows, classes), np.float32), 50, "Some were left out.")


def _context(folder: Path, timebox_s: float) -> Context:
    box = Timebox(Clock(0.0, ticks=lambda: 0.0, wall=lambda: 0.0), timebox_s)
    config = made_config(data_file="reviews.csv", timebox_s=timebox_s)
    return Context(config, folder, box, StageLog(folder, box), backend=None)  # type: ignore[arg-type]


def _data(rows: int, validation_text: str = TEXT) -> SessionData:
    def part(count: int, text: str) -> Part:
        return Part([f"{text} {row}" for row in range(count)], np.arange(count) % len(CLASSES))

    return SessionData(CLASSES, part(rows, TEXT), part(30, validation_text), part(30, TEXT), "0" * 64, DataFacts())


def test_texts_without_logits_leave_the_training_part_and_this_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Texts, labels and logits stay side by side: nothing is trained on that the benchmark did not label."""
    monkeypatch.setattr(benchmark_stage, "fit_benchmark", _Fit(rows=120))
    fitted = run_benchmark(_context(tmp_path, 60.0), _data(300))
    assert len(fitted.data.train.texts) == len(fitted.data.train.labels) == len(fitted.out_of_fold_logits) == 120
    assert fitted.data.train.texts[-1] == f"{TEXT} 119"
    warnings = [event.body.message for event in EventReader(tmp_path).read_new() if isinstance(event.body, WarningSaid)]
    assert warnings == ["Some were left out."]


def test_no_text_is_left_out_where_there_is_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The data are those that were read."""
    monkeypatch.setattr(benchmark_stage, "fit_benchmark", _Fit(rows=300))
    data = _data(300)
    assert run_benchmark(_context(tmp_path, 60.0), data).data is data


@pytest.mark.parametrize(("timebox_s", "most_s"), [(60.0, 60 * BENCHMARK_SHARE), (600.0, BENCHMARK_MOST_S)])
def test_the_fit_gets_its_share_of_the_box_less_what_scoring_long_texts_takes(
    timebox_s: float, most_s: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A quarter of the box, and 40 seconds at most, with the time for the validation texts taken off."""
    long = "long " * 4_000
    for text in (TEXT, long):
        fit = _Fit(rows=300)
        monkeypatch.setattr(benchmark_stage, "fit_benchmark", fit)
        run_benchmark(_context(tmp_path, timebox_s), _data(300, text))
        assert fit.given_s == pytest.approx(most_s - 30 * len(text) / SCORED_PER_S, abs=0.01)


def _label_data() -> SessionData:
    parts = [
        Part(list(made_label_texts(rows, seed)), made_labels(rows, seed)) for seed, rows in enumerate((400, 90, 90))
    ]
    return SessionData(LABELS, *parts, "0" * 64, DataFacts())


def test_several_labels_are_fitted_scored_and_saved(tmp_path: Path) -> None:
    """A real fit: its scores are those of several labels, and the first saved model says the same of each text."""
    context, data = _context(tmp_path, 600.0), _label_data()
    fitted = run_benchmark(context, data)
    assert fitted.out_of_fold_logits.shape == (400, 3)
    assert set(METRICS_OF_LABELS) <= set(fitted.validation)
    assert fitted.validation["macro_f1"].value > 0.95
    predictor = load_model(tmp_path)
    assert predictor.several_labels
    np.testing.assert_array_equal(predictor.thresholds, fitted.model.decision.thresholds)
    texts = data.held_out.texts
    np.testing.assert_allclose(
        predictor.probabilities(texts, normalised=True), fitted.model.probabilities(texts), atol=1e-6
    )


def test_thresholds_are_fitted_on_validation_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rare label has so few positives that none is left out: all rows that the model has not seen decide."""
    asked: list[tuple[int, int]] = []

    def deciding_by(self: Benchmark, logits: Any, labels: Any, metric: str) -> Benchmark:
        asked.append((len(logits), len(labels)))
        return self

    monkeypatch.setattr(Benchmark, "deciding_by", deciding_by)
    run_benchmark(_context(tmp_path, 600.0), _label_data())
    assert asked == [(490, 490)]
