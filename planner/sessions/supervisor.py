"""Supervises one worker: follows what it says, keeps the deadline from outside, starts it again once if it dies."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from model.protocol.config import SessionConfig
from model.protocol.events import EventBody, EventWriter, SessionFailed, SessionFinished, WarningSaid
from model.protocol.last_words import STOPPED_AS_ASKED, words_with_model, words_without_model
from model.protocol.result import Outcome
from model.protocol.run_folder import batch_size_of, has_model, set_batch_size, wants_to_end, wants_to_keep
from model.protocol.timebox import Clock, Timebox, over_words
from model.protocol.watchdog import OUT_OF_TIME_CODE
from planner.domain.wording.numbers import memory_words
from planner.sessions.follower import SessionFollower
from planner.sessions.memory import MemoryWatch, default_limit_bytes
from planner.sessions.view import SessionView
from planner.sessions.worker_process import WorkerCommand, WorkerProcess, chosen_worker

LOOK_EVERY_S = 0.1
LEAST_RESTART_S = 20.0  # a worker needs its imports, a little training and the final check
LEAST_RESTART_SHARE = 0.2
LEAST_BATCH_SIZE = 8
LOOKS_PER_WEIGHING = 4

OnView = Callable[[SessionView], None]


def no_view(view: SessionView) -> None:
    """Draw nothing."""


class Supervisor:
    """Takes one session from its first worker to its end.

    Parameters
    ----------
    descriptors
        The session's locks, handed down to the worker so that they outlive this process.
    on_view
        Called a few times a second with the session as it stands.
    """

    def __init__(
        self,
        run_folder: Path,
        descriptors: tuple[int, ...],
        *,
        on_view: OnView = no_view,
        command: WorkerCommand = chosen_worker,
        clock: Clock | None = None,
        sleep: Callable[[float], None] = time.sleep,
        memory: MemoryWatch | None = None,
    ) -> None:
        config = SessionConfig.load(run_folder)
        self._run_folder = run_folder
        self._descriptors = descriptors
        self._box = Timebox(clock or Clock(config.started_unix), config.order.timebox_s, config.kept_s)
        self._follower = SessionFollower(run_folder)
        self._on_view = on_view
        self._command = command
        self._sleep = sleep
        self._restarts_left = 1
        self._memory = memory or MemoryWatch(config.memory_limit_bytes or default_limit_bytes())
        self._is_out_of_memory = False
        self._looks = 0

    def run(self) -> SessionView:
        """Run the session to its end; afterwards no process of it is left and its end has been said."""
        worker = self._start_worker()
        while (code := worker.exit_code()) is None or self._begins_again(code):
            if code is not None:
                worker.kill()  # the children it left, if any
                worker = self._start_worker()
            self._look_after(worker)
        worker.kill()
        view = self._follower.refresh()
        if view.is_running:
            self._say_end(worker.exit_code() or 0)
            view = self._follower.refresh()
        self._on_view(view)
        return view

    def _start_worker(self) -> WorkerProcess:
        self._memory.begin()
        self._is_out_of_memory = False
        return WorkerProcess(self._run_folder, self._command, self._descriptors, self._box.clock)

    def _look_after(self, worker: WorkerProcess) -> None:
        self._on_view(self._follower.refresh())
        if self._box.elapsed_s() >= self._box.kill_s or wants_to_end(self._run_folder):
            worker.kill()
        elif self._is_time_to_weigh() and self._memory.is_over(worker.pid):
            worker.kill()
            self._is_out_of_memory = True
        else:
            self._sleep(LOOK_EVERY_S)

    def _is_time_to_weigh(self) -> bool:
        """Weighing takes a hundredth of a second a process: not at every look."""
        self._looks += 1
        return self._looks % LOOKS_PER_WEIGHING == 0

    def _begins_again(self, code: int) -> bool:
        """Whether a dead worker gets a second one: it died early enough, unasked, and without saying why."""
        asked = wants_to_keep(self._run_folder) or code == OUT_OF_TIME_CODE
        if asked or not self._follower.refresh().is_running or not self._has_time():
            return False
        self._is_out_of_memory |= self._memory.was_the_cause(code)
        return self._with_half_the_batch() if self._is_out_of_memory else self._once_more(code)

    def _once_more(self, code: int) -> bool:
        if not self._restarts_left:
            return False
        self._restarts_left -= 1
        self._say(WarningSaid(f"{_how_it_died(code)} It was started again inside the same box."))
        return True

    def _with_half_the_batch(self) -> bool:
        """Smaller steps take less memory; below the least batch they would hardly take less any more."""
        half = batch_size_of(self._run_folder) // 2
        if half < LEAST_BATCH_SIZE:
            return False
        with suppress(OSError):  # a full disk: the next worker tries the same batch again
            set_batch_size(self._run_folder, half)
        message = f"{self._out_of_memory()} It was started again with half the batch, {half} rows, inside the same box."
        self._say(WarningSaid(message))
        return True

    def _out_of_memory(self) -> str:
        limit = memory_words(self._memory.limit_bytes)
        return f"The worker took more memory than the session may ({limit}) and was ended."

    def _has_time(self) -> bool:
        return self._box.left_s() >= max(LEAST_RESTART_S, LEAST_RESTART_SHARE * self._box.timebox_s)

    def _say_end(self, code: int) -> None:
        """The last word for a worker that could not say it."""
        if not has_model(self._run_folder):
            is_asked = wants_to_end(self._run_folder)
            self._say(SessionFailed(words_without_model(self._why(code), is_stopped=is_asked), is_asked))
            return
        outcome = Outcome.STOPPED if wants_to_keep(self._run_folder) else self._outcome(code)
        message = words_with_model(self._why(code))
        self._say(SessionFinished(outcome, message, used_s=self._box.elapsed_s()))

    def _outcome(self, code: int) -> Outcome:
        return Outcome.OUT_OF_TIME if self._ran_out(code) else Outcome.CUT_SHORT

    def _ran_out(self, code: int) -> bool:
        return code == OUT_OF_TIME_CODE or self._box.elapsed_s() >= self._box.work_end_s

    def _why(self, code: int) -> str:
        if wants_to_keep(self._run_folder):
            return STOPPED_AS_ASKED
        if self._is_out_of_memory:
            return self._out_of_memory()
        return over_words(self._box.clock) if self._ran_out(code) else _how_it_died(code)

    def _say(self, body: EventBody) -> None:
        try:
            EventWriter(self._run_folder, now=self._box.clock.unix).emit(body)
        except OSError:  # a full disk: the follower tells the end from the locks alone
            return


def _how_it_died(code: int) -> str:
    if code < 0:
        return f"The worker was killed ({signal.Signals(-code).name})."
    return f"The worker ended unexpectedly (exit code {code}; see worker.log)."
