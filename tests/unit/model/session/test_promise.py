"""Whether a promised gain came true."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from model.judging.intervals import IntervalEstimate
from model.session.promise import promise_of
from planner.sessions.promises import promise_words

BAND = [
    {"train_s": 10.0, "value": 0.60, "low": 0.58, "high": 0.62},
    {"train_s": 100.0, "value": 0.70, "low": 0.70, "high": 0.70},
    {"train_s": 200.0, "value": 0.72, "low": 0.71, "high": 0.74},
]


def _former(folder: Path, *, band: list[dict[str, float]], gain: float | None, value: float = 0.70) -> Path:
    curve = {"points": [{"train_s": 100.0, "value": 0.70}], "band": band, "gain": gain}
    scores = {"delivered": {"validation": {"macro_f1": {"value": value}, "log_loss": {"value": value}}}}
    result = {"session_id": "first", "learning_curve": curve, "scores": scores}
    (folder / "result.json").write_text(json.dumps(result))
    return folder


def _after(value: float, metric: str = "macro_f1") -> dict[str, IntervalEstimate]:
    return {metric: IntervalEstimate(value, value - 0.02, value + 0.02)}


def test_a_gain_inside_the_band_keeps_the_promise(tmp_path: Path) -> None:
    """As much time again, and two points came of one to four that were promised."""
    former = _former(tmp_path, band=BAND, gain=0.02)
    promise = promise_of(former, more_s=100, delivered=_after(0.72), metric="macro_f1")
    assert promise is not None
    assert (promise.promised, promise.low, promise.high) == pytest.approx((0.02, 0.01, 0.04))
    assert promise.kept
    assert "Promised were +2.0 points (80 %: +1.0 points to +4.0 points)" in promise_words(promise)
    assert asdict(promise)["kept"] is True


def test_a_gain_outside_the_band_breaks_it(tmp_path: Path) -> None:
    """None came."""
    former = _former(tmp_path, band=BAND, gain=0.02)
    promise = promise_of(former, more_s=100, delivered=_after(0.70), metric="macro_f1")
    assert promise is not None
    assert promise.kept is False
    assert "not kept" in promise_words(promise)


def test_less_time_is_promised_less(tmp_path: Path) -> None:
    """Half as much again: half way along the band."""
    former = _former(tmp_path, band=BAND, gain=0.02)
    promise = promise_of(former, more_s=50, delivered=_after(0.71), metric="macro_f1")
    assert promise is not None
    assert (promise.promised, promise.low, promise.high) == pytest.approx((0.01, 0.005, 0.02))


def test_less_log_loss_is_a_gain(tmp_path: Path) -> None:
    """The band falls, and so does what came."""
    band = [{**row, "value": 1 - row["value"], "low": 1 - row["high"], "high": 1 - row["low"]} for row in BAND]
    former = _former(tmp_path, band=band, gain=0.02, value=0.30)
    result = json.loads((former / "result.json").read_text())
    result["learning_curve"]["points"][0]["value"] = 0.30
    (former / "result.json").write_text(json.dumps(result))
    promise = promise_of(former, more_s=100, delivered=_after(0.28, "log_loss"), metric="log_loss")
    assert promise is not None
    assert (promise.promised, promise.low, promise.high) == pytest.approx((0.02, 0.01, 0.04))
    assert promise.kept


def test_where_nothing_was_promised_nothing_can_be_kept(tmp_path: Path) -> None:
    """The answer had been "cannot tell"; what came is told all the same."""
    former = _former(tmp_path, band=[], gain=None)
    promise = promise_of(former, more_s=100, delivered=_after(0.72), metric="macro_f1")
    assert promise is not None
    assert promise.kept is None
    assert (
        promise_words(promise)
        == "No gain was promised for so much more time; continuing brought +2.0 points on validation."
    )


def test_without_a_result_there_is_no_promise(tmp_path: Path) -> None:
    """A session that was cut short has none."""
    assert promise_of(tmp_path, more_s=100, delivered=_after(0.72), metric="macro_f1") is None
