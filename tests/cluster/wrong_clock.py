"""An agent on a node whose clock is wrong, with its worker: real ones, but for the clock that they look at."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from planner.cluster import tether
from planner.cluster.agent import Agent

WRONG_BY_S = -420.0
_WORKER = f"""
import runpy, sys, time
real = time.time
time.time = lambda: real() + {WRONG_BY_S}
sys.argv = ["model", sys.argv[1]]
runpy.run_module("model", run_name="__main__", alter_sys=True)
"""


def wrong_time() -> float:
    """What the node's clock shows."""
    return time.time() + WRONG_BY_S


def worker(run_folder: Path) -> list[str]:
    """The real worker, on a machine seven minutes late."""
    command = [sys.executable, "-P", "-c", _WORKER, str(run_folder)]
    return [sys.executable, "-P", "-S", str(Path(tether.__file__)), str(os.getpid()), *command]


class WrongClock(Agent):
    """An agent that is seven minutes late."""

    command = staticmethod(worker)

    def __init__(self, name: str, node: str = "") -> None:
        super().__init__(name, node, wall=wrong_time)
