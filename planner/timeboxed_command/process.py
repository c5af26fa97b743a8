"""The command as an operating-system process: a group of its own, whose output goes straight through."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress

import psutil

from planner.domain.errors import CommandRefused
from planner.own_packages import others_environment


class CommandProcess:
    """A started command with all its children.

    It is in a session of its own, so Ctrl-C in the terminal reaches Call It only, which passes it on.

    Raises
    ------
    CommandRefused
        When there is no such command, or it cannot be run.
    """

    def __init__(self, words: Sequence[str]) -> None:
        try:
            self._process = subprocess.Popen(list(words), env=others_environment(), start_new_session=True)
        except FileNotFoundError:
            raise CommandRefused(
                f"There is no command '{words[0]}' here. Check its spelling, or give its path."
            ) from None
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else str(error)
            raise CommandRefused(f"'{words[0]}' cannot be run: {why}. Nothing was started or logged.") from None

    def wait(self, seconds: float) -> int | None:
        """Its exit code, waited for so long; None while it runs. Negative is the signal that ended it."""
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(seconds)
        return None

    def send(self, number: signal.Signals) -> None:
        """Send a signal to it and all its children; harmless when they are gone."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)

    def has_children(self) -> bool:
        """Whether any process of its group still lives."""
        return any(self._is_of_group(process) for process in psutil.process_iter())

    def _is_of_group(self, process: psutil.Process) -> bool:
        try:
            return os.getpgid(process.pid) == self._process.pid and process.status() != psutil.STATUS_ZOMBIE
        except (OSError, psutil.Error):
            return False
