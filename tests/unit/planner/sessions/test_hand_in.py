"""The paragraph to hand in: true for each way in which a session can end."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from model.protocol.config import SessionConfig
from planner.sessions import SessionFollower, hand_in
from planner.sessions.hand_in import paragraph
from tests.app.made_label_runs import made_label_run
from tests.app.made_runs import MadeRun

STARTED_UNIX = 1_781_000_000.0  # 9 June 2026


def written(run: MadeRun) -> str:
    """The paragraph of a run folder."""
    return paragraph(SessionFollower(run.folder).refresh(), SessionConfig.load(run.folder).order, zone=UTC)


@pytest.fixture
def run(tmp_path: Path) -> MadeRun:
    """A made run of five minutes."""
    return MadeRun(tmp_path / "run", "one", STARTED_UNIX, source_name="tweets.csv")


def test_a_session_that_went_to_its_end_is_told_whole(run: MadeRun) -> None:
    """Data, rows, split, model, epochs, time, scores with intervals, verdict, outlook, versions, hashes."""
    words = written(run.to_the_end(message="Finished inside its box: 4:39 min of 5:00 min used."))
    assert words == (
        "On 9 June 2026, a model that sorts texts into 3 classes: negative, neutral and positive was trained on "
        "tweets.csv (texts in 'review', labels in 'sentiment'). Of 8,000 rows read, cleaning kept 7,360: 5,888 to "
        "train, 736 to steer and 736 held out, seed 7. The delivered model is a bidirectional LSTM that corrects a "
        "linear benchmark on n-grams; it was trained for 7 epochs over 5,888 texts. It used 4.7 minutes of a timebox "
        "of 5 minutes. Scored once, on the held-out texts, it reaches macro-F1 .842 (95 % interval .818 to .866); the "
        "benchmark reaches .798 (95 % interval .774 to .822). The difference is +.044 (95 % interval +.029 to +.059): "
        "better than the benchmark. Twice the time would bring about +0.6 points (80 %: 0 to +1.5): hardly worth it. "
        "Made with Call It on Python 3.11.9, TensorFlow 2.21.0 and Keras 3.15.0 (sha256: weights dddddddddddd, data "
        "eeeeeeeeeeee)."
    )


def test_few_labels_are_named_within_the_sentence(tmp_path: Path) -> None:
    """It goes on behind them."""
    words = written(made_label_run(tmp_path / "labels", "one", STARTED_UNIX, classes=("toxic", "rude")))
    assert "a model that says which of 2 labels a text has (toxic and rude) was trained on tweets.csv" in words


def test_stopped_by_hand_is_not_called_finished(run: MadeRun) -> None:
    """Who stopped it, and after how much of the box."""
    words = written(run.to_the_end(outcome="stopped", message="Stopped as asked and kept: 4:39 min of 5:00 min used."))
    assert "It was stopped by hand after 4.7 minutes of a timebox of 5 minutes." in words


def test_called_early_says_why(run: MadeRun) -> None:
    """The reason is that of the session itself."""
    reason = "as validation had not got better for half of the training"
    message = f"Called early, {reason}: 0:21 min given back."
    words = written(run.to_the_end(outcome="called early", message=message, early_reason=reason))
    assert (
        "It ended early by itself, after 4.7 minutes of a timebox of 5 minutes, "
        "as validation had not got better for half of the training."
    ) in words
    assert "Twice the time would hardly help" in words


def test_epochs_that_were_asked_for_are_told(tmp_path: Path) -> None:
    """Nobody should read them as what the time allowed."""
    run = MadeRun(tmp_path / "run", "one", STARTED_UNIX, order={"epochs": 6, "seed": 11})
    words = written(run.to_the_end().change_result(epochs=6.0, seed=11))
    assert "trained for 6 epochs over 5,888 texts, as asked for with 6 epochs." in words
    assert "seed 11" in words


def test_how_long_texts_are_cut_is_told(run: MadeRun) -> None:
    """Where they are; a network that is not delivered has read nothing."""
    read = {"most_words": 256, "note": "of texts of more than 256 words (9 %) the first 127 and the last 128 are read"}
    ended = run.to_the_end()
    assert " Of texts of more than 256 words (9 %) the first 127 and the last 128 are read. " in written(
        ended.change_result(texts_read=read)
    )
    assert "Of texts" not in written(ended.change_result(with_network=False))
    assert "Of texts" not in written(ended.change_result(with_network=True, texts_read={"most_words": 40}))


def test_a_network_that_was_not_taken_is_not_delivered_in_words_either(run: MadeRun) -> None:
    """The benchmark is the model; no difference to itself is claimed."""
    words = written(run.to_the_end(delivered=0.798).change_result(with_network=False))
    assert "The delivered model is the benchmark itself, a linear model on n-grams;" in words
    assert "was trained for 7 epochs and not taken" in words
    assert "difference" not in words


@pytest.mark.parametrize(
    ("delivered", "standing"), [(0.842, "better than"), (0.804, "level with"), (0.771, "worse than")]
)
def test_the_verdict_follows_the_interval(run: MadeRun, delivered: float, standing: str) -> None:
    """Better or worse only where the whole interval is."""
    assert f": {standing} the benchmark." in written(run.to_the_end(delivered=delivered))


@pytest.mark.parametrize(
    ("told", "gone", "there"),
    [
        ({"verdicts": []}, "level with", "Whether it is better than the benchmark was not measured."),
        ({"versions": {}, "hashes": {}}, "sha256", "Made with Call It."),
        ({"split": {}, "sample": {}}, "rows read", "The delivered model"),
    ],
)
def test_what_a_result_does_not_hold_is_not_claimed(run: MadeRun, told: dict[str, Any], gone: str, there: str) -> None:
    """A sentence is left out, or says that it was not measured."""
    words = written(run.to_the_end().change_result(**told))
    assert gone not in words
    assert there in words


def test_cannot_tell_stays_cannot_tell(run: MadeRun) -> None:
    """In a sentence that can stand in a report."""
    text = "Cannot tell what twice the time would bring: a box of less than 5 minutes is too short to measure it."
    words = written(run.to_the_end().change_result(verdicts=[{"about": "twice the time", "text": text}]))
    assert "What twice the time would bring cannot be told: a box of less than 5 minutes is too short" in words


def test_a_continued_session_says_so_and_whether_the_promise_was_kept(run: MadeRun) -> None:
    """Its epochs are those of this box alone, and the reader must know."""
    promise = {"session_id": "zero", "promised": 0.006, "low": 0.0, "high": 0.015, "came": 0.004, "kept": True}
    words = written(run.to_the_end().change_result(continued="/somewhere/run", promise=promise))
    assert "over 5,888 texts, going on from the model of an earlier session." in words
    band = "Promised were +0.6 points (80 %: 0 points to +1.5 points)"
    assert f"{band}; continuing brought +0.4 points on validation: the promise was kept." in words


def test_rules_off_and_a_test_file_are_told(tmp_path: Path) -> None:
    """They change what the score means."""
    order = {"cleaning_rules_off": ("markup", "duplicates"), "test_file": "/somewhere/test.csv"}
    words = written(MadeRun(tmp_path / "run", "one", STARTED_UNIX, order=order).to_the_end())
    assert "cleaning, with 2 rules switched off, kept 7,360" in words
    assert "736 held out from a test file" in words


def test_without_a_result_there_is_no_paragraph(run: MadeRun) -> None:
    """Killed after the benchmark: nothing was scored on held-out texts, so nothing is handed in."""
    assert written(run.through_benchmark()) == ""


def test_durations_read_as_their_examples_say() -> None:
    """Seconds below a hundred, then minutes."""
    import doctest

    assert doctest.testmod(hand_in).failed == 0
