"""A session as a page sees it: from what its run folder says, alive or not."""

from pathlib import Path

import pytest

from model.protocol.config import LOCK_FILE, STOP_FILE
from model.protocol.events import EVENT_TYPES, EventWriter, Kind, Stage
from model.protocol.locks import take_lock
from model.protocol.result import as_facts
from planner.domain.errors import NotFound
from planner.domain.training import SessionState
from planner.sessions import SessionFollower, StageState
from tests.made_orders import made_config

STARTED = 1_000.0


@pytest.fixture
def run(tmp_path: Path) -> Path:
    made_config("s1", started_unix=STARTED, outside_scores={"macro_f1": 0.7}).save(tmp_path)
    return tmp_path


class _Said:
    """Says events at chosen instants."""

    def __init__(self, run: Path) -> None:
        self.now = STARTED
        self._writer = EventWriter(run, now=lambda: self.now)

    def __call__(self, after_s: float, kind: Kind, **body: object) -> None:
        self.now = STARTED + after_s
        self._writer.emit(as_facts(EVENT_TYPES[kind], body))


def test_live_session_shows_its_stage_and_the_time_left(run: Path) -> None:
    """The running stage, the dated promise and the seconds left are there while somebody holds the lock."""
    lock = take_lock(run / LOCK_FILE)
    assert lock is not None
    said = _Said(run)
    said(1, Kind.STAGE_STARTED, stage=Stage.READ, planned_s=None)
    said(3, Kind.STAGE_ENDED, stage=Stage.READ, planned_s=None, used_s=2.0, summary="100 rows")
    said(3, Kind.STAGE_STARTED, stage=Stage.CLEAN, planned_s=4.0)
    view = SessionFollower(run).refresh()
    lock.release()
    assert view.is_running
    assert view.stage is not None
    assert (view.stage.title, view.stage.planned_s) == ("Clean", 4.0)
    assert [s.state for s in view.stages[:3]] == [StageState.DONE, StageState.RUNNING, StageState.WAITING]
    assert view.time_left_s(STARTED + 3) == 57
    assert view.stages[0].summary == "100 rows"


def test_the_learning_curve_is_told_with_its_verdict(run: Path) -> None:
    """Points and band as tables; an answer without any has empty ones."""
    point = {"train_s": 5.0, "rows": 100, "epochs": 1.0, "value": 0.7}
    verdict = "Cannot tell what twice the time would bring: no network was trained."
    _Said(run)(9, Kind.CURVE, points=[point], band=[], gain=None, low=None, high=None, verdict=verdict)
    curve = SessionFollower(run).refresh().curve
    assert curve is not None
    assert curve.verdict == verdict
    assert curve.points["value"].tolist() == [0.7]
    assert curve.band.empty
    assert list(curve.band.columns) == ["train_s", "value", "low", "high"]


def test_short_boxes_do_not_promise_a_learning_curve(run: Path) -> None:
    """A stage that such a session never goes through is not in its list."""
    assert Stage.LEARNING_CURVE not in {stage.stage for stage in SessionFollower(run).refresh().stages}


def test_refresh_adds_only_what_is_new(run: Path) -> None:
    """A second refresh keeps the history and appends to it."""
    lock = take_lock(run / LOCK_FILE)
    assert lock is not None
    said = _Said(run)
    follower = SessionFollower(run)
    said(10, Kind.PROGRESS, epoch=0.5, loss=0.9, score=None, learning_rate=0.003, memory_mb=700)
    assert len(follower.refresh().progress) == 1
    said(12, Kind.PROGRESS, epoch=1.0, loss=0.7, score=0.71, learning_rate=0.002, memory_mb=700)
    view = follower.refresh()
    lock.release()
    assert view.progress["elapsed_s"].tolist() == [10, 12]
    assert view.progress["score"].tolist()[1] == 0.71


def test_killed_before_anything_was_saved_is_failed(run: Path) -> None:
    """Nobody alive, nothing saved, no end said: failed, and the sentence says what to do."""
    _Said(run)(1, Kind.STAGE_STARTED, stage=Stage.READ, planned_s=None)
    view = SessionFollower(run).refresh()
    assert view.state is SessionState.FAILED
    assert "start it again" in view.message
    assert view.stages[0].state is StageState.LEFT_OUT


def test_killed_after_a_save_is_cut_short_and_names_what_is_kept(run: Path) -> None:
    """What was saved before a kill is kept, with the instant since when it exists."""
    said = _Said(run)
    said(5, Kind.SAVED, what="benchmark", weights_sha256="aa")
    said(9, Kind.SAVED, what="checkpoint", weights_sha256="bb")
    view = SessionFollower(run).refresh()
    assert view.state is SessionState.CUT_SHORT
    assert view.saved_unix == STARTED + 5
    assert "checkpoint" in view.message


def test_failed_event_ends_with_its_sentence(run: Path) -> None:
    """A failure's own sentence is the message, and it has ended when it said so."""
    _Said(run)(2, Kind.FAILED, message="tweets.csv has one class only.", expected=True)
    view = SessionFollower(run).refresh()
    assert (view.state, view.message) == (SessionState.FAILED, "tweets.csv has one class only.")
    assert view.used_s(STARTED + 50) == 2


def test_held_out_score_is_preferred_to_validation(run: Path) -> None:
    """`score` answers with the held-out part once it exists; a score from elsewhere is there from the start."""
    said = _Said(run)
    follower = SessionFollower(run)
    said(5, Kind.SCORED, model="delivered", part="validation", scores={"macro_f1": {"value": 0.8}})
    found = follower.refresh().score("delivered")
    assert found is not None
    assert found.value == 0.8
    values = {"value": 0.7, "low": 0.6, "high": 0.8}
    said(6, Kind.SCORED, model="delivered", part="held-out", scores={"macro_f1": values}, weights_sha256="cc")
    found = follower.refresh().score("delivered")
    assert found is not None
    assert (found.value, found.low, found.weights_sha256) == (0.7, 0.6, "cc")
    outside = follower.refresh().score("outside")
    assert outside is not None
    assert outside.value == 0.7


def test_a_score_that_could_not_be_measured_is_no_score(run: Path) -> None:
    """It is not 0: nothing is shown of it, and the others stand."""
    scores = {"roc_auc": {"value": None}, "macro_f1": {"value": 0.0}}
    _Said(run)(5, Kind.SCORED, model="delivered", part="held-out", scores=scores)
    view = SessionFollower(run).refresh()
    assert view.score("delivered", "roc_auc") is None
    found = view.score("delivered", "macro_f1")
    assert found is not None
    assert found.value == 0.0


def test_stop_is_shown_until_the_session_has_ended(run: Path) -> None:
    """After stop and keep the view says it is stopping, and no longer once it has ended."""
    lock = take_lock(run / LOCK_FILE)
    assert lock is not None
    (run / STOP_FILE).touch()
    follower = SessionFollower(run)
    assert follower.refresh().is_stopping
    _Said(run)(20, Kind.FINISHED, outcome="stopped", message="Stopped.", verdict="Level.", used_s=20)
    view = follower.refresh()
    lock.release()
    assert (view.state, view.is_stopping, view.verdict) == (SessionState.STOPPED, False, "Level.")


def test_half_a_line_of_a_killed_worker_does_not_swallow_the_next(run: Path) -> None:
    """A worker that takes over after a kill starts on a line of its own."""
    _Said(run)(1, Kind.WARNING, message="first")
    with (run / "events.jsonl").open("a") as file:
        file.write('{"v": 1, "kind": "warn')
    _Said(run)(2, Kind.WARNING, message="second")
    assert SessionFollower(run).refresh().warnings == ("first", "second")


def test_folder_without_a_session_is_said_in_one_sentence(tmp_path: Path) -> None:
    """A folder that holds no session is refused with its path."""
    with pytest.raises(NotFound, match="no training session"):
        SessionFollower(tmp_path)
