"""`python -P -S tether.py PARENT COMMAND...`: runs a command that dies with the process PARENT, with all it started.

A worker on a node outlives whoever started it, as it does on a laptop. On a node nobody would ever see it again: so
this small process stands above it, in the worker's own process group, and kills the group as soon as PARENT is gone: at
once where the system says so (Linux), within a second elsewhere. It ends as the command ended. Standard library alone.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from types import FrameType

LOOK_EVERY_S = 0.5
_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


def main(words: list[str]) -> None:
    """Run the command to its end, or to that of the parent."""
    parent, command = int(words[0]), words[1:]
    signal.signal(signal.SIGUSR1, _end_all)
    _ask_for_word_of_its_end()
    if os.getppid() != parent:
        _end_all(0, None)
    process = subprocess.Popen(command, close_fds=False)  # locks are handed down
    while process.poll() is None:
        if os.getppid() != parent:
            _end_all(0, None)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(LOOK_EVERY_S)
    _end_as(process.returncode)


def _ask_for_word_of_its_end() -> None:
    with contextlib.suppress(OSError, AttributeError):  # not Linux
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGUSR1)


def _end_all(_number: int, _frame: FrameType | None) -> None:
    os.killpg(os.getpgid(0), signal.SIGKILL)
    time.sleep(60)  # killed meanwhile


def _end_as(code: int) -> None:
    if code < 0:
        signal.signal(-code, signal.SIG_DFL) if -code not in (signal.SIGKILL, signal.SIGSTOP) else None
        os.kill(os.getpid(), -code)
    os._exit(code)


if __name__ == "__main__":
    main(sys.argv[1:])
