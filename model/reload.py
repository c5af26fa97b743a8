"""The proof that a saved model is one: a fresh process loads it and labels the same texts.

`python -P -m model.reload FOLDER TEXTS.json OUT.npz` is that process.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.errors import ModelFolderError, ReloadTimedOut

TOLERANCE = 1e-5
_REFUSED = 3


@dataclass(frozen=True, slots=True)
class Reloaded:
    """What the fresh process found: the hash of the weights it loaded, and its probabilities (texts, classes)."""

    weights_sha256: str
    probabilities: NDArray[np.float64]


def reload_in_fresh_process(folder: Path, texts: list[str], *, timeout_s: float) -> Reloaded:
    """Load the model in a process of its own and label texts that were mended already.

    Raises
    ------
    ModelFolderError
        It does not load there.
    ReloadTimedOut
        Not within `timeout_s` seconds.
    """
    with tempfile.TemporaryDirectory(prefix="callit-") as scratch:
        asked, answer = Path(scratch) / "texts.json", Path(scratch) / "answer.npz"
        asked.write_bytes(json.dumps(texts).encode())
        command = [sys.executable, "-P", "-m", "model.reload", str(folder), str(asked), str(answer)]
        _run(command, timeout_s)
        with np.load(answer, allow_pickle=False) as arrays:
            return Reloaded(str(arrays["weights_sha256"]), arrays["probabilities"])


def agrees(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    """Whether two tables of probabilities (texts, classes) are the same to 1e-5."""
    return one.shape == other.shape and bool(np.abs(one - other).max(initial=0.0) <= TOLERANCE)


def _run(command: list[str], timeout_s: float) -> None:
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        _, said = process.communicate(timeout=max(0.1, timeout_s))
    except subprocess.TimeoutExpired as error:
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        raise ReloadTimedOut("a fresh process did not load it in the time that was left") from error
    if process.returncode:
        lines = said.strip().splitlines() or [f"exit code {process.returncode}"]
        raise ModelFolderError(lines[-1] if process.returncode == _REFUSED else f"the fresh process died: {lines[-1]}")


def _answer(folder: Path, asked: Path, answer: Path) -> None:
    from model.predictor import load_model

    predictor = load_model(folder)
    probabilities = predictor.probabilities(json.loads(asked.read_bytes()), normalised=True)
    np.savez(answer, probabilities=probabilities, weights_sha256=np.array(predictor.weights_sha256))


def main(arguments: list[str]) -> int:
    """Answer what `reload_in_fresh_process` asks."""
    folder, asked, answer = (Path(argument) for argument in arguments)
    try:
        _answer(folder, asked, answer)
    except ModelFolderError as error:
        print(error, file=sys.stderr)
        return _REFUSED
    return 0


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stderr.flush()
    os._exit(code)  # TensorFlow's own teardown takes seconds
