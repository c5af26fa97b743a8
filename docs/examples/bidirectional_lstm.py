"""A bidirectional LSTM on reviews, in a box of time.

    python docs/examples/bidirectional_lstm.py          # a box of 20 minutes
    python docs/examples/bidirectional_lstm.py 30s

The reviews are made here, as numbers of words: one word turns what follows it into its opposite, so that their order
matters. Three lines, marked, are there for the box.
"""

import sys

import keras
import numpy as np

from callit.keras import Timebox  # for the box: 1

BOX = sys.argv[1] if sys.argv[1:] else "20m"
WORDS, LENGTH = 500, 40
PRAISE, BLAME, NOT = range(10, 30), range(30, 50), 1


def made_reviews(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Reviews of shape (count, LENGTH), and 1 for each that praises more than it blames."""
    draw = np.random.default_rng(seed)
    reviews = draw.integers(2, WORDS, size=(count, LENGTH))
    reviews[draw.random(reviews.shape) < 0.15] = NOT
    tone = np.isin(reviews, PRAISE).astype(int) - np.isin(reviews, BLAME)
    turned = np.where(np.roll(reviews, 1, axis=1) == NOT, -tone, tone)
    return reviews, (turned.sum(axis=1) > 0).astype("float32")


x, y = made_reviews(4000, seed=1)
validation_x, validation_y = made_reviews(800, seed=2)

model = keras.Sequential(
    [
        keras.layers.Input((LENGTH,), dtype="int32"),
        keras.layers.Embedding(WORDS, 32),
        keras.layers.Bidirectional(keras.layers.LSTM(32)),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])

model.fit(
    x,
    y,
    batch_size=64,
    validation_data=(validation_x, validation_y),
    epochs=1000,  # for the box: 2. More than it can do: time ends it
    callbacks=[Timebox(BOX, monitor="val_accuracy")],  # for the box: 3
)
