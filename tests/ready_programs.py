"""Programs of ours that are there at once: a process that has imported what they import becomes each of them.

Python and the learning libraries take five seconds to start, a training on a small table takes two. What is split off
is a process of its own with number, folder, environment and streams, and what it starts of ours is split off from it.
How they really start is looked at wherever that, whose code runs, being killed, or the time of a box is the matter.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import resource
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path

from model.folder.answer_lines import AnswerLines
from tests.places import ROOT
from tests.splitting_off import Begins, SplittingPopen, keep_what_libraries_opened, run_module, split_off

IMPORTED = (
    *("sklearn.linear_model", "sklearn.feature_extraction.text", "cleanlab", "pyarrow.parquet"),
    *("model.session.run", "model.folder.predict", "model.folder.predictor", "model.session.suspect_desk"),
    *("planner.cli.main", "planner.error_log", "planner.sessions.foreground"),
)
SPLITS_WITHIN_S = 200.0  # the first one waits for all imports, on a machine that may be busy
ENDED = "ended "


class ReadyPrograms:
    """A process from which programs are split off; they run beside each other."""

    def __init__(self) -> None:
        program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from {__name__} import main; main()"
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self._process = subprocess.Popen([sys.executable, "-P", "-c", program], **pipes)  # type: ignore[call-overload]
        self._lines = AnswerLines(self._process)
        self._codes: dict[int, int] = {}

    def start(
        self, module: str, words: Sequence[str], *, folder: Path, environment: Mapping[str, str], most_bytes: int = -1
    ) -> ReadyProgram:
        """`python -P -m module words…` without an input; `most_bytes`: of each file that it writes."""
        place = tempfile.TemporaryDirectory(prefix="callit-")
        files = [Path(place.name) / name for name in ("out", "err")]
        asked = [module, list(words), str(folder), dict(environment), *map(str, files), most_bytes]
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asked).encode() + b"\n")
        self._process.stdin.flush()
        number = self._number()
        self._codes.pop(number, None)  # of one that had its number before
        return ReadyProgram(self, number, place)

    def _number(self) -> int:
        """Of the program that was asked for last; where none comes, the next one is asked of another process."""
        try:
            while (line := self._lines.next(timeout_s=SPLITS_WITHIN_S)).startswith(ENDED):
                self._note(line)
            return int(line)
        except (TimeoutError, ValueError):
            self._process.kill()
            ready_programs.cache_clear()
            raise

    def code_of(self, number: int, timeout_s: float) -> int:
        """How the process of this number ended, as soon as it has; raises `TimeoutError`."""
        ends_s = time.monotonic() + timeout_s
        while number not in self._codes:
            self._note(self._lines.next(timeout_s=max(0.001, ends_s - time.monotonic())))
        return self._codes[number]

    def _note(self, line: str) -> None:
        number, code = map(int, line.removeprefix(ENDED).split())
        self._codes[number] = code

    def end(self) -> None:
        """Nothing more is split off."""
        self._process.communicate()


class ReadyProgram:
    """One that was split off: as much of a `subprocess.Popen` as tests ask of it."""

    def __init__(self, programs: ReadyPrograms, number: int, place: tempfile.TemporaryDirectory[str]) -> None:
        self.pid, self.returncode = number, None
        self._programs, self._place = programs, place

    def send_signal(self, number: int) -> None:
        """As `kill` does."""
        os.kill(self.pid, number)

    def communicate(self, timeout: float) -> tuple[str, str]:
        """What it said, once it has ended; ended after `timeout` seconds, which is told as `subprocess` tells it."""
        out, err = self.bytes_said(timeout)
        return out.decode(), err.decode()

    def bytes_said(self, timeout: float) -> tuple[bytes, bytes]:
        """The same as it was written."""
        try:
            self.returncode = self._programs.code_of(self.pid, timeout)
        except TimeoutError as error:
            self.send_signal(signal.SIGKILL)
            self.returncode = self._programs.code_of(self.pid, SPLITS_WITHIN_S)
            raise subprocess.TimeoutExpired([str(self.pid)], timeout, *self._said()) from error
        return self._said()

    def _said(self) -> tuple[bytes, bytes]:
        out, err = ((Path(self._place.name) / name).read_bytes() for name in ("out", "err"))
        return out, err


@cache
def ready_programs() -> ReadyPrograms:
    """Those of this process, which end with it."""
    programs = ReadyPrograms()
    atexit.register(programs.end)
    return programs


def _import_all() -> None:
    from model.network.backend import load_backend
    from model.network.native_encoder import why_not
    from model.ngram.native_ngrams import why_not as why_not_counted

    load_backend()
    for name in IMPORTED:
        import_module(name)
    why_not()
    why_not_counted()


def _program(module: str, words: Sequence[str], most_bytes: int) -> None:
    if most_bytes >= 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    subprocess.Popen = SplittingPopen  # type: ignore[misc]
    run_module(module, words)


def _streams(out: str, err: str) -> list[int]:
    return [os.open(os.devnull, os.O_RDONLY), *(os.open(path, os.O_WRONLY | os.O_CREAT) for path in (out, err))]


def _split_off(asked: str) -> int:
    module, words, folder, environment, out, err, most_bytes = json.loads(asked)
    streams = _streams(out, err)
    number = split_off(lambda: _program(module, words, most_bytes), Begins(streams, environment, folder))
    for stream in streams:
        os.close(stream)
    return number


def _lines() -> Iterator[str]:
    """What is asked, line by line; nothing where a process has ended meanwhile."""
    woken, wakes = os.pipe()
    os.set_blocking(wakes, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wakes)
    read = b""
    while True:
        ready, _, _ = select.select([0, woken], [], [])
        if woken in ready:
            os.read(woken, 4096)
            yield ""
        if 0 in ready:
            if not (part := os.read(0, 65536)):
                return
            *lines, read = (read + part).split(b"\n")
            yield from (line.decode() for line in lines)


def _say_ended() -> None:
    with suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            print(f"{ENDED}{ended[0]} {os.waitstatus_to_exitcode(ended[1])}", flush=True)


def main() -> None:
    """A line for each program: what it is, where it runs, where its words go. Said: its number, and later its code."""
    _import_all()
    gc.collect()
    gc.freeze()
    keep_what_libraries_opened()
    for asked in _lines():
        if asked:
            print(_split_off(asked), flush=True)
        _say_ended()
    os._exit(0)  # libraries take their time to go
