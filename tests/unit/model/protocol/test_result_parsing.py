"""The type of `result.json`: what is written is read, what is missing or broken costs no more than itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.protocol.result import (
    RESULT_VERSION,
    Outcome,
    ResultUnreadable,
    SessionResult,
    Standing,
    VerdictFacts,
    read_result,
)
from tests.places import FIXTURES

FIXTURES = FIXTURES / "results"


def told(**parts: Any) -> SessionResult:
    """A result that says only this."""
    return SessionResult.parse(json.dumps({"session_id": "one", **parts}))


def _drop_what_classes_are_told_since(written: dict[str, Any]) -> None:
    """Where a text has one class, the new facts of each say nothing."""
    for score in (score for model in written["per_class"].values() for score in model):
        assert (score.pop("roc_auc"), score.pop("judged")) == (None, True)


def test_a_file_from_before_it_had_a_version_is_read_whole() -> None:
    """Every part that it holds, with the figures that stand in the file."""
    text = (FIXTURES / "version-0.json").read_text(encoding="utf-8")
    result = SessionResult.parse(text)
    assert result.version == 0
    assert result.outcome is Outcome.FINISHED
    assert result.sample is not None
    assert (result.sample.rows_read, result.sample.rows_used) == (8000, 7575)
    assert [count.rule for count in result.cleaning.rules] == ["markup", "mojibake", "links_and_handles"]  # type: ignore[union-attr]
    assert result.scores.delivered.held_out["macro_f1"].value == pytest.approx(0.8071, abs=1e-4)
    assert [score.support for score in result.per_class.delivered] == [207, 247, 304]
    assert result.confusion[0] == (153, 28, 26)
    assert result.verdict("twice the time") == VerdictFacts(
        "Cannot tell what twice the time would bring: no network was trained.", "twice the time", "cannot tell"
    )
    assert result.suspects.count == 524
    assert result.hashes.weights_sha256.startswith("cf3449e1")
    written = json.loads(result.to_json())
    _drop_what_classes_are_told_since(written)
    for name, part in json.loads(text).items():
        if name not in {"cleaning", "measured"}:  # these have got more keys
            assert written[name] == part, name


def test_a_file_of_the_first_version_is_read_whole_and_written_the_same() -> None:
    """A session of 90 s with a network: what it left, key by key."""
    text = (FIXTURES / "version-1.json").read_text(encoding="utf-8")
    result = SessionResult.parse(text)
    written = json.loads(result.to_json())
    none = {"words": {}, "blank": 0, "labelled": 0, "without_any": 0}
    assert written["cleaning"].pop("unlabelled") == none  # told since then
    assert written["cleaning"].pop("numbers") is None  # told since then
    _drop_what_classes_are_told_since(written)
    assert (written.pop("word_vectors"), written.pop("texts_read")) == (None, None)  # told since then
    several = written.pop("several_labels"), written.pop("thresholds"), written.pop("taken_for")
    assert several == (False, [], [])  # told since then
    assert (written.pop("networks"), written.pop("further_trainings")) == (None, [])  # told since then
    assert written.pop("hands") == []  # told since then
    assert written["measured"].pop("predict_s") is None  # told since then
    assert written == json.loads(text)
    assert [round(done.epochs, 1) for done in result.trainings] == [2.8, 8.3, 14.7]
    assert result.against_benchmark is not None
    assert result.against_benchmark.standing is Standing.LEVEL
    assert result.measured.compiled is True


def test_what_is_written_is_read_the_same() -> None:
    """Nothing is lost on the way, whatever the labels are; the version is told."""
    result = told(classes=["a|b\nc", "東京", "\ud800"], outcome="called early", early_reason="it was enough", epochs=3)
    again = SessionResult.parse(result.to_json())
    assert again == result
    assert again.called_early
    assert json.loads(told().to_json())["version"] == 0
    assert json.loads(SessionResult(session_id="one").to_json())["version"] == RESULT_VERSION


def test_keys_that_are_not_known_are_ignored_at_every_depth() -> None:
    """A later version may say more."""
    result = told(moon="full", split={"train": 8, "validation": 1, "held_out": 1, "spare": 5})
    assert result.split is not None
    assert result.split.train == 8


@pytest.mark.parametrize(
    ("name", "broken"),
    [("split", {}), ("confusion", {"rows": []}), ("outcome", "unheard of"), ("epochs", "many"), ("stages", [{}])],
)
def test_a_part_that_does_not_fit_is_left_out_alone(name: str, broken: object) -> None:
    """As if the session had not said it; the rest stands."""
    result = told(**{name: broken}, seed=7)
    assert getattr(result, name) == getattr(told(), name)
    assert result.seed == 7


def test_scores_by_class_of_the_delivered_model_alone_are_read() -> None:
    """As they were written once."""
    row = {"label": "a", "precision": 0.5, "recall": 0.5, "f1": 0.5, "support": 4}
    result = told(per_class=[row])
    assert [score.label for score in result.per_class.delivered] == ["a"]
    assert result.per_class.benchmark == ()


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}", '{"session_id": 3}', "[" * 100_000])
def test_what_is_no_result_is_told_so(tmp_path: Path, text: str) -> None:
    """One error for whoever parses; none for whoever only looks."""
    with pytest.raises(ResultUnreadable):
        SessionResult.parse(text)
    (tmp_path / "result.json").write_text(text)
    assert read_result(tmp_path) is None
    assert read_result(tmp_path / "nowhere") is None


@pytest.mark.parametrize("version", [RESULT_VERSION + 1, "2", None])
def test_a_newer_version_is_refused(version: object) -> None:
    """Its words may mean something else."""
    with pytest.raises(ResultUnreadable, match="version"):
        told(version=version)


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_better_or_worse_only_where_the_whole_interval_is(one: float, other: float) -> None:
    """Level wherever it holds zero."""
    low, high = sorted((one, other))
    held = told(verdicts=[{"about": "benchmark", "text": "", "value": low, "low": low, "high": high}])
    assert held.against_benchmark is not None
    holds_zero = low <= 0 <= high
    assert (held.against_benchmark.standing is Standing.LEVEL) == holds_zero
    assert held.against_benchmark.standing is not (Standing.WORSE if low > 0 else Standing.BETTER)


@pytest.mark.parametrize("verdicts", [[], [{"about": "benchmark", "text": "so", "value": 0.1}], [{"text": "so"}]])
def test_without_an_interval_nothing_is_said_to_be_better(verdicts: list[dict[str, Any]]) -> None:
    """Neither level: it was not measured."""
    assert told(verdicts=verdicts).against_benchmark is None
