"""`python -P -m planner.cluster RUN_FOLDER`: the link of a session that runs on a cluster, in place of its worker."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

import psutil

from model.protocol.config import SessionConfig
from model.protocol.events import EventWriter, SessionFailed, SessionFinished
from model.protocol.last_words import STOPPED_AS_ASKED, words_with_model, words_without_model
from model.protocol.result import Outcome
from model.protocol.run_folder import WORKER_LOG, has_model, wants_to_end
from model.protocol.timebox import Timebox, over_words, session_clock
from model.protocol.watchdog import Watchdog
from planner.cluster.line import Line
from planner.cluster.link import FAILED, Link
from planner.home import home
from planner.sessions.machine import measured_figures
from planner.sessions.worker_process import real_worker


def main(run_folder: Path, *, agent_class: str = "") -> int:
    """Follow the session to its end; ends by itself at the deadline, as a worker does."""
    config = SessionConfig.load(run_folder)
    box = Timebox(session_clock(config.started_unix), config.order.timebox_s)
    rim = Line(run_folder, agent_class=agent_class, log=run_folder / WORKER_LOG)
    left_s = lambda: -1.0 if wants_to_end(run_folder) else box.left_s()  # noqa: E731
    watchdog = Watchdog(left_s, lambda: _last_words(run_folder, box))
    watchdog.start()
    figures = measured_figures(home())
    proof_s = None if figures is None else figures.reload_s
    try:
        return Link(run_folder, rim, box=box, go_on_here=lambda: _become_worker(run_folder), proof_s=proof_s).run()
    except Exception:
        traceback.print_exc()  # into worker.log; the supervisor starts it once more
        return FAILED
    finally:
        watchdog.call_off()
        rim.close()


def _become_worker(run_folder: Path) -> int:
    """Be the worker of this machine from here on: the same process, with the same locks."""
    sys.stdout.flush()
    sys.stderr.flush()
    command = real_worker(run_folder)
    os.execv(command[0], command)


def _last_words(run_folder: Path, box: Timebox) -> None:
    """Said at the deadline: what came last is what is kept. The session there has ended by its own clock."""
    events, stopped = EventWriter(run_folder, now=box.clock.unix), wants_to_end(run_folder)
    why = STOPPED_AS_ASKED if stopped else over_words(box.clock)
    if has_model(run_folder):
        outcome = Outcome.STOPPED if stopped else Outcome.OUT_OF_TIME
        events.emit(SessionFinished(outcome, words_with_model(why), used_s=round(box.elapsed_s(), 1)))
    else:
        events.emit(SessionFailed(words_without_model(why, is_stopped=stopped)))
    for child in psutil.Process().children():
        if "line_process" not in " ".join(child.cmdline()):  # it tells the agent to stop, and ends then
            child.kill()


if __name__ == "__main__":
    code = main(Path(sys.argv[1]).absolute())
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
