"""The proof that a saved model is one: a fresh process loads it and labels the same texts.

`python -P -m model.folder.reload` is that process. It starts TensorFlow, then reads one line: what to load, what to
label, and where to put the answer. Started while the training still goes on, it has the seconds of its start behind it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil
from numpy.typing import NDArray

from model.errors import ModelFolderError, ReloadTimedOut
from model.folder.arrays import save_arrays

TOLERANCE = 1e-5
_REFUSED = 3


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
    """A process that knows nothing of this one. It answers once, and never outlives this one."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "model.folder.reload"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    @property
    def is_alive(self) -> bool:
        """Whether it can still be asked."""
        return self._process.poll() is None

    def label(self, folder: Path, texts: list[str], *, timeout_s: float, scratch: Path | None = None) -> Reloaded:
        """Load the model there and label texts that were mended already; `scratch` is where both are handed over.

        Raises
        ------
        ModelFolderError
            It does not load there.
        ReloadTimedOut
            Not within `timeout_s` seconds, or the system killed it.
        """
        with tempfile.TemporaryDirectory(prefix="callit-", dir=scratch) as place:
            asked, answer = Path(place) / "texts.json", Path(place) / "answer.npz"
            asked.write_bytes(json.dumps(texts).encode())
            self._run(json.dumps([str(folder), str(asked), str(answer)]), timeout_s)
            with np.load(answer, allow_pickle=False) as arrays:
                seconds = (float(arrays[name]) for name in ("start_s", "label_s"))
                return Reloaded(str(arrays["weights_sha256"]), arrays["probabilities"], *seconds)

    def end(self) -> None:
        """End it, whatever it is doing; harmless where it has ended."""
        with suppress(ProcessLookupError):
            self._process.kill()
        self._process.communicate()

    def _run(self, line: str, timeout_s: float) -> None:
        try:
            _, said = self._process.communicate(line + "\n", timeout=max(0.1, timeout_s))
        except subprocess.TimeoutExpired as error:
            self.end()
            raise ReloadTimedOut("a fresh process did not load it in the time that was left") from error
        code = self._process.returncode
        if code < 0:
            raise ReloadTimedOut(f"the fresh process was killed (signal {-code})")
        if code:
            lines = said.strip().splitlines() or [f"exit code {code}"]
            raise ModelFolderError(lines[-1] if code == _REFUSED else f"the fresh process died: {lines[-1]}")


class WarmProcess:
    """A fresh process that starts beside other work, where memory allows a second TensorFlow; at most one at a time."""

    def __init__(self, *, has_memory: bool) -> None:
        self._has_memory = has_memory
        self._process: FreshProcess | None = None

    @property
    def is_allowed(self) -> bool:
        """Whether one is started ahead of being asked."""
        return self._has_memory

    def start(self) -> None:
        """Start one now, unless one waits already."""
        if self._has_memory and self._process is None:
            with suppress(OSError):  # no process to be had now: `take` asks again
                self._process = FreshProcess()

    def take(self) -> FreshProcess:
        """The one that waits, else a new one; it is the caller's from now on."""
        process, self._process = self._process, None
        return process if process is not None and process.is_alive else FreshProcess()

    def end(self) -> None:
        """End the one that waits for nothing any more."""
        if self._process is not None:
            self._process.end()
            self._process = None


def agrees(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    """Whether two tables of probabilities (texts, classes) are the same to 1e-5."""
    return one.shape == other.shape and bool(np.abs(one - other).max(initial=0.0) <= TOLERANCE)


def _answer(folder: Path, asked: Path, answer: Path, start_s: float) -> None:
    from model.folder.predictor import load_model

    began = time.perf_counter()
    predictor = load_model(folder)
    probabilities = predictor.probabilities(json.loads(asked.read_bytes()), normalised=True)
    seconds = {"start_s": np.array(start_s), "label_s": np.array(time.perf_counter() - began)}
    weights = np.array(predictor.weights_sha256)
    save_arrays(answer, {"probabilities": probabilities, "weights_sha256": weights, **seconds})


def main() -> int:
    """Answer what `FreshProcess.label` asks."""
    from model.backend import start_backend

    start_backend()
    start_s = time.time() - psutil.Process().create_time()
    line = sys.stdin.readline()
    if not line:
        return 0  # whoever started it has ended, or has nothing to ask
    try:
        folder, asked, answer = (Path(word) for word in json.loads(line))
        _answer(folder, asked, answer, start_s)
    except ModelFolderError as error:
        print(error, file=sys.stderr)
        return _REFUSED
    return 0


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    os._exit(code)  # TensorFlow's own teardown takes seconds
