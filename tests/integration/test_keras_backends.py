"""A box around `fit` with each other backend of Keras, in real processes, from its start to `callit verify`.

TensorFlow's is in `test_keras_box.py`. By the processor's clock: what else the machine does is neither theirs nor the
test's.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.places import ROOT

pytestmark = pytest.mark.slow

BACKENDS = {"jax": "JAX is not installed here: pip install jax", "torch": "PyTorch is not installed here"}
FIT = """
import time
import keras, numpy as np
import callit
from callit.clock import BoxClock
from callit.keras import Timebox

random = np.random.default_rng(0)
x = random.normal(size=(320, 8)).astype("float32")
y = (x[:, 0] + 0.3 * random.normal(size=320) > 0).astype("float32")
layers = [keras.layers.Input((8,)), keras.layers.Dense(8, "relu"), keras.layers.BatchNormalization()]
model = keras.Sequential([*layers, keras.layers.Dense(1, "sigmoid")])
model.compile("adam", "binary_crossentropy", metrics=[keras.metrics.AUC(name="auc")])
box = callit.Timebox("60s", folder="box", log=False, clock=BoxClock(ticks=time.process_time))
timebox = Timebox("60s", monitor="val_auc", learning_rate="by time", box=box)
model.fit(x[:256], y[:256], validation_data=(x[256:], y[256:]), epochs=12, verbose=0, callbacks=[timebox])
"""


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """One that is installed."""
    name = str(request.param)
    if find_spec(name) is None:
        pytest.skip(BACKENDS[name])
    return name


def run(place: Path, *words: str, backend: str) -> subprocess.CompletedProcess[str]:
    """A process in whose shell that backend is chosen; ours is found as from a clone."""
    variables = {**os.environ, "KERAS_BACKEND": backend, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *words], cwd=place, env=variables, capture_output=True, text=True, check=False
    )


def test_the_best_is_proven_and_verified_with_the_backend_that_trained_it(tmp_path: Path, backend: str) -> None:
    """Whatever the shell says in which `callit verify` is typed."""
    (tmp_path / "fit.py").write_text(FIT)
    ran = run(tmp_path, "fit.py", backend=backend)
    assert ran.returncode == 0, ran.stderr
    told = json.loads((tmp_path / "box" / "result.json").read_text())
    assert told["ending"] == "finished"
    assert told["proof"]["ok"] is True, told["proof"]
    assert "On all 64 rows of the validation data" in told["proof"]["words"]
    manifest = json.loads((tmp_path / "box" / "manifest.json").read_text())
    assert manifest["proof"]["backend"] == backend
    checked = run(tmp_path, "-P", "-m", "callit.verifying", "box", backend="tensorflow")
    assert checked.returncode == 0, checked.stderr
    checks = {check["check"]: check for check in json.loads(checked.stdout)}
    assert all(check["ok"] for check in checks.values()), checks
    assert "not installed" not in checks["scored again"]["words"]
