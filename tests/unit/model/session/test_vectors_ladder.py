"""The ladder of trainings where vectors of a file were named: one with, one as long without, then the better."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from model.protocol.result import WordVectors
from model.session import ladder_stage
from model.session.ladder_stage import TrainingRuns
from model.session.resume import Standing
from model.training.ladder import RungDone, RungLength

EPOCH_S = 1.0
TIME_S = 28.0


@dataclass
class Machine:
    """A clock that trainings move on, and a learner whose log loss is as the test says."""

    with_file: float
    without: float
    begun: list[str] = field(default_factory=lambda: ["file"])
    numbers: list[int] = field(default_factory=lambda: [0])
    now_s: float = 0.0
    benchmark_loss = 0.1  # never fitted better: no training is enough

    def start_over(self, number: int, *, without_file: bool = False) -> None:
        self.begun.append("own" if without_file else "file")
        self.numbers.append(number)

    def train(self, length: Any, **told: Any) -> Any:
        epochs = length.epochs or TIME_S - self.now_s
        self.now_s += epochs * EPOCH_S
        log_loss = (self.with_file if self.begun[-1] == "file" else self.without) - 0.001 * epochs
        best = SimpleNamespace(validation=SimpleNamespace(log_loss=log_loss), logits=np.zeros((4, 2)))
        return SimpleNamespace(best=best, epochs=epochs, loss=0.5, stalled=False, steps_s=1.0, stopped=False)


def climbed(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, *, given: bool = True, standing: Standing | None = None
) -> tuple[TrainingRuns, Any]:
    """The runs of a ladder with time for 28 epochs, and its context."""
    monkeypatch.setattr(ladder_stage, "Reporter", lambda *told, **more: SimpleNamespace(
        begin=lambda standing: None, progress=None, validation=None))  # fmt: skip
    monkeypatch.setattr(ladder_stage, "ends_now_s", lambda context: TIME_S)
    box = SimpleNamespace(elapsed_s=lambda: machine.now_s, awake_s=lambda: machine.now_s, clock=None)
    context: Any = SimpleNamespace(
        box=box, choices=SimpleNamespace(epochs=None, one_network=True), should_stop=lambda: False,
        lately=SimpleNamespace(now_s=lambda way: 0.0), word_vectors=WordVectors("made.vec", 50),
    )  # fmt: skip
    encoded = SimpleNamespace(given=SimpleNamespace(source="made.vec") if given else None)
    decision = SimpleNamespace(probabilities=lambda logits: logits)
    fitted: Any = SimpleNamespace(model=SimpleNamespace(decision=decision))
    trial: Any = SimpleNamespace(learner=machine, encoded=encoded, members=None)
    plan = SimpleNamespace(epochs=28.0, rows=100, is_capped=False)
    schedule: Any = SimpleNamespace(plan=plan, measured=SimpleNamespace(epoch_s=EPOCH_S, rows=100, score_s=0.0))
    nothing: Any = None
    ladder = ladder_stage._Ladder(context, fitted, trial, schedule, proofs=nothing, standing=standing, points_wanted=0)
    return ladder.climb(), context


def test_the_shortest_training_is_done_twice_and_the_better_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways; what was found is said with both scores, and kept for the result."""
    for losses, third, taken in (((0.5, 0.6), "file", True), ((0.6, 0.5), "own", False)):
        machine = Machine(*losses)
        runs, context = climbed(machine, monkeypatch)
        assert machine.begun[:3] == ["file", "own", third]
        assert set(machine.begun[2:]) == {third}
        assert machine.numbers == [0, 0, 2, 3]  # the pair draws the same weights
        assert [rung.epochs for rung in runs.done] == pytest.approx([2.0, 2.0, 6.0, 18.0])
        assert context.word_vectors.taken is taken
        assert context.word_vectors.note == runs.vectors
        assert f"made.vec were {'kept' if taken else 'left out'}" in runs.vectors
        assert [point.epochs for point in runs.rungs] == [rung.epochs for rung in runs.done[1:]]


def test_without_a_file_the_ladder_is_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """No training is done twice."""
    machine = Machine(0.5, 0.6)
    runs, context = climbed(machine, monkeypatch, given=False)
    assert [rung.epochs for rung in runs.done] == pytest.approx([28 / 13, 3 * 28 / 13, 9 * 28 / 13])
    assert set(machine.begun) == {"file"}
    assert runs.vectors == ""
    assert context.word_vectors.taken is None


def test_a_worker_that_follows_a_dead_one_decides_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the trainings that were done before it: it goes on without the file, and says so again."""
    done = (RungDone(2.0, 2.0, 0.6, 0.5), RungDone(2.0, 2.0, 0.5, 0.5))
    machine = Machine(0.6, 0.5, begun=["own"], now_s=4.0)
    runs, _ = climbed(machine, monkeypatch, standing=Standing(RungLength(6.0, is_last=False), 2, done=done))
    assert set(machine.begun) == {"own"}
    assert "left out" in runs.vectors


def test_a_continued_training_compares_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its weights are good already."""
    machine = Machine(0.5, 0.6)
    standing = Standing(RungLength(9.0, is_last=True), is_continued=True)
    runs, context = climbed(machine, monkeypatch, standing=standing)
    assert len(runs.done) == 1
    assert context.word_vectors.taken is None
