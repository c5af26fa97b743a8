"""`python -m tests.lanes`: all tests in as little time as two cores need, and `… quick` what a hand wants meanwhile.

Types and the journeys in a browser, which mostly wait, run beside the tests that are spread over the cores, each in a
process of its own; what they say comes whole, after the spread tests have ended. What is marked to be alone has the
machine to itself at the end.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

SPREAD = ("-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder")  # long files first, as they are collected
PYTEST = (sys.executable, "-m", "pytest")
FEWER = ("--hypothesis-profile", "quick")
TYPES = (str(Path(sys.executable).with_name("mypy")),)
ALONE_IN = "tests/integration"  # all that is collected there takes a tenth of the time of all that is collected
INTERRUPTED = 2  # as pytest says it
PATIENCE_S = 10.0


class Beside:
    """A command that runs while others do; its words are kept until it is asked for them."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name = name
        self._said = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self._said, stderr=subprocess.STDOUT)

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


def in_lanes(front: Sequence[str], beside: dict[str, Sequence[str]], alone: Sequence[str] = ()) -> int:
    """Run `front` where it is seen, the others beside it, then `alone`; 0 only where all of them ended well.

    Ctrl-C reaches all of them, and nothing more is started; nor does anything go on without this process.
    """
    running = [Beside(name, command) for name, command in beside.items()]
    try:
        codes = [_seen(front)]
        if codes[0] != INTERRUPTED:
            codes += [each.end() for each in running]
        if alone and INTERRUPTED not in codes:
            codes.append(_seen(alone))
    finally:
        for each in running:
            each.stop()
    return next((code for code in codes if code), 0)


def _seen(command: Sequence[str]) -> int:
    """Run a command in front, give it time to say how far it came where it is interrupted; its exit status."""
    process = subprocess.Popen(command)
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
    is_quick, options = "quick" in words, [word for word in words if word != "quick"] or SPREAD
    if is_quick:
        front = (*PYTEST, *options, *FEWER, "-m", "not alone and not slow", "tests/app", "tests/unit")
        return in_lanes(front, {"Types": TYPES})
    front = (*PYTEST, *options, "-m", "not alone and not browser")
    beside = {"Types": TYPES, "In a browser": (*PYTEST, "-m", "browser and not alone", "tests/browser")}
    return in_lanes(front, beside, (*PYTEST, "-m", "alone", ALONE_IN))


def _interrupted(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _interrupted)
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
