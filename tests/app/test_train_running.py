"""The Train page while a session runs: what it shows live, what stops it, and what it says once nobody is alive."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from model.protocol.config import LOCK_FILE, STOP_FILE
from model.protocol.events import Kind
from model.protocol.locks import HeldLock, take_lock
from planner import planning
from planner.clock import now
from planner.domain.training import SessionState
from planner.store import Store
from tests.app.made_runs import MadeRun, record
from tests.app.train_tab import chart_titles, charts, labels, opened, press, said


class LiveRun:
    """A made run whose lock is held, as by a worker that lives; `die` lets go of it, as the kernel does."""

    def __init__(self, home: Path, begun_s_ago: float) -> None:
        self.run = MadeRun(home / "runs" / "live", "live", time.time() - begun_s_ago)
        lock = take_lock(self.run.folder / LOCK_FILE)
        assert lock is not None
        self._lock: HeldLock | None = lock

    def die(self) -> None:
        if self._lock:
            self._lock.release()
        self._lock = None


@pytest.fixture
def live(home: Path) -> Iterator[Callable[[float], LiveRun]]:
    """Makes the one live run of a test, begun so many seconds ago."""
    made: list[LiveRun] = []

    def begin(begun_s_ago: float) -> LiveRun:
        made.append(LiveRun(home, begun_s_ago))
        return made[0]

    yield begin
    for run in made:
        run.die()


Live = Callable[[float], LiveRun]


def test_a_session_that_has_just_begun_shows_its_end_and_its_stages(live: Live, store: Store) -> None:
    """Countdown and promised end first; no model is claimed; the stages to come are named."""
    one = live(2)
    one.run.begin("read")
    record(store, one.run)
    app = opened()
    assert app.title[0].value.startswith("4:5")
    assert "left, ends by" in app.title[0].value
    assert "No saved model yet; the first comes with the benchmark." in said(app)
    for stage in ("Read", "Clean", "Benchmark", "Test run", "Measure speed", "Learning curve", "Train", "Final check"):
        assert stage in said(app)
    assert not charts(app)


def test_training_shows_score_loss_stage_and_the_saved_model(live: Live, store: Store) -> None:
    """Four of seven epochs in: the score against the benchmark first, then loss, learning rate and memory."""
    one = live(170)
    one.run.through_training(4.4)
    record(store, one.run)
    app = opened()
    assert app.title[0].value.startswith("2:")
    assert "A saved model exists since" in said(app)
    assert "(macro-F1 .834)" in said(app)
    titles = chart_titles(app)
    assert titles[0] == "Above the benchmark so far"
    assert titles[1].startswith("Training loss: 0.")
    assert titles[2].startswith("Learning rate: ")
    assert titles[3].startswith("Memory, MB: 1,")
    assert "epoch 5 of about 7" in [bar.proto.text for bar in app.get("progress")]
    assert "The n-gram model reaches macro-F1 .798 on validation." in said(app)
    assert any(name.startswith("Stop and keep") for name in labels(app))


def test_what_the_session_says_next_is_on_the_page_a_moment_later(live: Live, store: Store) -> None:
    """The same tab follows: pictures come with the first report of the training, a warning when it is said."""
    one = live(40)
    one.run.through_benchmark()
    record(store, one.run)
    app = opened()
    assert "(macro-F1 .798)" in said(app)
    assert not charts(app)
    for stage in ("smoke", "calibrate"):
        one.run.begin(stage)
        one.run.end(stage, 5.0)
    one.run.say(Kind.WARNING, message="Memory is short: the batch was halved to 64.")
    one.run.begin("train")
    one.run.say(Kind.PROGRESS, epoch=0.1, loss=0.9, score=None, learning_rate=1e-3, memory_mb=900.0)
    app.run()
    assert chart_titles(app)[:2] == ["No score yet", "Training loss: 0.90"]
    assert "Memory is short" in app.warning[0].value


def test_a_reload_and_a_second_tab_show_the_same_session(live: Live, store: Store) -> None:
    """Without an address, a new tab finds the session that runs; its address then names it."""
    one = live(170)
    one.run.through_training(4.4)
    record(store, one.run)
    for app in (opened(), opened(session="live")):
        assert "left, ends by" in app.title[0].value
        assert app.query_params["session"] in ("live", ["live"])


def test_stop_and_keep_is_asked_once_and_said(live: Live, store: Store) -> None:
    """The click leaves its mark in the run folder; the button is then off, in every tab."""
    one = live(170)
    one.run.through_training(4.4)
    record(store, one.run)
    app = press(opened(), "Stop and keep")
    assert (one.run.folder / STOP_FILE).exists()
    for tab in (app.run(), opened()):
        assert "Stopping: the training comes to a soft end" in said(tab)
        assert not any(name.startswith("Stop and keep") for name in labels(tab))


def test_the_end_is_shown_in_the_tab_that_watched(live: Live, store: Store) -> None:
    """When the session says its end, the page turns into its result and its hours are closed."""
    one = live(280)
    record(store, one.run)
    app = opened()
    assert "left, ends by" in app.title[0].value
    one.run.to_the_end(message="Finished inside its box: 4:21 min of 5:00 min used.")
    one.die()
    app.run()
    assert app.title[0].value.startswith("Better than the benchmark")
    assert store.sessions.session("live").state is SessionState.FINISHED


def test_a_killed_session_is_told_at_the_next_look_with_what_is_kept(live: Live, store: Store) -> None:
    """Nobody holds the lock: cut short, the checkpoint named, the time until its last word logged as unattended."""
    project = planning.create_project(store, "Reviews", now=now())
    phase = planning.phase_named(store, project.id, "Model")
    one = live(170)
    one.run.through_training(2.4)
    one.run.write_model()
    record(store, one.run, project_id=project.id, phase_id=phase.id)
    app = opened()
    one.die()
    app.run()
    assert app.title[0].value == "The last checkpoint is kept: macro-F1 .822, n-gram .798"
    assert "Cut short" in said(app)
    assert "The session was killed." in said(app)
    (entry,) = store.entries.of_project(project.id)
    assert not entry.attended
    assert entry.hours(now()) == pytest.approx(store.sessions.session("live").used_s / 3600, abs=1e-3)


def test_a_session_killed_before_anything_was_saved_says_so(live: Live, store: Store) -> None:
    """No model is claimed, and the way on is the main button."""
    one = live(5)
    one.run.begin("read")
    record(store, one.run)
    one.die()
    app = opened(session="live")
    assert app.title[0].value == "It ended without a model"
    assert "Nothing had been saved yet; start it again." in said(app)
    assert any(name.startswith("Run again with…") for name in labels(app))
    assert not app.get("download_button")


def test_a_later_training_says_its_number_and_its_own_length(live: Live, store: Store) -> None:
    """The second of several whole trainings: its own epochs, not those of all of them."""
    one = live(170)
    one.run.through_training(1)
    progress = {"loss": 0.5, "score": None, "learning_rate": 1e-3, "memory_mb": 900.0}
    one.run.say(Kind.PROGRESS, training=2, epoch=3.2, epochs=9.0, **progress)
    record(store, one.run)
    assert "training 2: epoch 4 of about 9" in [bar.proto.text for bar in opened().get("progress")]


def test_the_model_saved_last_is_told_while_the_next_training_is_still_below_it(live: Live, store: Store) -> None:
    """The score beside "a saved model exists", and the standing: what would be kept, not the last look."""
    one = live(170)
    one.run.through_benchmark()
    one.run.begin("train")
    progress = {"epochs": 9.0, "loss": 0.5, "learning_rate": 1e-3, "memory_mb": 900.0}
    one.run.say(Kind.PROGRESS, training=1, epoch=3.0, score=0.853, **progress)
    one.run.say(Kind.SAVED, what="checkpoint", weights_sha256="d" * 64, score=0.853)
    one.run.say(Kind.PROGRESS, training=2, epoch=0.2, score=0.79, **progress)
    record(store, one.run)
    app = opened()
    assert "(macro-F1 .853)" in said(app)
    assert chart_titles(app)[0] == "Above the benchmark so far"
