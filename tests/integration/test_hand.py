"""A hand as a real process: what it trains is what would have been trained here, and it does as it is told."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import psutil
import pytest
from scipy import sparse

from model.ngram.fold_table import fold_scores, write_fold_table
from model.ngram.folds import FoldWork
from model.ngram.recipe import USUAL_RECIPE
from model.protocol.hands import (
    HandOrder,
    answer_path,
    hand_command,
    order_path,
    read_beat,
    stop_path,
    write_order,
)
from model.protocol.run_folder import PREPARED_FOLDER
from model.protocol.side_orders import FOLD_TABLE, FoldOrder, PointOrder, SideOrder
from model.session.curve_point import CHECKS, point_learner, point_sets
from model.session.hand_answers import Answer, read_answer, shape_of
from model.session.side_answers import SideAnswer, read_side_answer
from model.session.smoke_stage import Trial
from model.training.progress import TrainingOutcome
from model.training.training_set import TrainingTime
from tests.integration.session_fakes import until
from tests.unit.prepared_sessions import BATCH, SEED, made_hand_order, prepared
from tests.unit.proven_sessions import made_fitted

STARTS_S = 120.0  # TensorFlow, on a busy machine


@dataclass(frozen=True)
class AtWork:
    """A live hand, the session that it trains for, and where its orders lie."""

    process: subprocess.Popen[bytes]
    trial: Trial
    folder: Path

    def side_answer(self, order: SideOrder, shape: tuple[int, ...], *, are_probabilities: bool = False) -> SideAnswer:
        """What comes of an order of another kind."""
        write_order(self.folder, order)
        until(lambda: answer_path(self.folder, order.number).exists(), within_s=60)
        answer = read_side_answer(self.folder, order, shape, are_probabilities=are_probabilities)
        assert answer is not None
        return answer

    def answer(self, order: HandOrder) -> Answer:
        """What comes of an order."""
        write_order(self.folder, order)
        until(lambda: answer_path(self.folder, order.number).exists(), within_s=60)
        answer = read_answer(self.folder, order, self.trial.encoded)
        assert answer is not None
        return answer


@pytest.fixture(scope="module")
def at_work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtWork]:
    """One for all tests of this file; it was started before anything was prepared."""
    run_folder = tmp_path_factory.mktemp("run")
    folder = run_folder / "work" / "hands" / "hand-1"
    folder.mkdir(parents=True)
    process = subprocess.Popen(hand_command(run_folder / PREPARED_FOLDER, folder, cores=1, seconds=300.0))
    try:
        trial, _ = prepared(run_folder)
        until(lambda: (beat := read_beat(folder)) is not None and beat.is_ready, within_s=STARTS_S)
        yield AtWork(process, trial, folder)
    finally:
        process.kill()
        process.wait()


def made_point(number: int, rows: int) -> PointOrder:
    """A point of the curve of the made session."""
    recipe = asdict(USUAL_RECIPE)
    sizes = {"rows": rows, "epochs": 3.0, "batch_size": BATCH, "seconds": 1e9, "recipe": recipe}
    return PointOrder(number=number, metric="accuracy", session_seed=SEED, seed=SEED + 2, **sizes)


def trained_here(trial: Trial, order: HandOrder) -> TrainingOutcome:
    """The same training in this process, after others."""
    learner = trial.learner
    if order.units != learner.shape.units:
        learner = learner.another(shape_of(order, trial.encoded.shape), 0)
    learner.take_steps(3)
    learner.start_over(order.drawn, alone=order.alone, own_batches=True)
    length = TrainingTime(order.rows, lambda: 0.0, order.epochs, peak_rate=order.peak_rate, validate_every_share=0.25)
    return learner.train(length)


@pytest.mark.parametrize("told", [{}, {"units": 12, "alone": True, "peak_rate": 6e-3}], ids=["usual", "another"])
def test_what_a_hand_trains_is_what_would_have_been_trained_here(at_work: AtWork, told: dict[str, object]) -> None:
    """The same weights and logits to 1e-5, whatever either has trained before."""
    order = made_hand_order(10 + len(told), seconds=1e9, **told)  # its passes draw the rate, not the clock
    answer, here = at_work.answer(order), trained_here(at_work.trial, order)
    assert here.best.whole is not None
    np.testing.assert_allclose(answer.trained.logits, here.best.whole.logits, atol=1e-5)
    for name, array in here.best.whole.network.arrays.items():
        np.testing.assert_allclose(answer.trained.network.arrays[name], array, atol=1e-5, err_msg=name)
    facts = answer.facts
    assert (facts.epochs, facts.steps, facts.stopped) == (here.epochs, here.steps, False)
    assert (facts.best_epoch, facts.loss) == (here.best.validation.epoch, pytest.approx(here.loss, abs=1e-5))
    assert [share for share, _ in facts.trace] == sorted(share for share, _ in facts.trace)
    assert 0 < facts.steps_s <= facts.train_s <= facts.taken_s


@pytest.mark.parametrize("rows", [40, 60], ids=["fewer texts", "all texts"])
def test_a_point_of_the_curve_is_what_it_would_have_been_here(at_work: AtWork, rows: int) -> None:
    """The same probabilities to 1e-5; with fewer texts, a benchmark of these alone is fitted there as it is here."""
    trial, fitted = at_work.trial, made_fitted()
    order = made_point(50 + rows, min(rows, len(trial.encoded.training)))
    answer = at_work.side_answer(order, trial.encoded.validation.benchmark.shape, are_probabilities=True)
    asked = {"metric": order.metric, "compiled": None}
    sets = point_sets(
        trial.encoded,
        fitted,
        order.rows,
        seed=SEED,
        metric=order.metric,
        recipe=fitted.model.recipe,
        time_left_s=lambda: 1e9,
    )
    learner = point_learner(trial.encoded, sets, seed=order.seed, batch_size=order.batch_size, **asked)
    here = learner.train(TrainingTime(order.rows, lambda: 0.0, order.epochs, validate_every_share=1 / CHECKS))
    np.testing.assert_allclose(answer.scores, sets[2].decision.probabilities(here.best.logits), atol=1e-5)
    assert (answer.facts.epochs, order.rows < len(trial.encoded.training)) == (here.epochs, rows == 40)


def test_a_fold_is_what_it_would_have_been_here(at_work: AtWork) -> None:
    """All labels and both ways to weigh columns alike; without its table, nothing is answered."""
    random = np.random.default_rng(3)
    values = sparse.random(400, 900, 0.05, "csr", random_state=random).astype(np.float32).astype(np.float64)
    work = FoldWork(values, random.integers(0, 3, 400), 3, 3, SEED, 4.0, True, 9.0, lambda: 1e9)
    write_fold_table(at_work.folder / FOLD_TABLE, work)
    shared = {"folds": 3, "classes": 3, "seed": SEED, "cost": 4.0, "by_ratio": True}
    for fold in range(3):
        order = FoldOrder(number=120 + fold, fold=fold, seconds=1e9, **shared)
        answer = at_work.side_answer(order, (len(work.rows_of(fold)[1]), 3))
        here = fold_scores(values, work.labels, fold=fold, time_left_s=lambda: 1e9, **shared)
        np.testing.assert_allclose(answer.scores, here, atol=1e-5)
    (at_work.folder / FOLD_TABLE).unlink()
    write_order(at_work.folder, FoldOrder(number=130, fold=0, seconds=1e9, **shared))
    at_work.answer(made_hand_order(131, epochs=1.0))
    assert not answer_path(at_work.folder, 130).exists()


def test_a_training_has_its_seconds_and_no_more(at_work: AtWork) -> None:
    """A million passes end when four seconds are over, at a learning rate of zero."""
    answer = at_work.answer(made_hand_order(20, epochs=1e6, seconds=4.0))
    assert 0 < answer.facts.epochs < 1e6
    assert 4.0 <= answer.facts.taken_s < 30.0  # a look at validation besides, on a busy machine
    assert not answer.facts.stopped


def test_one_that_is_stopped_answers_with_its_best_at_once(at_work: AtWork) -> None:
    order = made_hand_order(30, epochs=1e6, validate_every_share=1e-4)
    write_order(at_work.folder, order)
    until(lambda: (beat := read_beat(at_work.folder)) is not None and beat.log_loss is not None)
    stop_path(at_work.folder, 30).touch()
    until(lambda: answer_path(at_work.folder, 30).exists())
    answer = read_answer(at_work.folder, order, at_work.trial.encoded)
    assert answer is not None
    assert answer.facts.stopped
    assert answer.facts.taken_s < order.seconds


def test_one_that_is_taken_back_is_dropped_and_the_next_is_done(at_work: AtWork) -> None:
    write_order(at_work.folder, made_hand_order(40, epochs=1e6))
    until(lambda: (beat := read_beat(at_work.folder)) is not None and beat.order == 40)
    order_path(at_work.folder, 40).unlink()
    at_work.answer(made_hand_order(41))
    assert not answer_path(at_work.folder, 40).exists()


def test_it_is_gone_when_its_folder_is(at_work: AtWork) -> None:
    """The scratch of a session is removed at its end: nothing goes on without it."""
    until(lambda: _is_removed(at_work.folder.parent))
    assert at_work.process.wait(timeout=20) is not None


def _is_removed(folder: Path) -> bool:
    """Once more where a sign of life was written meanwhile."""
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()


def test_it_is_gone_when_the_process_that_it_belongs_to_is(tmp_path: Path) -> None:
    """Whoever starts it and is killed, also at once: nothing trains for nobody."""
    script = (
        "import subprocess, sys; from pathlib import Path; from model.protocol.hands import hand_command\n"
        f"command = hand_command(Path('nowhere'), Path({str(tmp_path)!r}), cores=1, seconds=300.0)\n"
        "print(subprocess.Popen(command, stdout=subprocess.DEVNULL).pid)"
    )
    started = subprocess.run([sys.executable, "-P", "-c", script], capture_output=True, text=True, check=True)
    until(lambda: is_gone(int(started.stdout)), within_s=60)


def is_gone(pid: int) -> bool:
    """Whether it has ended, though nobody may have taken note of it yet."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
