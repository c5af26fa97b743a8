"""A real session with two hands on this machine: one is killed at its first training, then it is stopped and kept."""

from __future__ import annotations

import signal
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from model.folder.predictor import load_model
from model.protocol.config import LOCK_FILE
from model.protocol.events import HandBegun, HandDone, HandLost, HandReady, WarningSaid
from model.protocol.locks import take_lock
from model.protocol.result import Outcome, SessionResult, read_result
from model.protocol.run_folder import WORK_FOLDER
from planner.sessions import stop_and_keep
from planner.sessions.supervise import run_supervisor
from tests.integration.real_sessions import has_said, reviews, said, until
from tests.made_orders import made_config

BOX_S = 100.0  # with room, on a busy machine: it is stopped as soon as the other has brought something


def hands_of(run_folder: Path) -> list[psutil.Process]:
    """The live hands of a session."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        command = process.info["cmdline"] or []
        if command[1:4] == ["-P", "-m", "model.hand"] and str(run_folder) in command[4]:
            found.append(process)
    return found


@dataclass(frozen=True)
class Ended:
    """A session that came to its end, and the seconds that it took."""

    folder: Path
    took_s: float
    left: list[psutil.Process]

    @property
    def result(self) -> SessionResult:
        found = read_result(self.folder)
        assert found is not None, (self.folder / "worker.log").read_text()
        return found


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Ended:
    """One for all tests of this file."""
    folder = tmp_path_factory.mktemp("hands")
    run = folder / "out"
    run.mkdir()
    order = {"data_file": reviews(folder), "text_column": "review", "label_column": "sentiment", "timebox_s": BOX_S}
    began = time.monotonic()
    made_config("hands", started_unix=time.time(), hands=2, **order).save(run)
    lock = take_lock(run / LOCK_FILE)
    assert lock is not None
    supervised = threading.Thread(target=run_supervisor, args=(run, (lock.descriptor,)), kwargs={"home": folder})
    supervised.start()
    try:
        until(lambda: has_said(run, "hand_begun", hand="hand-1"), within_s=BOX_S)
        (first,) = [hand for hand in hands_of(run) if hand.cmdline()[5].endswith("hand-1")]
        first.send_signal(signal.SIGKILL)
        until(lambda: has_said(run, "hand_done") or not supervised.is_alive(), within_s=BOX_S)
        stop_and_keep(run)
    finally:
        supervised.join(BOX_S + 10)
        lock.release()
    return Ended(run, time.monotonic() - began, hands_of(run))


def test_the_box_is_kept_the_model_proven_and_nothing_is_left(ended: Ended) -> None:
    """No process of it, and no scratch."""
    assert ended.took_s <= BOX_S + 1.0
    assert (ended.result.proven, ended.result.outcome) == (True, Outcome.STOPPED)
    assert load_model(ended.folder).weights_sha256 == ended.result.hashes.weights_sha256
    assert ended.left == []
    assert not (ended.folder / WORK_FOLDER).exists()


def test_the_one_that_was_killed_is_told_and_the_other_brought_something(ended: Ended) -> None:
    events = [event.body for event in said(ended.folder)]
    assert {event.hand for event in events if isinstance(event, HandReady)} == {"hand-1", "hand-2"}
    (lost,) = [event for event in events if isinstance(event, HandLost)]
    assert (lost.hand, lost.node, lost.why) == ("hand-1", "this machine", "It was killed (SIGKILL).")
    assert any("this machine is gone" in event.message for event in events if isinstance(event, WarningSaid))
    done = [event for event in events if isinstance(event, HandDone)]
    assert done
    assert {event.hand for event in done} == {"hand-2"}
    begun = {event.order for event in events if isinstance(event, HandBegun)}
    assert {event.order for event in done} <= begun


def test_the_result_says_where_each_training_was_done(ended: Ended) -> None:
    """And what each hand brought; of those trained here no other place is told."""
    result = ended.result
    first, second = result.hands
    assert (first.hand, first.trainings, first.lost) == ("hand-1", 0, "It was killed (SIGKILL).")
    assert (second.hand, second.node, second.cores, second.lost) == ("hand-2", "this machine", 1, "")
    elsewhere = [one for one in result.further_trainings if one.hand]
    assert {(one.hand, one.node) for one in elsewhere} == {("hand-2", "this machine")}
    assert second.trainings == len(elsewhere) >= 1
    assert second.train_s == pytest.approx(sum(one.train_s for one in elsewhere), abs=0.01)
    assert len({one.seed for one in result.further_trainings}) == len(result.further_trainings)
    assert all(one.node == "" for one in result.further_trainings if not one.hand)
    assert len(result.trainings) >= 1
