"""A supervisor and its worker as real processes: ends, deaths, the deadline, and what is left afterwards."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil

from model.protocol.config import LOCK_FILE
from model.protocol.locks import is_held
from model.protocol.timebox import Clock
from planner.domain.training import SessionState
from planner.sessions import SessionFollower, SessionView, stop_now
from planner.sessions.memory import MemoryWatch
from planner.sessions.supervisor import Supervisor
from tests.integration.session_fakes import fake_worker, new_run, until


def _supervise(run: Path, descriptor: int, script: str) -> SessionView:
    return Supervisor(run, (descriptor,), command=fake_worker(script)).run()


def test_a_worker_that_finishes_ends_the_session(tmp_path: Path) -> None:
    """Its own words are the end: state, message and verdict."""
    run, lock = new_run(tmp_path / "run")
    view = _supervise(run, lock.descriptor, "save('delivered'); finish()")
    lock.release()
    assert (view.state, view.message, view.verdict) == (SessionState.FINISHED, "Done.", "Level.")
    assert not is_held(run / LOCK_FILE)


def test_a_killed_worker_is_started_again_once_and_that_is_said(tmp_path: Path) -> None:
    """kill -9 early in the box: a second worker takes over and the session still finishes."""
    run, lock = new_run(tmp_path / "run")
    script = """
if (run / "second").exists():
    finish()
else:
    save(); (run / "second").touch(); os.kill(os.getpid(), signal.SIGKILL)
"""
    view = _supervise(run, lock.descriptor, script)
    lock.release()
    assert view.state is SessionState.FINISHED
    assert len(view.warnings) == 1
    assert "SIGKILL" in view.warnings[0]


def test_killed_twice_the_saved_model_is_kept_and_nothing_is_tried_again(tmp_path: Path) -> None:
    """Two deaths end the session: cut short, with what was saved."""
    run, lock = new_run(tmp_path / "run")
    script = "save(); (run / 'starts').open('a').write('x'); os.kill(os.getpid(), signal.SIGKILL)"
    view = _supervise(run, lock.descriptor, script)
    lock.release()
    assert view.state is SessionState.CUT_SHORT
    assert (run / "starts").read_text() == "xx"
    assert "kept" in view.message


def test_killed_late_there_is_no_second_start(tmp_path: Path) -> None:
    """With ten seconds left a second worker could not do anything useful."""
    run, lock = new_run(tmp_path / "run", timebox_s=60, used_s=50)
    script = "(run / 'starts').open('a').write('x'); os.kill(os.getpid(), signal.SIGKILL)"
    view = _supervise(run, lock.descriptor, script)
    lock.release()
    assert (run / "starts").read_text() == "x"
    assert view.state is SessionState.FAILED
    assert "Nothing had been saved" in view.message


def test_a_worker_that_said_why_it_failed_is_not_started_again(tmp_path: Path) -> None:
    """Bad input does not get better by a second try; its sentence is the session's."""
    run, lock = new_run(tmp_path / "run")
    script = """
(run / 'starts').open('a').write('x')
events.emit(SessionFailed("tweets.csv has one class only.", expected=True)); sys.exit(1)
"""
    view = _supervise(run, lock.descriptor, script)
    lock.release()
    assert (view.state, view.message) == (SessionState.FAILED, "tweets.csv has one class only.")
    assert (run / "starts").read_text() == "x"


def test_the_deadline_is_kept_from_outside_with_all_its_children(tmp_path: Path) -> None:
    """A worker that hangs with signals ignored, and the child it waits for, are gone before the deadline."""
    run, lock = new_run(tmp_path / "run", timebox_s=30, used_s=27)
    script = """
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
save(); (run / "child").write_text(str(child.pid)); child.wait()
"""
    view = _supervise(run, lock.descriptor, script)
    lock.release()
    assert view.state is SessionState.CUT_SHORT
    assert "timebox is over" in view.message
    assert view.ended_unix is not None
    assert view.ended_unix < view.deadline_unix
    child = int((run / "child").read_text())
    until(lambda: not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE)


def test_a_machine_that_slept_past_the_deadline_keeps_what_was_saved_and_says_so(tmp_path: Path) -> None:
    """The laptop is closed after the first save and opened two hours later: the worker ends, and its model stays."""
    run, lock = new_run(tmp_path / "run", timebox_s=600)
    began, awake = time.time(), time.monotonic

    def counting_sleep() -> float:
        return awake() + (7200 if (run / "manifest.json").exists() else 0)

    clock = Clock(began, ticks=counting_sleep, awake=awake)
    command = fake_worker("save(); wait_for('never')")
    view = Supervisor(run, (lock.descriptor,), command=command, clock=clock).run()
    lock.release()
    assert view.state is SessionState.CUT_SHORT
    assert "the machine slept for 120 min" in view.message
    assert "kept" in view.message


def test_stop_now_ends_at_once_and_keeps_what_is_saved(tmp_path: Path) -> None:
    """The second Ctrl-C: no decay, no final check, the saved model stays."""
    run, lock = new_run(tmp_path / "run")
    supervisor = Supervisor(
        run,
        (lock.descriptor,),
        command=fake_worker("save(); wait_for('never')"),
        on_view=lambda view: stop_now(run) if view.saved_unix else None,
    )
    view = supervisor.run()
    lock.release()
    assert view.state is SessionState.STOPPED
    assert (run / "manifest.json").exists()


SUPERVISOR = """
import sys
from pathlib import Path
from planner.sessions.memory import MemoryWatch
from planner.sessions.supervisor import Supervisor
from tests.integration.session_fakes import fake_worker
Supervisor(Path(sys.argv[1]), (int(sys.argv[2]),), command=fake_worker(sys.argv[3])).run()
"""


def test_the_worker_goes_on_when_its_supervisor_is_killed(tmp_path: Path) -> None:
    """kill -9 on the supervisor: the session stays alive through its worker and finishes by itself."""
    run, lock = new_run(tmp_path / "run")
    worker = "save(); (run / 'pid').write_text(str(os.getpid())); wait_for('go'); finish()"
    supervisor = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, str(run), str(lock.descriptor), worker], pass_fds=(lock.descriptor,)
    )
    lock.release()
    try:
        until((run / "pid").exists)
        supervisor.send_signal(signal.SIGKILL)
        supervisor.wait()
        assert is_held(run / LOCK_FILE)
        assert SessionFollower(run).refresh().is_running
        (run / "go").touch()
        until(lambda: not is_held(run / LOCK_FILE))
        assert SessionFollower(run).refresh().state is SessionState.FINISHED
    finally:
        (run / "go").touch()
        with suppress(ProcessLookupError):
            os.kill(supervisor.pid, signal.SIGKILL)


HOG = """
if int((run / "batch-size").read_text() if (run / "batch-size").exists() else 64) > 16:
    save(); hog = b"x" * 400_000_000; wait_for("never")
else:
    finish()
"""


def test_a_worker_that_takes_too_much_memory_is_followed_by_one_with_half_the_batch(tmp_path: Path) -> None:
    """Twice halved, as each larger one took too much; what happened is said, and the session still finishes."""
    run, lock = new_run(tmp_path / "run")
    watch = MemoryWatch(limit_bytes=200_000_000)
    view = Supervisor(run, (lock.descriptor,), command=fake_worker(HOG), memory=watch).run()
    lock.release()
    assert view.state is SessionState.FINISHED
    assert [("half the batch, 32" in said, "half the batch, 16" in said) for said in view.warnings] == [
        (True, False),
        (False, True),
    ]


def test_where_no_batch_is_small_enough_the_saved_model_is_kept(tmp_path: Path) -> None:
    """It ends as cut short with the reason, after halving down to the least batch, and not for ever."""
    run, lock = new_run(tmp_path / "run")
    script = "save(); hog = b'x' * 400_000_000; wait_for('never')"
    watch = MemoryWatch(limit_bytes=200_000_000)
    view = Supervisor(run, (lock.descriptor,), command=fake_worker(script), memory=watch).run()
    lock.release()
    assert view.state is SessionState.CUT_SHORT
    assert "more memory than the session may (0.2 GB)" in view.message
    assert len(view.warnings) == 3


def test_a_kill_by_the_system_near_the_limit_counts_as_memory(tmp_path: Path) -> None:
    """Linux says nothing when it kills for memory: SIGKILL with a peak near the limit is taken for it."""
    run, lock = new_run(tmp_path / "run")
    script = """
if (run / "batch-size").exists():
    finish()
else:
    hog = b"x" * 400_000_000; (run / "hogged").touch(); wait_for("killed"); os.kill(os.getpid(), signal.SIGKILL)
"""

    def let_it_die(view: SessionView) -> None:
        if watch.peak_bytes > 380_000_000:
            (run / "killed").touch()

    watch = MemoryWatch(limit_bytes=450_000_000)
    view = Supervisor(run, (lock.descriptor,), command=fake_worker(script), memory=watch, on_view=let_it_die).run()
    lock.release()
    assert view.state is SessionState.FINISHED
    assert "half the batch, 32" in view.warnings[0]
