"""A hundred boxes around real Keras fits, hit in ways drawn by lot; run by `make soak`.

None may overrun, but for the one batch or save that cannot be interrupted, and each has to leave its best whole.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

BOXES = int(os.environ.get("CALLIT_SOAK_BOXES", "100"))
HITS = ("none", "kill", "interrupt", "slow validation", "full disk")
UNINTERRUPTIBLE_S = 1.0

pytestmark = [
    pytest.mark.soak,
    pytest.mark.alone,
    pytest.mark.timeout(120 * BOXES),
    pytest.mark.skipif(not os.environ.get("CALLIT_SOAK"), reason="a long fault test: run by make soak"),
]

FIT = """
import sys, time
import keras, numpy as np
from callit.keras import Timebox

length, seed, hit = float(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
keras.utils.set_random_seed(seed)
random = np.random.default_rng(seed)
x = random.normal(size=(1200, 8)).astype("float32")
y = (x[:, 0] + random.normal(size=1200) > 0).astype("float32")
model = keras.Sequential([keras.layers.Input((8,)), keras.layers.Dense(8, "relu"), keras.layers.Dense(1, "sigmoid")])
model.compile("adam", "binary_crossentropy", metrics=[keras.metrics.AUC(name="auc")])
save, saves = model.save, []

def full_now_and_then(path, *args, **settings):
    saves.append(path)
    if hit == "full disk" and len(saves) % 3 == 0:
        raise OSError(28, "No space left on device")
    save(path, *args, **settings)

model.save = full_now_and_then

class Slow(keras.callbacks.Callback):
    epoch, took = 0, 0.05
    def on_test_batch_end(self, batch, logs=None):
        time.sleep(self.took * (5 if hit == "slow validation" and self.epoch > 3 else 1) / 10)
    def on_epoch_end(self, epoch, logs=None):
        self.epoch = epoch
        if epoch == 1:
            print("at work", flush=True)

box = Timebox(length, monitor="val_auc", folder="box", log=False, quiet=True)
model.fit(x[:1000], y[:1000], validation_data=(x[1000:], y[1000:]), epochs=100000, verbose=0, callbacks=[box, Slow()])
"""


@pytest.mark.parametrize("number", range(BOXES))
def test_a_box_holds_and_leaves_its_best_whatever_hits_it(number: int, tmp_path: Path) -> None:
    drawn = random.Random(number)
    hit, length_s = HITS[number % len(HITS)], drawn.uniform(5, 20)
    command = [sys.executable, "-c", FIT, f"{length_s:.1f}", str(number), hit]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as kernel:
        assert kernel.stdout is not None
        began = kernel.stdout.readline() == "at work\n"
        if began and hit in {"kill", "interrupt"}:
            time.sleep(drawn.uniform(0, length_s / 3))
            kernel.send_signal(signal.SIGKILL if hit == "kill" else signal.SIGINT)
        _, said = kernel.communicate()
    box = tmp_path / "box"
    result = json.loads((box / "result.json").read_text()) if (box / "result.json").exists() else {}
    assert result or hit == "kill", said
    assert result.get("used_s", 0.0) <= length_s + UNINTERRUPTIBLE_S, result
    verified = subprocess.run(
        [sys.executable, "-P", "-m", "callit.verifying", str(box)], capture_output=True, text=True, check=False
    )
    assert verified.returncode == 0, (hit, verified.stdout, verified.stderr, said)
