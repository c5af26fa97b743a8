"""The proof that a saved model is one: a fresh process loads it and labels the same texts.

`python -P -m model.folder.reload` is that process. It loads the libraries that a model needs (TensorFlow among them
only where the LSTM cannot be compiled), then reads lines, each of them what to load, what to label, and where to put
the answer. Started beside other work, it has the seconds of its start behind it; and where the system can fork, each
question is answered by a child that has the libraries loaded and nothing else, so that one start serves all proofs of
a session.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil
from numpy.typing import NDArray

from model.arrays import save_arrays
from model.folder.answer_lines import AnswerLines
from model.network.backend import seldom_collected
from model.protocol.errors import ModelFolderError, ReloadTimedOut

TOLERANCE = 1e-5
READY = "ready"
_REFUSED, _DIED = 3, 1
_WORDS_ONLY = "words-only"


@dataclass(frozen=True, slots=True)
class Reloaded:
    """What the fresh process found: the hash of the weights it loaded, and its probabilities (texts, classes).

    `start_s` are the seconds of its start, `label_s` those from being asked to the answer.
    """

    weights_sha256: str
    probabilities: NDArray[np.float64]
    start_s: float = 0.0
    label_s: float = 0.0


class FreshProcess:
    """A process that knows nothing of this one, and never outlives it.

    `for_networks` False: it loads nothing that networks need, is there in a second or so, and reloads n-gram models.
    """

    def __init__(self, *, for_networks: bool = True) -> None:
        # what goes wrong there, and the greetings of libraries; closed by `end`
        self._said = tempfile.TemporaryFile()  # noqa: SIM115
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "model.folder.reload", *([] if for_networks else [_WORDS_ONLY])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
        )
        self._answers = AnswerLines(self._process)
        self.has_started = False  # as far as anybody has asked
        self._is_given_up = False

    @property
    def is_alive(self) -> bool:
        """Whether it can still be asked."""
        return self._process.poll() is None

    @property
    def is_ready(self) -> bool:
        """Whether its start lies behind it."""
        self.has_started = self.has_started or self._answers.next(timeout_s=0.0) == READY
        return self.has_started

    def label(self, folder: Path, texts: list[str], *, timeout_s: float, scratch: Path | None = None) -> Reloaded:
        """Load the model there and label texts that were mended already; it ends with that.

        `scratch` is where texts and answer are handed over.

        Raises
        ------
        ModelFolderError
            It does not load there.
        ReloadTimedOut
            Not within `timeout_s` seconds, or the system killed it.
        """
        try:
            return self.label_with_each([folder], texts, timeout_s=timeout_s, scratch=scratch)[0]
        finally:
            self.end()

    def label_with_each(
        self, folders: Sequence[Path], texts: list[str], *, timeout_s: float, scratch: Path | None = None
    ) -> list[Reloaded]:
        """The same texts with the models of several folders, one after the other; raises as `label` does.

        Where it is alive afterwards, it can be asked again, and knows nothing of what it was asked before.
        """
        self._is_given_up = False
        with tempfile.TemporaryDirectory(prefix="callit-", dir=scratch) as place:
            asked = Path(place) / "texts.json"
            asked.write_bytes(json.dumps(texts).encode())
            answers = [Path(place) / f"answer-{number}.npz" for number in range(len(folders))]
            jobs = [[str(folder), str(asked), str(answer)] for folder, answer in zip(folders, answers, strict=True)]
            self._run(json.dumps(jobs), timeout_s)
            return [_read_answer(answer) for answer in answers]

    def interrupt(self) -> None:
        """End the answer that it is at, and it can be asked again; where it still starts, it goes on with that."""
        self._is_given_up = True
        if not can_fork():
            self.kill()
        elif self.has_started:
            self._kill_children()

    def kill(self) -> None:
        """Tell it to end, and wait for nothing: whoever waits for its answer is told."""
        self._kill_children()
        with suppress(ProcessLookupError):
            self._process.kill()

    def _kill_children(self) -> None:
        with suppress(psutil.Error):
            for child in psutil.Process(self._process.pid).children(recursive=True):
                child.kill()

    def end(self) -> None:
        """End it, whatever it is doing; harmless where it has ended."""
        self.kill()
        with suppress(OSError, ValueError):
            self._process.communicate()
        self._said.close()

    def _run(self, line: str, timeout_s: float) -> None:
        ends_s = time.monotonic() + max(0.1, timeout_s)
        try:
            answer = READY if self.has_started else self._answers.next(timeout_s=ends_s - time.monotonic())
            self.has_started = answer == READY
            if self._is_given_up:
                raise ReloadTimedOut("nobody asked any more")
            self._ask(line)
            code = self._code(self._answers.next(timeout_s=ends_s - time.monotonic()))
        except TimeoutError as error:
            self.kill()
            self._process.wait()
            raise ReloadTimedOut("a fresh process did not load it in the time that was left") from error
        if code < 0:
            raise ReloadTimedOut(f"the fresh process was killed (signal {-code})")
        if code:
            last = (self._last_words() or [f"exit code {code}"])[-1]
            raise ModelFolderError(last if code == _REFUSED else f"the fresh process died: {last}")

    def _ask(self, line: str) -> None:
        """A process that is dead already cannot be asked: its exit code tells why."""
        with suppress(OSError):
            if self._process.stdin is not None:
                self._process.stdin.write(line.encode() + b"\n")
                self._process.stdin.flush()

    def _code(self, answer: str) -> int:
        """The exit code of whoever answered: of the process itself where it is gone."""
        return int(answer) if answer else self._process.wait()

    def _last_words(self) -> list[str]:
        self._said.seek(0)
        return self._said.read().decode("utf-8", "replace").strip().splitlines()


class WarmProcess:
    """A fresh process that starts beside other work, where memory allows a second one; at most one at a time.

    `start` may be called from several threads.
    """

    def __init__(self, *, has_memory: bool) -> None:
        self._has_memory = has_memory
        self._starting = threading.Lock()
        self._is_over = False
        self._process: FreshProcess | None = None
        self._taken: FreshProcess | None = None

    @property
    def is_allowed(self) -> bool:
        """Whether one is started ahead of being asked."""
        return self._has_memory

    @property
    def is_ready(self) -> bool:
        """Whether one waits or is at work, its start behind it."""
        if self._taken is not None:
            return self._taken.has_started
        return self._process is not None and self._process.is_alive and self._process.is_ready

    @property
    def is_at_work(self) -> bool:
        """Whether one was asked, and has not answered yet."""
        return self._taken is not None

    def start(self) -> None:
        """Start one now, unless one waits or is at work already."""
        with self._starting:
            waiting = self._process if self._process is not None and self._process.is_alive else None
            if self._has_memory and waiting is None and not self.is_at_work and not self._is_over:
                with suppress(OSError):  # no process to be had now: `take` asks again
                    self._process = FreshProcess()

    def take(self) -> FreshProcess:
        """The one that waits, else a new one; it is the caller's from now on."""
        with self._starting:
            process, self._process = self._process, None
        return process if process is not None and process.is_alive else FreshProcess()

    def label_with_each(
        self, folders: Sequence[Path], texts: list[str], *, timeout_s: float, scratch: Path | None = None
    ) -> list[Reloaded]:
        """As `FreshProcess.label_with_each`; the process waits for the next question where it can."""
        process = self._taken = self.take()
        try:
            return process.label_with_each(folders, texts, timeout_s=timeout_s, scratch=scratch)
        finally:
            if self._has_memory and can_fork() and process.is_alive:
                self._process = process
            else:
                process.end()
            self._taken = None

    def give_up(self) -> None:
        """Nobody needs the answer any more: whoever waits for it is told, and the process is asked again later."""
        if (taken := self._taken) is not None:
            taken.interrupt()

    def end(self) -> None:
        """End the one that waits for nothing any more, and the one that nobody waits for."""
        if (taken := self._taken) is not None:
            taken.kill()
        with self._starting:
            process, self._process, self._is_over = self._process, None, True
        if process is not None:
            process.end()


def agrees(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    """Whether two tables of probabilities (texts, classes) are the same to 1e-5."""
    return one.shape == other.shape and bool(np.abs(one - other).max(initial=0.0) <= TOLERANCE)


def _read_answer(answer: Path) -> Reloaded:
    with np.load(answer, allow_pickle=False) as arrays:
        seconds = (float(arrays[name]) for name in ("start_s", "label_s"))
        return Reloaded(str(arrays["weights_sha256"]), arrays["probabilities"], *seconds)


def _answer(folder: Path, asked: Path, answer: Path, start_s: float) -> None:
    from model.folder.predictor import load_model

    began = time.perf_counter()
    predictor = load_model(folder)
    probabilities = predictor.probabilities(json.loads(asked.read_bytes()), normalised=True)
    seconds = {"start_s": np.array(start_s), "label_s": np.array(time.perf_counter() - began)}
    weights = np.array(predictor.weights_sha256)
    save_arrays(answer, {"probabilities": probabilities, "weights_sha256": weights, **seconds})


def _answer_all(jobs: Sequence[Sequence[str]], start_s: float) -> int:
    """Do what is asked; the exit code."""
    try:
        for job in jobs:
            folder, asked, answer = (Path(word) for word in job)
            _answer(folder, asked, answer, start_s)
    except ModelFolderError as error:
        print(error, file=sys.stderr)
        return _REFUSED
    except BaseException:
        traceback.print_exc()
        return _DIED
    return 0


def _answer_in_a_child(jobs: Sequence[Sequence[str]], start_s: float) -> int:
    """Do it in a process that has the libraries loaded, and nothing else: no model was ever in it."""
    child = os.fork()
    if child == 0:
        code = _DIED
        try:
            code = _answer_all(jobs, start_s)
            sys.stderr.flush()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def can_fork() -> bool:
    """Whether a fresh process answers each question in a child of its own.

    Linux alone, and before TensorFlow's runtime has started any thread; macOS' libraries do not outlive a fork.
    """
    return sys.platform == "linux" and os.environ.get("KERAS_BACKEND", "tensorflow") == "tensorflow"


def _load(*, runs: bool) -> None:
    """Load what labelling with a network takes, before anybody asks.

    The LSTM comes first: on a machine where nothing was compiled yet, the worker finds it on disk behind its own start.
    """
    from model.network.native_encoder import why_not

    if why_not() is not None:
        from model.network.backend import load_backend, start_backend

        (start_backend if runs else load_backend)()
    import model.folder.predictor  # noqa: F401
    from model.ngram.native_ngrams import why_not as why_not_counted

    why_not_counted()


def main() -> int:
    """Answer what a `FreshProcess` is asked: question after question where each can have a process of its own."""
    forks = _WORDS_ONLY not in sys.argv and can_fork()
    if _WORDS_ONLY not in sys.argv:
        with seldom_collected():
            _load(runs=not forks)
    start_s = time.time() - psutil.Process().create_time()
    print(READY, flush=True)
    for line in sys.stdin:  # none comes where whoever started it has ended, or has nothing to ask
        jobs = json.loads(line)
        print((_answer_in_a_child if forks else _answer_all)(jobs, start_s), flush=True)
        if not forks:
            break
    return 0


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    os._exit(code)  # TensorFlow's own teardown takes seconds
