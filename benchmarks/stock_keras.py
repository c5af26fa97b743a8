"""Two networks as people write them with stock Keras, trained for so many seconds: a process of `equal_minutes`.

    python -m benchmarks.stock_keras example training.csv held_out.csv 120

`example` is the bidirectional LSTM of Keras' own documentation (keras.io, `bidirectional_lstm_imdb`): 20,000 words, 200
tokens, an embedding of 128, two layers of 64 units each way, batches of 32. `story` is the project that this tool was
made for: lower case, links, handles and punctuation cleaned away, 220 tokens, an embedding of 128, one layer of 128
units each way, pooled, dropout, batches of 128. Both stop when the seconds are over and keep the best epoch by the loss
on a tenth of the training texts; a last epoch that was cut short is one of them.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from typing import Any

BEGAN = time.monotonic()
KINDS = {"example": "Keras' LSTM example", "story": "the story's project"}
_SCORED_IN = 0.1  # of the seconds: validation of the last epoch, and the held-out texts
_WORDS = 20_000
_TOKENS = {"example": 200, "story": 220}
_BATCH = {"example": 32, "story": 128}


def network(kind: str, classes: int) -> Any:
    """The layers behind the token numbers."""
    from keras import Sequential, layers

    if kind == "example":
        recurrent = [
            layers.Bidirectional(layers.LSTM(64, return_sequences=True)),
            layers.Bidirectional(layers.LSTM(64)),
        ]
    else:
        recurrent = [
            layers.Bidirectional(layers.LSTM(128, return_sequences=True)),
            layers.GlobalMaxPooling1D(),
            layers.Dropout(0.5),
        ]
    return Sequential([layers.Embedding(_WORDS, 128), *recurrent, layers.Dense(classes, activation="softmax")])


def cleaned(kind: str, text: str) -> str:
    """The text as it is counted: the story's is cleaned by hand before."""
    if kind == "example":
        return text
    return re.sub(r"[^a-z ]", " ", re.sub(r"https?://\S+|@\w+", " ", text.lower()))


def main() -> None:
    """Train, score, and print what was reached as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=list(KINDS))
    parser.add_argument("training_file", help="a CSV with the columns text and label")
    parser.add_argument("held_out_file")
    parser.add_argument("seconds", type=float)
    asked = parser.parse_args()
    kind = asked.kind
    import keras
    import numpy as np
    import pandas as pd
    from sklearn.metrics import f1_score

    keras.utils.set_random_seed(7)
    training, held_out = (pd.read_csv(file, dtype="str") for file in (asked.training_file, asked.held_out_file))
    classes = sorted(training["label"].unique())
    labels = np.searchsorted(classes, training["label"])
    split = keras.layers.TextVectorization(_WORDS, output_sequence_length=_TOKENS[kind])
    texts = [cleaned(kind, text) for text in training["text"].fillna("")]
    split.adapt(texts)
    tokens = np.asarray(split(texts))
    order = np.random.default_rng(7).permutation(len(tokens))
    validation, learned = order[: len(order) // 10], order[len(order) // 10 :]
    model = network(kind, len(classes))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    box = _best_until(asked.seconds * (1 - _SCORED_IN), steps=len(learned) / _BATCH[kind])
    model.fit(
        tokens[learned], labels[learned], batch_size=_BATCH[kind], epochs=1000, verbose=0, callbacks=[box],
        validation_data=(tokens[validation], labels[validation]),
    )  # fmt: skip
    model.set_weights(box.weights)
    asked = np.asarray(split([cleaned(kind, text) for text in held_out["text"].fillna("")]))
    found = model.predict(asked, batch_size=256, verbose=0).argmax(axis=1)
    score = f1_score(np.searchsorted(classes, held_out["label"]), found, average="macro")
    print(json.dumps({"macro_f1": score, "epochs": box.epochs, "used_s": time.monotonic() - BEGAN}))


def _best_until(seconds: float, steps: float) -> Any:
    """A callback of `fit` that ends it when so many seconds are over since the start, and keeps the best epoch."""
    import keras

    class BestUntil(keras.callbacks.Callback):  # type: ignore[misc]
        best, epochs, weights = float("inf"), 0.0, None

        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
            self.epochs += 1 / steps
            if time.monotonic() - BEGAN > seconds:
                self.model.stop_training = True

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            if logs["val_loss"] < self.best:
                self.best, self.weights = logs["val_loss"], self.model.get_weights()

    return BestUntil()


if __name__ == "__main__":
    main()
