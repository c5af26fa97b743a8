"""A box around `fit` in real time and real processes, where a person's own modules have the names of ours."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from planner import sessions, timelog
from planner.domain.training import SessionState, TrainingSession
from planner.store import Store
from tests.integration.command_line import CommandLine
from tests.unit.made_projects import planned_project

FIT = """
import sys
import keras, numpy as np
from callit.keras import Timebox

class Doubles(keras.layers.Layer):
    def call(self, x):
        return 2 * x

random = np.random.default_rng(0)
x = random.normal(size=(1200, 8)).astype("float32")
y = (x[:, 0] + random.normal(size=1200) > 0).astype("float32")
layers = [keras.layers.Input((8,)), keras.layers.Dense(8, "relu"), keras.layers.Dense(1, "sigmoid")]
if "--own-layer" in sys.argv:
    layers.insert(1, Doubles())
model = keras.Sequential(layers)
model.compile("adam", "binary_crossentropy", metrics=[keras.metrics.AUC(name="auc")])
box = Timebox(sys.argv[1], monitor="val_auc", folder="box", phase="Model")

class Says(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if epoch == 3:
            print("at work", flush=True)

model.fit(x[:1000], y[:1000], validation_data=(x[1000:], y[1000:]), epochs=100000, verbose=0, callbacks=[box, Says()])
"""


GROWS = f"""
import os, signal, time
{FIT.partition("box = Timebox")[0]}
from callit.keras.memory import used_bytes

class Grows(keras.callbacks.Callback):
    held = []
    def on_train_batch_end(self, batch, logs=None):
        if grown.best is not None and len(self.held) < 60:
            self.held.append(np.ones(1_250_000))  # 10 MB, at most 200 MB a second
            time.sleep(0.05)

class Dies(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if epoch == 2:
            os.kill(os.getpid(), signal.SIGKILL)  # as the system does where memory ends

def fit(*callbacks, epochs=100000):
    given = {{"validation_data": (x[1000:], y[1000:]), "verbose": 0, "batch_size": 64}}
    model.fit(x[:1000], y[:1000], epochs=epochs, callbacks=list(callbacks), **given)

fit(epochs=1)
limit = used_bytes() + 400_000_000
grown = Timebox("5m", monitor="val_auc", folder="grown", memory_limit=limit, prove=False, log=False)
fit(grown, Grows())
print(used_bytes() < limit, len(Grows.held), flush=True)
fit(Timebox("5m", monitor="val_auc", folder="dead", prove=False, phase="Model"), Dies())
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    (folder / "data").mkdir(parents=True)
    mark = "from pathlib import Path; Path(__file__).with_suffix('.ran').touch(); raise SystemExit('mine ran')"
    for name in ("model.py", "planner.py", "data/__init__.py"):
        (folder / name).write_text(mark)
    (folder / "fit.py").write_text(FIT)
    return folder


def closed_session(store: Store) -> TrainingSession:
    """The only one, once the process beside has seen that the one that trained is gone."""
    ends = time.monotonic() + 60
    while sessions.recent_sessions(store, 1)[0].state is SessionState.RUNNING and time.monotonic() < ends:
        time.sleep(0.1)
    (session,) = sessions.recent_sessions(store, 5)
    return session


@pytest.mark.alone
def test_fit_ends_in_its_box_proven_logged_and_verified(
    store: Store, now: datetime, place: Path, callit: CommandLine
) -> None:
    """With a layer that only the person's program knows: said, and what was checked instead."""
    project = planned_project(store, "Reviews", {"Model": (4, 8)}, now)
    command = [sys.executable, "fit.py", "30s", "--own-layer"]
    ran = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    told = json.loads((place / "box" / "result.json").read_text())
    assert told["used_s"] <= 30
    assert told["ending"] == "box over"
    assert "Could not locate class 'Doubles'" in told["proof"]["words"]
    assert "Checked instead: model.keras holds the 4 arrays that were scored" in told["proof"]["words"]
    assert not list(place.rglob("*.ran"))
    (session,) = sessions.recent_sessions(store, 5)
    assert session.state is SessionState.FINISHED
    assert session.scores[0].weights_sha256 == told["weights_sha256"]
    (entry,) = timelog.entries(store, project.id)
    assert not entry.attended
    assert callit("verify", str(place / "box")).code == 0


def test_a_kernel_killed_in_the_middle_of_fit_leaves_the_best_whole(
    store: Store, now: datetime, place: Path, callit: CommandLine
) -> None:
    planned_project(store, "Reviews", {"Model": (4, 8)}, now)
    command = [sys.executable, "fit.py", "5m"]
    with subprocess.Popen(command, cwd=place, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as kernel:
        assert kernel.stdout is not None
        assert kernel.stdout.readline() == b"at work\n"
        kernel.send_signal(signal.SIGKILL)
    session = closed_session(store)
    assert session.state is SessionState.CUT_SHORT
    assert "The kernel died after" in session.message
    ran = callit("verify", str(place / "box"))
    assert ran.code == 0, ran.out
    assert "On all 200 rows of the validation data" in ran.out


@pytest.mark.alone
def test_a_network_that_grows_stops_before_its_limit_and_one_that_the_system_kills_leaves_its_best(
    store: Store, now: datetime, place: Path, callit: CommandLine
) -> None:
    """10 MB a batch and never more than 600 MB, below a limit of 400 MB more than there was."""
    planned_project(store, "Reviews", {"Model": (4, 8)}, now)
    (place / "grows.py").write_text(GROWS)
    ran = subprocess.run([sys.executable, "grows.py"], cwd=place, capture_output=True, text=True, check=False)
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    is_below, held = ran.stdout.split()
    assert is_below == "True"
    assert int(held) < 60
    told = json.loads((place / "grown" / "result.json").read_text())
    assert told["ending"] == "memory"
    assert "of memory were in use" in told["error"]
    assert "at a batch size of 64." in told["error"]
    assert "would fit" in told["error"]
    assert callit("verify", str(place / "grown")).code == 0
    session = closed_session(store)
    assert session.state is SessionState.CUT_SHORT
    assert "The kernel died after" in session.message
    assert "is kept" in session.message
    checked = callit("verify", str(place / "dead"))
    assert checked.code == 0, checked.out
    assert "The process died after" in checked.out
