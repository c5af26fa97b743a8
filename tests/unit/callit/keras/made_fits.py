"""Tiny real networks, and a clock that each batch moves on: a box of a hundred seconds is over in one."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import keras
import numpy as np

from callit.keras import Timebox
from tests.unit.callit.made_boxes import Hand, made_box

ROWS, VALIDATION_ROWS, BATCH, VALIDATION_BATCH = 256, 64, 32, 16


def made_data(seed: int = 0) -> tuple[Any, Any]:
    random = np.random.default_rng(seed)
    x = random.normal(size=(ROWS + VALIDATION_ROWS, 6)).astype("float32")
    y = (x[:, 0] + 0.3 * random.normal(size=len(x)) > 0).astype("float32")
    return x, y


RATE = 0.02


def made_network(seed: int = 0) -> keras.Model:
    """A network as it was compiled, none of its training behind it: to draw its graph takes longer than all of that."""
    if seed:
        return new_network(seed)
    model, weights = _network_and_weights()
    model.set_weights(weights)
    for variable in model.optimizer.variables:
        variable.assign(keras.ops.zeros(variable.shape, variable.dtype))
    model.optimizer.learning_rate = RATE
    return model


@cache
def _network_and_weights() -> tuple[keras.Model, list[Any]]:
    model = new_network(0)
    return model, model.get_weights()


def new_network(seed: int, optimizer: Any = None) -> keras.Model:
    keras.utils.set_random_seed(seed)
    layers = keras.layers
    model = keras.Sequential(
        [layers.Input((6,)), layers.Dense(8, "relu"), layers.BatchNormalization(), layers.Dropout(0.1),
         layers.Dense(1, "sigmoid")]
    )  # fmt: skip
    metrics = [keras.metrics.AUC(name="auc")]
    model.compile(optimizer or keras.optimizers.Adam(RATE), "binary_crossentropy", metrics=metrics, jit_compile=False)
    return model


class Moves(keras.callbacks.Callback):  # type: ignore[misc]
    """Moves the hand: so much a batch, and so much a validation (by its number)."""

    def __init__(self, hand: Hand, batch_s: float = 4.0, validation_s: Any = lambda number: 1.0) -> None:
        super().__init__()
        self.hand, self.batch_s, self.validation_s = hand, batch_s, validation_s
        self.batches = self.validations = 0
        self.rates: list[float] = []

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        self.batches += 1
        self.rates.append(float(keras.ops.convert_to_numpy(self.model.optimizer.learning_rate)))
        self.hand.move(self.batch_s)

    def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
        self.hand.move(self.validation_s(self.validations) / (VALIDATION_ROWS // VALIDATION_BATCH))

    def on_test_end(self, logs: Any = None) -> None:
        self.validations += 1


def made_timebox(folder: Path, hand: Hand, length: str = "100s", **settings: Any) -> Timebox:
    return Timebox(length, box=made_box(folder, hand, length), **{"prove": False, "monitor": "val_auc", **settings})


def fit(model: keras.Model, timebox: Timebox, *others: Any, epochs: int = 1000, **settings: Any) -> Any:
    x, y = made_data()
    given = {"validation_data": (x[ROWS:], y[ROWS:]), "verbose": 0, "shuffle": False, **settings}
    sizes = {"batch_size": BATCH, "validation_batch_size": VALIDATION_BATCH}
    return model.fit(x[:ROWS], y[:ROWS], epochs=epochs, callbacks=[timebox, *others], **sizes, **given)
