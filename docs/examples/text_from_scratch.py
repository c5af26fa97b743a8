"""Text classification from scratch: from raw texts to a small convolutional network, in a box of time.

    python docs/examples/text_from_scratch.py          # a box of 20 minutes
    python docs/examples/text_from_scratch.py 30s

The texts are made here: complaints and thanks of a shop's customers. Three lines, marked, are there for the box.
"""

import random
import sys

import keras
import numpy as np

from callit.keras import Timebox  # for the box: 1

BOX = sys.argv[1] if sys.argv[1:] else "20m"
SUBJECTS = "the parcel", "my order", "your shop", "the lamp", "the invoice", "a friendly voice on the phone"
GLAD = "arrived early", "looks lovely", "was a joy", "works better than I had hoped", "made my day"
CROSS = "arrived broken", "never came", "was a waste", "stopped after a day", "cost me an afternoon"
FILLER = "honestly", "again", "as so often", "this time", "by the way", "to be fair"


def made_texts(count: int, seed: int) -> tuple[list[str], np.ndarray]:
    """Texts, and 1 for each thankful one; one in twenty is labelled wrongly, as it goes."""
    draw = random.Random(seed)
    glad = [draw.random() < 0.5 for _ in range(count)]
    texts = [
        f"{draw.choice(FILLER)} {draw.choice(SUBJECTS)} {draw.choice(GLAD if is_glad else CROSS)} {draw.choice(FILLER)}"
        for is_glad in glad
    ]
    return texts, np.array([is_glad != (draw.random() < 0.05) for is_glad in glad], dtype="float32")


texts, labels = made_texts(4000, seed=1)
validation_texts, validation_labels = made_texts(800, seed=2)

vectorize = keras.layers.TextVectorization(max_tokens=2000, output_sequence_length=16)
vectorize.adapt(texts)
x, validation_x = np.asarray(vectorize(texts)), np.asarray(vectorize(validation_texts))

model = keras.Sequential(
    [
        keras.layers.Input((16,), dtype="int64"),
        keras.layers.Embedding(2000, 32),
        keras.layers.Conv1D(32, 3, activation="relu"),
        keras.layers.GlobalMaxPooling1D(),
        keras.layers.Dropout(0.3),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=[keras.metrics.AUC(name="auc")])

model.fit(
    x,
    labels,
    validation_data=(validation_x, validation_labels),
    epochs=1000,  # for the box: 2. More than it can do: time ends it
    callbacks=[Timebox(BOX, monitor="val_auc")],  # for the box: 3
)
print(model.predict(np.asarray(vectorize(["the lamp works better than I had hoped"])), verbose=0))
