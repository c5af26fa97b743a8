"""The short trainings of the learning curve: what they may take, and what they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.judging.learning_curve import Rung
from model.network.bilstm import BilstmShape
from model.ngram.benchmark import Benchmark
from model.protocol.config import STOP_FILE
from model.protocol.events import EventReader, Stage, TrainingPlanned
from model.protocol.result import DataFacts
from model.protocol.timebox import Clock, Timebox
from model.session.benchmark_stage import FittedBenchmark
from model.session.context import Context
from model.session.curve_stage import MOST_BOX_SHARE, ShortTrainings, draw_curve, plan_rungs, run_curve
from model.session.data_stages import Part, SessionData
from model.session.early_stop import WhyEarly
from model.session.smoke_stage import Encoded, Trial
from model.session.stage_log import StageLog
from model.session.train_stages import schedule_now
from model.text.encode import Vocabulary
from model.training.plan import LEAST_STEPS, Measured, ProofTimes
from model.training.training_set import TrainingSet
from tests.made_orders import made_config

pytestmark = pytest.mark.slow

SPEEDS = st.builds(
    Measured,
    rows=st.integers(5_000, 200_000),
    batch_size=st.sampled_from([16, 64]),
    epoch_s=st.floats(0.5, 300),
    score_s=st.floats(0, 10),
)
RESERVE_S = 20.0


@settings(max_examples=300)
@given(SPEEDS, st.floats(300, 1_200), st.floats(0.3, 1), st.floats(0, 300))
def test_rungs_never_take_more_than_their_share_of_the_box(
    measured: Measured, timebox_s: float, left: float, benchmark_s: float
) -> None:
    """Their own benchmarks, new networks and scoring included; and each is long enough to learn something."""
    rungs = plan_rungs(measured, left * timebox_s, MOST_BOX_SHARE * timebox_s, benchmark_s=benchmark_s)
    assert sum(rung.cost_s for rung in rungs) <= MOST_BOX_SHARE * timebox_s
    assert len(rungs) in {0, 3}
    for rung in rungs:
        assert rung.plan.rows * rung.plan.epochs / rung.plan.batch_size >= LEAST_STEPS
        assert rung.plan.train_s <= rung.budget_s + 1e-9


def test_each_rung_has_twice_the_time_of_the_one_before() -> None:
    """The shortest is a 48th of the training that follows."""
    measured = Measured(rows=20_000, batch_size=64, epoch_s=5, score_s=0.5)
    first, second, third = plan_rungs(measured, 550, 0.15 * 600, benchmark_s=20)
    assert (second.budget_s, third.budget_s) == pytest.approx((2 * first.budget_s, 4 * first.budget_s))
    assert first.budget_s == pytest.approx((550 - 7 * first.budget_s) / 48)


class _Ticks:
    """A clock that moves on a little each time somebody looks."""

    def __init__(self, stop_file: Path | None = None, stop_at_s: float = 0.0) -> None:
        self.now_s = 0.0
        self._stop_file, self._stop_at_s = stop_file, stop_at_s

    def __call__(self) -> float:
        self.now_s += 0.05
        if self._stop_file is not None and self.now_s >= self._stop_at_s:
            self._stop_file.touch()  # somebody asks to stop and keep
        return self.now_s


def _context(
    folder: Path, *, timebox_s: float = 300, epochs: int | None = None, stop_at_s: float | None = None
) -> Context:
    config = made_config(data_file="reviews.csv", timebox_s=timebox_s, metric="accuracy", epochs=epochs)
    ticks = _Ticks() if stop_at_s is None else _Ticks(folder / STOP_FILE, stop_at_s)
    box = Timebox(Clock(0.0, ticks=ticks, wall=lambda: 0.0), timebox_s)
    return Context(config, folder, box, StageLog(folder, box), backend=cast(Any, None))


def _made_session() -> tuple[FittedBenchmark, Trial]:
    """Texts whose label one word tells, below a benchmark that knows nothing."""
    random = np.random.default_rng(0)
    labels = random.integers(0, 2, 320)
    texts = [f"{('bad', 'good')[label]} {random.choice(['food', 'place', 'day'])}" for label in labels]
    vocabulary = Vocabulary.build(texts)
    training, validation = (
        TrainingSet(vocabulary.encode(texts[part]), labels[part], np.zeros((len(labels[part]), 2), np.float32))
        for part in (slice(0, 240), slice(240, 320))
    )
    parts = [Part(texts[part], labels[part]) for part in (slice(0, 240), slice(240, 320), slice(240, 320))]
    data = SessionData(("bad", "good"), *parts, "ff", DataFacts())
    model = Benchmark(cast(Any, None), cast(Any, None), np.zeros(2))
    shape = BilstmShape(len(vocabulary), 2, embedding=16, units=16, spatial_dropout=0.1, dropout=0.1)
    trial = Trial(cast(Any, None), Encoded(vocabulary, 8, shape, training, validation), ProofTimes(0.1, 0.1))
    return FittedBenchmark(data, model, training.benchmark, {}), trial


def _measured(epoch_s: float = 25.0) -> Measured:
    """So slow that a box of five minutes holds about eleven epochs: too few for a ladder of three rungs."""
    return Measured(rows=240, batch_size=2, epoch_s=epoch_s, score_s=0.1)


def test_the_rungs_are_whole_trainings_and_the_main_one_gets_what_they_leave(tmp_path: Path) -> None:
    """Three scored trainings of rising length; the stage ends inside its share; the plan is told again after it."""
    context = _context(tmp_path)
    fitted, trial = _made_session()
    before = schedule_now(context, _measured(), RESERVE_S)
    after, short = run_curve(context, fitted, trial, before)
    seconds = [rung.train_s for rung in short.rungs]
    assert seconds == sorted(seconds)
    assert seconds[2] == pytest.approx(4 * seconds[0], rel=0.25)
    labels = trial.encoded.validation.labels
    right = [np.mean(rung.probabilities.argmax(axis=1) == labels) for rung in short.rungs]
    assert right[2] > 0.9
    (stage,) = context.log.stages
    assert stage.stage is Stage.LEARNING_CURVE
    assert stage.used_s <= MOST_BOX_SHARE * 300
    assert stage.planned_s is not None
    assert after.ends_s == pytest.approx(before.ends_s, abs=1)
    said = [event.body for event in EventReader(tmp_path).read_new()]
    plans = [told for told in said if isinstance(told, TrainingPlanned)]
    assert Stage.LEARNING_CURVE in plans[0].stages
    assert Stage.LEARNING_CURVE not in plans[-1].stages

    main = Rung(200.0, 240, 60.0, short.rungs[-1].probabilities)
    curve = draw_curve(context, fitted, short, [main], WhyEarly())
    assert len(curve.points) == 4
    assert curve.verdict.about == "twice the time"
    early = draw_curve(context, fitted, short, [main], WhyEarly("after 60 epochs, the most it tries"))
    assert "would not be used: training ended early, after 60 epochs" in early.verdict.text


@pytest.mark.parametrize(("stop_at_s", "whole"), [(0.0, 0), (9.0, 1)])
def test_stop_and_keep_ends_it_at_once(tmp_path: Path, stop_at_s: float, whole: int) -> None:
    """No rung is begun after it was asked for, and the one that was cut off is no point of the curve."""
    context = _context(tmp_path, stop_at_s=stop_at_s)
    fitted, trial = _made_session()
    _, short = run_curve(context, fitted, trial, schedule_now(context, _measured(), RESERVE_S))
    assert len(short.rungs) == whole
    assert "stopped" in short.why_not
    assert context.log.stages[0].used_s < stop_at_s + 1.0


@pytest.mark.parametrize(
    ("timebox_s", "epochs", "reason"), [(120, None, "less than 5 minutes"), (600, 3, "number of epochs was given")]
)
def test_without_the_stage_the_answer_says_why(
    tmp_path: Path, timebox_s: float, epochs: int | None, reason: str
) -> None:
    """Short boxes and epochs asked for keep all their time for the training."""
    context = _context(tmp_path, timebox_s=timebox_s, epochs=epochs)
    fitted, trial = _made_session()
    before = schedule_now(context, _measured(), RESERVE_S)
    after, short = run_curve(context, fitted, trial, before)
    assert after is before
    assert not context.log.stages
    main = Rung(60.0, 240, 3.0, np.full((80, 2), 0.5))
    assert reason in draw_curve(context, fitted, short, [main], WhyEarly()).verdict.text


def test_a_ladder_of_its_own_needs_no_short_trainings(tmp_path: Path) -> None:
    """Where a hundred epochs fit, the main training has points enough: no time goes into others, and this is said."""
    context = _context(tmp_path)
    fitted, trial = _made_session()
    before = schedule_now(context, _measured(epoch_s=2.5), RESERVE_S)
    after, short = run_curve(context, fitted, trial, before)
    assert after is before
    assert not short.rungs
    (stage,) = context.log.stages
    assert stage.used_s < 1
    assert "from the trainings themselves" in stage.summary
    rungs = [Rung(float(s), 240, float(s), np.full((80, 2), 0.5)) for s in (1, 3, 9)]
    assert len(draw_curve(context, fitted, short, rungs, WhyEarly()).points) == 3


def test_without_a_network_nothing_can_be_told(tmp_path: Path) -> None:
    """The benchmark alone has no training to make longer."""
    context = _context(tmp_path)
    fitted, _ = _made_session()
    assert "no network was trained" in draw_curve(context, fitted, ShortTrainings(), [], WhyEarly()).verdict.text
