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
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path

from tests.places import ROOT
from tests.splitting_off import Begins, SplittingPopen, keep_what_libraries_opened, run_module, split_off

IMPORTED = (
    *("sklearn.linear_model", "sklearn.feature_extraction.text", "cleanlab", "pyarrow.parquet"),
    *("model.session.run", "model.folder.predict", "model.folder.predictor", "model.session.suspect_desk"),
    *("planner.cli.main", "planner.error_log", "planner.sessions.foreground"),
)
SPLITS_WITHIN_S = 60.0


class ReadyPrograms:
    """A process from which programs are split off, one at a time."""

    def __init__(self) -> None:
        program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from {__name__} import main; main()"
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self._process = subprocess.Popen([sys.executable, "-P", "-c", program], text=True, **pipes)  # type: ignore[call-overload]

    def run(
        self, module: str, words: Sequence[str], *, folder: Path, environment: Mapping[str, str], timeout_s: float
    ) -> subprocess.CompletedProcess[bytes]:
        """As `subprocess.run` on `python -P -m module words…`, without an input and with what was said kept."""
        with tempfile.TemporaryDirectory(prefix="callit-") as place:
            out, err = Path(place) / "out", Path(place) / "err"
            asked = [module, list(words), str(folder), dict(environment), str(out), str(err)]
            print(json.dumps(asked), file=self._process.stdin, flush=True)
            code = self._code(int(self._told(SPLITS_WITHIN_S)), timeout_s)
            if code is None:
                raise subprocess.TimeoutExpired([module, *words], timeout_s, out.read_bytes(), err.read_bytes())
            return subprocess.CompletedProcess([module, *words], code, out.read_bytes(), err.read_bytes())

    def _code(self, number: int, timeout_s: float) -> int | None:
        """How the process ended; None where it had to be ended."""
        try:
            return int(self._told(timeout_s))
        except TimeoutError:
            os.kill(number, signal.SIGKILL)
            self._told(SPLITS_WITHIN_S)
            return None

    def _told(self, timeout_s: float) -> str:
        if not select.select([self._process.stdout], [], [], timeout_s)[0]:
            raise TimeoutError
        return str(self._process.stdout.readline())

    def end(self) -> None:
        """Nothing more is split off."""
        self._process.communicate()


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


def _program(module: str, words: Sequence[str]) -> None:
    subprocess.Popen = SplittingPopen  # type: ignore[misc]
    run_module(module, words)


def _streams(out: str, err: str) -> list[int]:
    return [os.open(os.devnull, os.O_RDONLY), *(os.open(path, os.O_WRONLY | os.O_CREAT) for path in (out, err))]


def main() -> None:
    """A line for each program: what it is, where it runs, where its words go; answered by its number, then its code."""
    _import_all()
    gc.collect()
    gc.freeze()
    keep_what_libraries_opened()
    for line in sys.stdin:
        module, words, folder, environment, *files = json.loads(line)
        streams = _streams(*files)
        number = split_off(lambda: _program(module, words), Begins(streams, environment, folder))  # noqa: B023
        for stream in streams:
            os.close(stream)
        print(number, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]), flush=True)
