"""`python -m tests.lanes`: all tests in as little time as two cores need, and `… quick` what a hand wants meanwhile.

The journeys in a browser and the tests of processes that a person starts, which mostly wait, run beside the tests that
are spread over the cores, each in a process of its own; what they say comes whole, after the spread tests have ended.
What is marked to be alone comes at the end. It keeps its box beside one core that is busy: with types and tests of one
core, and with nothing once those are through.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

SPREAD = ("-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder")  # long files first, as they are collected
PYTEST = (sys.executable, "-m", "pytest")
FEWER = ("--hypothesis-profile", "quick")
TYPES = (str(Path(sys.executable).with_name("mypy")),)
WAITING = tuple(
    f"tests/integration/test_{subject}.py"
    for subject in ("readme", "installed_wheel", "example_notebook", "notebook", "keras_box", "cli_run", "own_network")
)
BUSY = "keeps a core busy"
# As long as what is alone.
BUSY_WITH = tuple(f"tests/unit/{room}" for room in ("planner", "data", "benchmarks", "callit"))
BUSY_PROCESS = "CALLIT_BUSY_PROCESS"  # tells what is alone who keeps a core busy
ALONE_IN = ("tests/integration", "tests/cluster")  # what is collected there takes a tenth of the time of all
INTERRUPTED = 2  # as pytest says it
PATIENCE_S = 10.0


class Beside:
    """A command that runs while others do; its words are kept until it is asked for them."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name = name
        self._said = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self._said, stderr=subprocess.STDOUT)
        self.number = self._process.pid

    def end(self) -> int:
        """Wait for it, and print what it said; its exit status."""
        code = self._process.wait()
        print(f"\n{self.name}:", flush=True)
        self._said.seek(0)
        shutil.copyfileobj(self._said, sys.stdout)
        sys.stdout.flush()
        return code

    def stop(self) -> None:
        """End it, where it does not end by itself, as it does after Ctrl-C."""
        _ended(self._process, within_s=PATIENCE_S)
        self._said.close()


def in_lanes(
    front: Sequence[str], beside: dict[str, Sequence[str]], alone: Sequence[str] = (), busy: Sequence[str] = ()
) -> int:
    """Run `front` where it is seen, the others beside it, then `alone` beside `busy`; 0 only where all ended well.

    Ctrl-C reaches all of them, and nothing more is started; nor does anything go on without this process.
    """
    codes = _beside(front, [Beside(name, command) for name, command in beside.items()])
    if alone and INTERRUPTED not in codes:
        meanwhile = [Beside("Meanwhile", busy)] if busy else []
        codes += _beside(alone, meanwhile, {BUSY_PROCESS: str(meanwhile[0].number)} if busy else {})
    return next((code for code in codes if code), 0)


def _beside(front: Sequence[str], running: Sequence[Beside], told: Mapping[str, str] | None = None) -> list[int]:
    """The exit statuses of what runs in front, which is told these variables, and of what runs beside it already."""
    try:
        codes = [_seen(front, told)]
        return codes if INTERRUPTED in codes else codes + [each.end() for each in running]
    finally:
        for each in running:
            each.stop()


def _seen(command: Sequence[str], told: Mapping[str, str] | None = None) -> int:
    """Run a command in front, give it time to say how far it came where it is interrupted; its exit status."""
    process = subprocess.Popen(command, env={**os.environ, **(told or {})})
    try:
        return process.wait()
    finally:
        _ended(process, within_s=PATIENCE_S)


def _ended(process: subprocess.Popen[bytes], *, within_s: float) -> None:
    try:
        process.wait(within_s)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGINT)
        process.wait()


def main(words: Sequence[str]) -> int:
    """Run all tests, or those of `quick`; further words are options of the spread tests, in place of `SPREAD`."""
    if list(words) == [BUSY]:
        return next((code for code in (_seen(TYPES), _seen((*PYTEST, *BUSY_WITH))) if code), 0)
    is_quick, options = "quick" in words, [word for word in words if word != "quick"] or SPREAD
    if is_quick:
        front = (*PYTEST, *options, *FEWER, "-m", "not alone and not slow", "tests/app", "tests/unit")
        return in_lanes(front, {"Types": TYPES})
    elsewhere = (f"--ignore={place}" for place in (*BUSY_WITH, *WAITING))
    front = (*PYTEST, *options, "-m", "not alone and not browser", *elsewhere)
    beside = {
        "In a browser": (*PYTEST, "-m", "browser and not alone", "tests/browser"),
        "As a person starts them": (*PYTEST, "-m", "not alone", *WAITING),
    }
    return in_lanes(front, beside, (*PYTEST, "-m", "alone", *ALONE_IN), (sys.executable, "-m", "tests.lanes", BUSY))


def _interrupted(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _interrupted)
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
