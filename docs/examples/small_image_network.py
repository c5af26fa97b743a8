"""A small convolutional network on images, in a box of time.

    python docs/examples/small_image_network.py          # a box of 20 minutes
    python docs/examples/small_image_network.py 30s

The images are drawn here: a cross, a square or a bar, somewhere, in noise. Three lines, marked, are there for the box.
"""

import sys

import keras
import numpy as np

from callit.keras import Timebox  # for the box: 1

BOX = sys.argv[1] if sys.argv[1:] else "20m"
SIDE = 24


def made_images(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Images of shape (count, SIDE, SIDE, 1), and which of the three each of them is."""
    draw = np.random.default_rng(seed)
    images = draw.normal(scale=0.6, size=(count, SIDE, SIDE, 1)).astype("float32")
    kinds = draw.integers(0, 3, size=count)
    for image, kind, (row, column) in zip(images, kinds, draw.integers(4, SIDE - 4, size=(count, 2)), strict=True):
        if kind == 0:
            image[row - 3 : row + 4, column] += 1
            image[row, column - 3 : column + 4] += 1
        elif kind == 1:
            image[row - 2 : row + 3, column - 2 : column + 3] += 0.6
        else:
            image[row, column - 4 : column + 4] += 1.5
    return images, kinds


x, y = made_images(3000, seed=1)
validation_x, validation_y = made_images(600, seed=2)

model = keras.Sequential(
    [
        keras.layers.Input((SIDE, SIDE, 1)),
        keras.layers.Conv2D(16, 3, activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Conv2D(32, 3, activation="relu"),
        keras.layers.GlobalMaxPooling2D(),
        keras.layers.Dense(3, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])

model.fit(
    x,
    y,
    batch_size=64,
    validation_data=(validation_x, validation_y),
    epochs=1000,  # for the box: 2. More than it can do: time ends it
    callbacks=[Timebox(BOX, monitor="val_accuracy")],  # for the box: 3
)
