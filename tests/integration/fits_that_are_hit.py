"""A program of a person's own: tiny real networks, each fitted in a box and hit on the way (`test_boxes_soak.py`).

Each argument is a box: `number:seconds:hit+hit`. A line of JSON for each: how long it took until `fit` was left. With
`--by-processor` the clock of the boxes counts seconds of the processor: what others do on the machine is not in them.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sys
import threading
import time
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np

import callit
from callit.clock import BoxClock
from callit.keras import Timebox

ROWS, VALIDATION_ROWS, VALIDATION_BATCHES, VALIDATION_S = 1000, 200, 7, 0.2
NO_ROOM_BYTES = 64
IS_BY_PROCESSOR = "--by-processor" in sys.argv


def network(number: int) -> tuple[Any, Any]:
    """Dense, recurrent or convolutional by the number, with inputs for it."""
    keras.utils.set_random_seed(number)
    layers, drawn = keras.layers, np.random.default_rng(number)
    rows, last = ROWS + VALIDATION_ROWS, layers.Dense(1, "sigmoid")
    if number % 3 == 0:
        return [layers.Input((8,)), layers.Dense(8, "relu"), last], drawn.normal(size=(rows, 8)).astype("float32")
    if number % 3 == 1:
        ids = drawn.integers(0, 50, size=(rows, 12))
        return [layers.Input((12,)), layers.Embedding(50, 4), layers.LSTM(4), last], ids
    pixels = drawn.normal(size=(rows, 8, 8, 1)).astype("float32")
    return [layers.Input((8, 8, 1)), layers.Conv2D(4, 3, activation="relu"), layers.Flatten(), last], pixels


class Hits(keras.callbacks.Callback):  # type: ignore[misc]
    """What happens on the way, once two epochs are through."""

    def __init__(self, hits: set[str], number: int, length_s: float, clock: BoxClock) -> None:
        super().__init__()
        self.hits, self.clock, self.epoch, self.saves = hits, clock, 0, 0
        self.signal_after_s = random.Random(number).uniform(0, length_s / 3)

    def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
        suddenly = 5 if "slow validation" in self.hits and self.epoch > 3 else 1
        ends_s = self.clock.elapsed_s() + suddenly * VALIDATION_S / VALIDATION_BATCHES
        while self.clock.elapsed_s() < ends_s:
            if not IS_BY_PROCESSOR:
                time.sleep(0.005)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        self.epoch = epoch
        if epoch == 1:
            for name, sent in (("kill", signal.SIGKILL), ("interrupt", signal.SIGINT)):
                if name in self.hits:
                    threading.Timer(self.signal_after_s, os.kill, (os.getpid(), sent)).start()
        if epoch == 2 and "no room" in self.hits:
            resource.setrlimit(resource.RLIMIT_FSIZE, (NO_ROOM_BYTES, resource.RLIM_INFINITY))

    def full_now_and_then(self, save: Any) -> Any:
        """`save` of a disk on which there is no room each third time."""

        def saved(*args: Any, **settings: Any) -> None:
            self.saves += 1
            if "full disk" in self.hits and self.saves % 3 == 0:
                raise OSError(28, "No space left on device")
            save(*args, **settings)

        return saved


def fit_hit(number: int, length_s: float, hits: set[str]) -> dict[str, Any]:
    """Seconds of the box at which `fit` was left, and whether it was refused."""
    layers, x = network(number)
    y = (np.random.default_rng(number).normal(size=len(x)) + x.reshape(len(x), -1)[:, 0] > 0).astype("float32")
    model = keras.Sequential(layers)
    model.compile("adam", "binary_crossentropy", metrics=[keras.metrics.AUC(name="auc")])
    clock = BoxClock(ticks=time.process_time) if IS_BY_PROCESSOR else BoxClock()
    hit = Hits(hits, number, length_s, clock)
    model.save = hit.full_now_and_then(model.save)
    box = callit.Timebox(length_s, folder=f"box-{number}", log=False, quiet=True, clock=clock)
    timebox, refused = Timebox(length_s, monitor="val_auc", box=box), ""
    validation = (x[ROWS:], y[ROWS:])
    try:
        model.fit(x[:ROWS], y[:ROWS], validation_data=validation, epochs=10**6, verbose=0, callbacks=[timebox, hit])
    except callit.BoxError as error:
        refused = str(error)
    except KeyboardInterrupt:
        while timebox.ended is None:  # the thread of the box looks twice a second
            time.sleep(0.05)
    left_s = clock.elapsed_s()
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    return {"number": number, "left_s": left_s, "refused": refused, "said": timebox.ended.text()}  # type: ignore[union-attr]


if __name__ == "__main__":
    for argument in (word for word in sys.argv[1:] if ":" in word):
        number, seconds, hits = argument.split(":")
        print(json.dumps(fit_hit(int(number), float(seconds), set(hits.split("+")))), flush=True)
