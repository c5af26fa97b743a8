"""What is left of a box goes into further trainings, on a clock set by hand and with trainings made up by the test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from model.judging.decision import Decision
from model.network.bilstm import BilstmShape
from model.session.further_stage import begin_members, train_further
from model.session.ladder_stage import run_train
from model.session.resume import Standing, load_current, load_members
from model.session.smoke_stage import Encoded, Trial
from model.session.train_stages import PlannedTraining
from model.session.training_runs import Looked, TrainingRuns
from model.text.encode import Vocabulary
from model.training.average import averaged
from model.training.correction import Aim
from model.training.ladder import RungDone, RungLength
from model.training.lately import Way
from model.training.members import ENOUGH, ENOUGH_EARLY, LEAST_SHARE, LONG_S
from model.training.plan import Measured, ProofTimes, TrainingPlan
from model.training.progress import Candidate, Trained, TrainingOutcome
from model.training.training_set import Snapshot, TrainingSet, TrainingTime
from model.training.training_state import TrainingState
from tests.unit.made_models import made_texts, made_weights
from tests.unit.proven_sessions import Hands, MadeSession

EPOCH_S = 2.0
ROWS = 60
Errors = Callable[[int], float]  # number of a training -> how wrong its network is


@dataclass
class _State:
    """What a look at validation is told of the training."""

    at: float

    def share(self) -> float:
        return self.at


@dataclass
class _MadeLearner:
    """Trains on the clock alone: each network is right on the whole, and wrong in places of its own."""

    hands: Hands
    aim: Aim
    shape: BilstmShape
    errors: Errors
    number: int = 0
    is_alone: bool = False
    best: Candidate | None = None
    trained: list[tuple[int, BilstmShape, TrainingTime]] = field(default_factory=list)
    stop: Callable[[], None] = lambda: None
    benchmark_loss: float = 1.0

    def start_over(self, number: int, *, without_file: bool = False, alone: bool = False) -> None:
        self.number, self.is_alone = number, alone

    def another(self, shape: BilstmShape, number: int) -> _MadeLearner:
        return replace(self, shape=shape, number=number, best=None)

    def snapshot(self) -> Snapshot:
        return Snapshot({}, {})

    def made(self, number: int) -> Trained:
        random = np.random.default_rng(number)
        truth = 2 * np.eye(3)[self.aim.labels]
        logits = truth + random.normal(0, self.errors(number), truth.shape)
        weights = made_weights(number, vocabulary=self.shape.vocabulary, units=self.shape.units)
        return Trained(weights, logits.astype(np.float32))

    def train(self, length: TrainingTime, **told: Any) -> TrainingOutcome:
        self.trained.append((self.number, self.shape, length))
        candidate = averaged(self.aim, [self.made(self.number)])
        share, epochs, begun_s = 0.0, length.epochs, self.hands.now_s
        while share < 1 and length.share_elapsed() < 1:
            self.hands.now_s += 1.0 if epochs is None else 0.25 * epochs * EPOCH_S
            share = length.share_elapsed() if epochs is None else share + 0.25
            told["on_validation"](cast(TrainingState, _State(share)), candidate)
        self.stop()
        seconds = self.hands.now_s - begun_s
        return TrainingOutcome(seconds / EPOCH_S, 9, 0.1, False, False, candidate, seconds)


class _Reporter:
    def begin(self, standing: Standing) -> None: ...

    def progress(self, progress: Any) -> None: ...

    def validation(self, state: TrainingState, candidate: Candidate) -> None: ...


@dataclass
class _Box:
    """A session whose ladder has just ended: two trainings of 1 and 3 epochs, the longer one the better."""

    folder: Path
    timebox_s: float = 300.0
    errors: Errors = lambda number: 3.0 if number == 998 else 2.0
    order: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder.mkdir(exist_ok=True)
        self.session = MadeSession(self.folder, self.timebox_s, order=self.order)
        self.context, self.hands = self.session.context, self.session.hands
        words = Vocabulary.build(made_texts())
        texts, labels = list(made_texts(ROWS, seed=3)), np.arange(ROWS) % 3
        rows = TrainingSet(words.encode(texts), labels, np.zeros((ROWS, 3), np.float32))
        shape = BilstmShape(len(words), 3, embedding=8, units=16)
        aim = Aim(rows.benchmark, labels, "log_loss", Decision(np.zeros(3)))
        self.learner = _MadeLearner(self.hands, aim, shape, self.errors)
        self.trial = Trial(cast(Any, self.learner), Encoded(words, 9, shape, rows, rows), ProofTimes(0.5, 1.0))
        for way, seconds in ((Way.START, 4.0), (Way.SAVE, 0.5), (Way.LABEL, 1.0), (Way.SCORE, 0.01), (Way.JUDGE, 1.0)):
            self.context.lately.note(way, seconds)
        self.hands.now_s = 40.0
        self.runs = TrainingRuns()

    def climbed(self) -> None:
        for number, epochs in ((-2, 1.0), (-1, 3.0)):
            best = averaged(self.learner.aim, [self.learner.made(1_000 + number)])
            best = replace(best, validation=replace(best.validation, epoch=epochs))
            self.runs.done.append(RungDone(epochs, epochs * EPOCH_S, best.validation.log_loss, 0.1))
            self.runs.looked.append(Looked(epochs, best, ((0.25, best.validation.log_loss),)))
            if self.learner.best is None or best.validation.log_loss < self.learner.best.validation.log_loss:
                self.learner.best = best

    def go_on(self, former: tuple[Trained, ...] = ()) -> TrainingRuns:
        begin_members(self.context, self.trial, former)
        self.climbed()
        plan = TrainingPlan(ROWS, 4.0, 16, 8.0)
        schedule = PlannedTraining(plan, 200.0, Measured(ROWS, 16, EPOCH_S, 0.01), 5.0)
        standing = Standing(RungLength(3.0, is_last=False), 1)
        reporter = cast(Any, _Reporter())
        train_further(self.context, self.trial, schedule, self.runs, reporter=reporter, standing=standing)
        return self.runs


def test_networks_that_are_wrong_in_other_places_are_averaged(tmp_path: Path) -> None:
    """Three of them, and that average is what would be delivered now; a worker that follows finds it."""
    box = _Box(tmp_path)
    runs = box.go_on()
    best = box.trial.best
    assert best is not None
    assert len(best.networks) == 3
    assert best is not box.learner.best
    assert box.learner.best is not None
    assert best.validation.log_loss < box.learner.best.validation.log_loss
    assert len(runs.further) > 2
    kept = load_members(tmp_path, box.trial.encoded)
    np.testing.assert_array_equal(averaged(box.learner.aim, kept).logits, best.logits)
    assert [one.shape for one in best.networks] == [one.network.shape for one in kept]


def test_no_training_is_begun_that_does_not_fit_before_the_final_check(tmp_path: Path) -> None:
    """The last one ends inside the box, with the reserve for a model of one more network kept."""
    box = _Box(tmp_path, timebox_s=100.0)
    runs = box.go_on()
    assert runs.further
    assert box.hands.now_s <= 100.0 - 1.35 * (0.5 + 1.0 + 1.0)
    assert all(one.epochs >= LEAST_SHARE * 3.0 * 0.99 for one in runs.further if not one.was_behind)


def test_several_in_a_row_that_bring_nothing_are_enough_and_it_says_what_was_tried(tmp_path: Path) -> None:
    """Noise helps nobody: most of a long box is given back, with the reason."""
    box = _Box(tmp_path, timebox_s=3_600.0, errors=lambda number: {998: 3.0, 999: 1.0}.get(number, 30.0))
    box.hands.now_s = LONG_S
    runs = box.go_on()
    assert len(runs.further) == ENOUGH_EARLY
    assert box.hands.now_s < 1_000.0
    assert runs.nothing_more == (
        "12 more trainings without the n-gram model, 6 with other seeds, 3 of 32 units, 12 with other dropout or "
        "learning rate and 3 of 8 units brought nothing"
    )


def test_no_more_than_a_third_of_ten_minutes_is_given_back(tmp_path: Path) -> None:
    """Whoever gave them would rather have everything tried, also where nothing helps."""
    box = _Box(tmp_path, timebox_s=600.0, errors=lambda number: {998: 3.0, 999: 1.0}.get(number, 30.0))
    runs = box.go_on()
    assert len(runs.further) > ENOUGH_EARLY
    assert 400.0 <= box.hands.now_s < 450.0
    assert runs.nothing_more.endswith("brought nothing")


def test_late_in_the_box_fewer_are_enough(tmp_path: Path) -> None:
    """Each of the settings once."""
    box = _Box(tmp_path, timebox_s=120.0, errors=lambda number: {998: 3.0, 999: 1.0}.get(number, 30.0))
    runs = box.go_on()
    assert ENOUGH <= len(runs.further) < ENOUGH_EARLY
    assert runs.nothing_more.endswith("brought nothing")


def test_a_training_that_is_clearly_behind_is_ended_early(tmp_path: Path) -> None:
    """At the first look from a third of it on, and its seconds are there for others."""
    box = _Box(tmp_path, errors=lambda number: {998: 3.0, 999: 1.0}.get(number, 30.0))
    runs = box.go_on()
    compared = [one for one in runs.further if not one.setting.alone]
    assert all(one.was_behind for one in compared)
    assert all(one.epochs == pytest.approx(1.5) for one in compared)


@pytest.mark.slow
def test_others_seeds_and_other_choices_are_tried(tmp_path: Path) -> None:
    """Each training is another one, told as what it was."""
    box = _Box(tmp_path, timebox_s=2_000.0)
    runs = box.go_on()
    assert len({one.seed for one in runs.further}) == len(runs.further)
    tried = {one.setting.said(one.units) for one in runs.further}
    assert {"with another seed", "of 32 units", "with half the dropout", "at half the learning rate"} <= tried
    assert {"without the n-gram model", "without the n-gram model and twice as long"} <= tried
    by_number = {number: (shape, length) for number, shape, length in box.learner.trained}
    for one in runs.further:
        shape, length = by_number[one.number + 1]
        assert (shape.units, length.peak_rate) == (one.units, one.setting.peak_rate)


@pytest.mark.parametrize("order", [{"epochs": 3}, {"one_network": True}])
def test_who_asks_for_so_many_passes_or_one_network_gets_that(tmp_path: Path, order: dict[str, Any]) -> None:
    """The ladder's best, and the time that is left is left."""
    box = _Box(tmp_path, order=order)
    assert box.go_on().further == []
    assert box.trial.best is not None
    assert len(box.trial.best.networks) == 1


def test_stop_and_keep_ends_it_at_once(tmp_path: Path) -> None:
    """What was averaged until then is kept."""
    box = _Box(tmp_path)
    box.learner.stop = (tmp_path / "stop-and-keep").touch
    assert len(box.go_on().further) == 1
    assert box.trial.best is not None
    assert len(box.trial.best.networks) > 1


def test_a_continued_session_keeps_the_networks_that_were_averaged(tmp_path: Path) -> None:
    """The average is there from the first moment, and only a better one takes its place."""
    box = _Box(tmp_path)
    former = tuple(box.learner.made(number) for number in (101, 102, 103))
    begin_members(box.context, box.trial, former)
    assert box.trial.best is not None
    before = box.trial.best.validation.log_loss
    assert len(box.trial.best.networks) == 3
    box.go_on(former)
    assert box.trial.best.validation.log_loss <= before


def test_a_worker_that_follows_knows_that_the_ladder_is_over(tmp_path: Path) -> None:
    """It trains no rung again."""
    box = _Box(tmp_path)
    box.go_on()
    stood = load_current(tmp_path)
    assert stood is not None
    assert stood[1].is_over
    assert stood[1].done == tuple(box.runs.done)


def test_texts_that_take_long_to_label_are_labelled_by_two_networks(tmp_path: Path) -> None:
    """Where labelling takes mostly the networks' time, a third one would cost too much."""
    box = _Box(tmp_path)
    box.context.lately.note(Way.SCORE, 0.5)  # of 60 texts
    box.go_on()
    assert box.trial.best is not None
    assert len(box.trial.best.networks) == 2


def test_a_full_disk_costs_no_member(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another worker would begin with is not there, and the session goes on."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("model.session.resume.keep_members", full)
    monkeypatch.setattr("model.session.further_stage.keep_current", full)
    box = _Box(tmp_path)
    box.go_on()
    assert box.trial.best is not None
    assert len(box.trial.best.networks) == 3


@pytest.mark.slow
@pytest.mark.parametrize("damage", [b"", b"PK", None])
def test_members_that_cannot_be_read_are_none(tmp_path: Path, damage: bytes | None) -> None:
    """Nor are those of other texts."""
    box = _Box(tmp_path)
    assert load_members(tmp_path, box.trial.encoded) == ()
    box.go_on()
    encoded = box.trial.encoded
    if damage is None:
        encoded = replace(encoded, shape=replace(encoded.shape, vocabulary=99))
    else:
        (tmp_path / "resume" / "members.npz").write_bytes(damage)
    assert load_members(tmp_path, encoded) == ()


def _ladder(box: _Box, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Climb it, with what follows; seconds of each of its own trainings."""
    monkeypatch.setattr("model.session.ladder_stage.Reporter", lambda *_, **__: _Reporter())
    begin_members(box.context, box.trial, ())
    plan = TrainingPlan(ROWS, 26.0, 16, 52.0)
    schedule = PlannedTraining(plan, 110.0, Measured(ROWS, 16, EPOCH_S, 0.01), 5.0)
    box.runs = run_train(box.context, box.session.fitted, box.trial, schedule, proofs=cast(Any, None))
    return [rung.train_s for rung in box.runs.done]


def _better_each_time(number: int) -> float:
    return {0: 4.0, 1: 2.0, 2: 1.0}.get(number, 2.0)


def test_the_last_training_of_the_ladder_leaves_half_to_further_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the box is used to its end; who wants one plain network has all of the time in that."""
    box = _Box(tmp_path / "several", timebox_s=110.0, errors=_better_each_time)
    shared = _ladder(box, monkeypatch)
    assert shared[:2] == pytest.approx([4.0, 12.0])
    assert box.runs.further
    assert box.runs.further[0].setting.alone
    plain = _Box(tmp_path / "one", timebox_s=110.0, errors=_better_each_time, order={"one_network": True})
    alone = _ladder(plain, monkeypatch)
    assert alone[:2] == shared[:2]
    assert shared[2] == pytest.approx(alone[2] / 2, abs=2.0)
    assert not plain.runs.further
    assert plain.hands.now_s > 95.0


def test_the_points_of_the_curve_are_those_of_the_ladder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Further trainings are none, whatever they bring."""
    box = _Box(tmp_path / "several", timebox_s=200.0, errors=_better_each_time)
    _ladder(box, monkeypatch)
    assert len(box.runs.further) > 2
    assert [rung.epochs for rung in box.runs.rungs] == [rung.epochs for rung in box.runs.done]
