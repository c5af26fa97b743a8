"""The worker as an operating-system process: started with the session's locks, killed with all its children."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from model.protocol.config import SessionConfig
from model.protocol.run_folder import WORKER_LOG
from model.protocol.timebox import Clock, handed_on

WorkerCommand = Callable[[Path], list[str]]


def real_worker(run_folder: Path) -> list[str]:
    """The command of the real worker; -P keeps a person's own `model.py` in the working folder out of its way."""
    return [sys.executable, "-P", "-m", "model", str(run_folder)]


def link_to_cluster(run_folder: Path) -> list[str]:
    """The command that stands in for a worker which runs on a cluster: it says here what that one says there."""
    return [sys.executable, "-P", "-m", "planner.cluster", str(run_folder)]


def chosen_worker(run_folder: Path) -> list[str]:
    """The command that works for the session in a run folder: here, or elsewhere where its order says so."""
    is_here = SessionConfig.load(run_folder).elsewhere is None
    return (real_worker if is_here else link_to_cluster)(run_folder)


class WorkerProcess:
    """One worker in a process group of its own: Ctrl-C in the terminal does not reach it, a kill reaches all of it.

    Its output goes to a file, so it lives on when the supervisor is gone; the handed-down locks live with it.
    """

    def __init__(self, run_folder: Path, command: WorkerCommand, descriptors: Sequence[int], clock: Clock) -> None:
        with (run_folder / WORKER_LOG).open("ab") as log:
            self._process = subprocess.Popen(
                command(run_folder),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=tuple(descriptors),
                env={**os.environ, **handed_on(clock)},  # the wall clock may be set before a second one begins
            )

    @property
    def pid(self) -> int:
        """Its process id, which is also that of its process group."""
        return self._process.pid

    def exit_code(self) -> int | None:
        """None while it lives; negative is the signal that killed it."""
        return self._process.poll()

    def kill(self) -> None:
        """End it and its children at once; harmless when they are gone."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
