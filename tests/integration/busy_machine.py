"""A machine that also does other work: a process that keeps one processor busy while something is tried."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_SPIN = """
import os, sys, threading
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0))).start()  # its parent is gone
while True:
    pass
"""


@contextmanager
def one_busy_core() -> Iterator[None]:
    """Keep one processor busy; the process ends with the block, and with whoever started it."""
    spinning = subprocess.Popen([sys.executable, "-c", _SPIN], stdin=subprocess.PIPE)
    try:
        yield
    finally:
        spinning.kill()
        spinning.communicate()
