"""Operating-system locks on files: alive is who holds one, and the kernel drops it at `kill -9`.

A lock taken here may be handed down to child processes by file descriptor (`subprocess` with `pass_fds`): it is
held until the last process that has it ends.
"""

from __future__ import annotations

import fcntl
import os
import time
from dataclasses import dataclass
from pathlib import Path

TRIES = 5
PAUSE_BETWEEN_TRIES_S = 0.02


@dataclass(frozen=True, slots=True)
class HeldLock:
    """A lock that this process holds through an open file descriptor."""

    path: Path
    descriptor: int

    def write(self, text: str) -> None:
        """Say in the lock's file who holds it, for the sentence that refuses the next one."""
        os.ftruncate(self.descriptor, 0)
        os.pwrite(self.descriptor, text.encode(), 0)

    def release(self) -> None:
        """Let go; processes that inherited the descriptor go on holding the lock."""
        os.close(self.descriptor)


def take_lock(path: Path) -> HeldLock | None:
    """The lock on `path` (the file is made if need be), or None while another process holds it.

    Tries a few times within a tenth of a second, since `is_held` takes the lock for an instant.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    for _ in range(TRIES):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(PAUSE_BETWEEN_TRIES_S)
        else:
            return HeldLock(path, descriptor)
    os.close(descriptor)
    return None


def is_held(path: Path) -> bool:
    """Whether a live process holds the lock on `path`; a missing file is held by nobody."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(descriptor)
