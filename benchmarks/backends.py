"""The same session by each of Keras' backends, on whatever this machine has: processors, or a GPU.

    python -m benchmarks.backends [--timebox 180] [--rows 25000] [--seed 7] BACKEND ...

One box of `--timebox` seconds a BACKEND on the made table of long texts, one after the other. A backend is named as
Keras names it (tensorflow, jax, torch); "jax:cpu" takes the processors where a GPU could be had. Told are, for each:

- on: what its arrays lie on;
- trainings: networks trained to their end, the ladder's among them;
- texts/s: texts trained on a second of these trainings (passes x training texts / seconds);
- macro-F1 of the delivered model on held-out texts, and of the n-gram benchmark.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.long_texts import ROWS, make_long_texts
from model.protocol.result import FurtherTraining, SessionResult, TrainingDone, read_result

HEAD = """| backend | on | trainings | texts/s | delivered | benchmark | in all s |
|---|---|---|---|---|---|---|"""
_DEVICE = {
    "jax": "import jax; print(jax.devices()[0].device_kind)",
    "torch": "import torch; print(torch.cuda.get_device_name(0) if torch.cuda.is_available() else 'cpu')",
    "tensorflow": "import tensorflow as tf; print('GPU' if tf.config.list_physical_devices('GPU') else 'cpu')",
}
_PROCESSORS = {"JAX_PLATFORMS": "cpu", "CUDA_VISIBLE_DEVICES": ""}


def environment(asked: str) -> dict[str, str]:
    """The variables of a session by "jax" or "jax:cpu"."""
    backend, _, on = asked.partition(":")
    return {**os.environ, "KERAS_BACKEND": backend, **(_PROCESSORS if on == "cpu" else {})}


def device(asked: str) -> str:
    """What the backend's arrays lie on, as it says itself."""
    command = [sys.executable, "-c", _DEVICE[asked.partition(":")[0]]]
    done = subprocess.run(command, env=environment(asked), capture_output=True, text=True, check=False)
    return done.stdout.strip() or f"not there ({done.stderr.strip().splitlines()[-1:]})"


def session(table: Path, asked: str, timebox_s: int, seed: int) -> SessionResult | None:
    """One box, as a person would start it; None where it left no result, with what it said printed."""
    out = table.parent / asked.replace(":", "-")
    command = [sys.executable, "-P", "-m", "callit", "train", str(table), "--text", "text", "--label", "label"]
    done = subprocess.run(
        [*command, "--timebox", f"{timebox_s}s", "--out", str(out), "--seed", str(seed)],
        env={**environment(asked), "CALLIT_HOME": str(table.parent / "home")},
        capture_output=True,
        text=True,
        check=False,
    )
    print(done.stdout, done.stderr, file=sys.stderr)
    return read_result(out) if done.returncode == 0 else None


def row(asked: str, result: SessionResult) -> str:
    """A line of the table."""
    done: list[TrainingDone | FurtherTraining] = [*result.trainings, *result.further_trainings]
    seconds = sum(training.train_s for training in done)
    passes = sum(training.epochs for training in done)
    speed = f"{passes * result.split.train / seconds:,.0f}" if result.split and seconds else "-"
    scores = result.scores
    values = [scores.delivered.held_out, scores.benchmark.held_out] if scores else []
    shown = [f"{value['macro_f1'].value:.3f}" for value in values]
    used = sum(stage.used_s for stage in result.stages)
    return f"| {asked} | {device(asked)} | {len(done)} | {speed} | {' | '.join(shown)} | {used:.0f} |"


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("backends", nargs="+", metavar="BACKEND")
    parser.add_argument("--timebox", type=int, default=180)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="callit-backends-") as place:
        table = make_long_texts(asked.rows).write(Path(place) / "long.csv")
        print(HEAD, flush=True)
        for backend in asked.backends:
            result = session(table, backend, asked.timebox, asked.seed)
            print(row(backend, result) if result else f"| {backend} | no result |", flush=True)


if __name__ == "__main__":
    main()
