"""What `callit.keras.Timebox` costs a training step: the same epochs with and without it, by turns, in one run.

    python -m benchmarks.box_step_cost [--rounds 60] [--network tiny]

A step of the tiny network does next to nothing, which is the worst case; one of the middling one takes 5 ms or more.
For each: the median of a step without and with the box, in wall milliseconds, and the ratio of the two, by wall and by
processor time (other people may use the machine), as the median over the rounds with its 95 % interval (bootstrap).
Epochs alone are measured: the test run, saving and proof are not in them.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np

from callit.keras import Timebox

BATCH = 128
NETWORKS = {"tiny": (8, (8,), 400), "middling": (512, (1024, 1024), 60)}  # inputs, layers, steps of a round
RESAMPLED = 2000


@dataclass(frozen=True)
class Epoch:
    """Seconds of one step, by the wall and by the processor."""

    wall_s: float
    processor_s: float


class Stopwatch(keras.callbacks.Callback):
    """Measures an epoch; stands in front of the box, so that what the box does at its end is not in it."""

    def __init__(self, steps: int) -> None:
        super().__init__()
        self.steps = steps

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        self.wall_s, self.processor_s = time.perf_counter(), time.process_time()

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        wall_s, processor_s = time.perf_counter() - self.wall_s, time.process_time() - self.processor_s
        self.epoch = Epoch(wall_s / self.steps, processor_s / self.steps)


def rounds_of(name: str, count: int, folder: Path) -> list[tuple[Epoch, Epoch]]:
    """So many pairs of an epoch without and one with the box, each pair the other way round than the one before."""
    inputs, units, steps = NETWORKS[name]
    drawn = np.random.default_rng(0)
    x, y = drawn.normal(size=(BATCH * steps, inputs)).astype("float32"), drawn.integers(0, 2, size=BATCH * steps)
    layers = [keras.layers.Dense(width, "relu") for width in units]
    model = keras.Sequential([keras.layers.Input((inputs,)), *layers, keras.layers.Dense(1, "sigmoid")])
    model.compile("adam", "binary_crossentropy")
    box, pairs = Timebox("8h", monitor="loss", folder=folder, prove=False, log=False, quiet=True), []
    for number in range(count + 1):
        found = {}
        for has_box in (False, True) if number % 2 else (True, False):
            watch = Stopwatch(steps)
            callbacks = [watch, box] if has_box else [watch]
            model.fit(x, y, batch_size=BATCH, epochs=1, shuffle=False, verbose=0, callbacks=callbacks)
            found[has_box] = watch.epoch
        pairs.append((found[False], found[True]))
    return pairs[1:]  # the first one drew the graph


def interval(ratios: Sequence[float]) -> str:
    """The median with its 95 % interval."""
    drawn = np.random.default_rng(0).choice(np.asarray(ratios), size=(RESAMPLED, len(ratios)))
    low, high = np.quantile(np.median(drawn, axis=1), [0.025, 0.975])
    return f"{statistics.median(ratios):.3f} ({low:.3f} to {high:.3f})"


def main() -> None:
    """Measure, and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--network", choices=NETWORKS, action="append")
    asked = parser.parse_args()
    print("| network | step ms | with the box ms | ratio, wall | ratio, processor | load |\n|---|---|---|---|---|---|")
    for name in asked.network or NETWORKS:
        with tempfile.TemporaryDirectory() as place:
            pairs = rounds_of(name, asked.rounds, Path(place, "box"))
        before, after = (1000 * statistics.median(pair[side].wall_s for pair in pairs) for side in (0, 1))
        wall = interval([boxed.wall_s / bare.wall_s for bare, boxed in pairs])
        processor = interval([boxed.processor_s / bare.processor_s for bare, boxed in pairs])
        print(f"| {name} | {before:.3f} | {after:.3f} | {wall} | {processor} | {os.getloadavg()[0]:.1f} |", flush=True)


if __name__ == "__main__":
    main()
