"""A machine that also does other work: a process that keeps one processor busy while something is tried."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.lanes import BUSY_PROCESS

_SPIN = """
import os, sys, threading, time
import psutil
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0))).start()  # its parent is gone
for number in map(int, sys.argv[1:]):
    while psutil.pid_exists(number) and psutil.Process(number).status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.02)
while True:
    pass
"""


@contextmanager
def one_busy_core() -> Iterator[None]:
    """Keep one processor busy; the process ends with the block, and with whoever started it.

    Where other tests keep one busy (`tests/lanes.py`), theirs is it, and this process goes on when they end.
    """
    busy = filter(None, [os.environ.get(BUSY_PROCESS)])
    spinning = subprocess.Popen([sys.executable, "-c", _SPIN, *busy], stdin=subprocess.PIPE)
    try:
        yield
    finally:
        spinning.kill()
        spinning.communicate()
