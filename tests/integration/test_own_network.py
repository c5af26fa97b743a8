"""`import callit` where a person has a `model.py`, a `data/` and a `planner.py` of her own, in real processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from planner import sessions, timelog
from planner.domain.project import Project
from planner.domain.training import SessionState, TrainingSession
from planner.store import Store
from tests.places import ROOT
from tests.unit.made_projects import planned_project

HEAVY = (
    "tensorflow",
    "keras",
    "torch",
    "jax",
    "pandas",
    "numpy",
    "streamlit",
    "planner",
    "model",
    "data",
    "sqlite3",
    "IPython",
)
SLOW = ("asyncio", "unittest", "multiprocessing", "email", "http", "concurrent", "logging", "ssl", "xml")
TRAINING = """
import sys, time
import callit
with callit.Timebox("60s", phase="Model", folder="box") as box:
    for number in box.batches(range(4), epochs=1):
        box.score(val_auc=number / 8, save=lambda folder: (folder / "net.txt").write_text(str(number)))
    print("at work", flush=True)
    if "--stay" in sys.argv:
        time.sleep(60)
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where a person works whose own modules have the names of ours; each leaves a mark when it runs."""
    folder = tmp_path / "mine"
    (folder / "data").mkdir(parents=True)
    mark = "from pathlib import Path; Path(__file__).with_suffix('.ran').touch(); raise SystemExit('mine ran')"
    for name in ("model.py", "planner.py", "data/__init__.py", "data/labels.py", "msgspec.py", "psutil.py"):
        (folder / name).write_text(mark)
    (folder / "training.py").write_text(TRAINING)
    return folder


def run(place: Path, *words: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    variables |= {} if path is None else {"PYTHONPATH": path}
    return subprocess.run(
        [sys.executable, *words], cwd=place, env=variables, capture_output=True, text=True, check=False
    )


def reviews(store: Store, now: datetime) -> Project:
    return planned_project(store, "Reviews", {"Model": (4, 8), "Write up": (2, 4)}, now)


def only_session(store: Store) -> TrainingSession:
    (session,) = sessions.recent_sessions(store, 5)
    return session


@pytest.mark.parametrize(
    ("words", "path"),
    [
        (("training.py",), None),
        (("-m", "training"), None),
        (("-c", TRAINING), None),  # the empty name in front, as in the kernel of a notebook
        (("training.py",), "."),
        (("training.py",), str(ROOT)),  # a clone that was never installed
    ],
)
def test_a_box_is_logged_from_a_folder_whose_names_are_ours(
    store: Store, now: datetime, place: Path, words: tuple[str, ...], path: str | None
) -> None:
    project = reviews(store, now)
    ran = run(place, *words, path=path)
    assert ran.returncode == 0, ran.stderr
    assert "best val_auc .375" in ran.stderr
    assert f"Logged on {project.name}, Model" in ran.stderr
    assert not list(place.rglob("*.ran"))
    assert only_session(store).state is SessionState.FINISHED
    assert len(timelog.entries(store, project.id)) == 1


IMPORT = """
import sys
before = set(sys.modules)
import callit
print(*sorted(set(sys.modules) - before))
"""


def test_importing_callit_takes_the_standard_library_alone_and_nothing_slow_of_it(place: Path) -> None:
    """0.07 s of a processor; by what is imported, as a clock would tell of the machine."""
    ran = run(place, "-c", IMPORT)
    taken = {name.partition(".")[0] for name in ran.stdout.split()}
    assert "callit" in taken, ran.stderr
    assert taken - sys.stdlib_module_names == {"callit"}
    assert not taken & {*HEAVY, *SLOW}
    assert len(ran.stdout.split()) < 150


def test_without_a_project_nothing_is_asked_and_nothing_made(home: Path, place: Path) -> None:
    script = TRAINING.replace('phase="Model", ', "")
    ran = run(place, "-c", script)
    assert ran.returncode == 0, ran.stderr
    assert "Logged" not in ran.stderr
    assert not home.exists()


def test_a_phase_that_is_not_there_is_said_before_the_work_begins(store: Store, now: datetime, place: Path) -> None:
    reviews(store, now)
    ran = run(place, "-c", TRAINING.replace('"Model"', '"Modle"'))
    assert ran.returncode == 1
    assert "at work" not in ran.stdout
    assert "BoxError" in ran.stderr.splitlines()[-1]
    assert "Modle" in ran.stderr.splitlines()[-1]


def test_a_kernel_that_is_killed_leaves_the_best_whole_and_is_closed_as_what_it_was(
    store: Store, now: datetime, place: Path
) -> None:
    """By the process that listens to it, a moment later: nobody has to open anything."""
    project = reviews(store, now)
    with subprocess.Popen(
        [sys.executable, "training.py", "--stay"], cwd=place, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as kernel:
        assert kernel.stdout is not None
        assert kernel.stdout.readline() == b"at work\n"
        kernel.send_signal(signal.SIGKILL)
    ends = time.monotonic() + 60
    while only_session(store).state is SessionState.RUNNING and time.monotonic() < ends:
        time.sleep(0.1)
    session = only_session(store)
    assert session.state is SessionState.CUT_SHORT
    assert session.message.startswith("The kernel died after")
    assert "best val_auc .375" in session.message
    assert len(timelog.entries(store, project.id)) == 1
    verified = run(place, "-P", "-c", "from planner.cli.main import main; main()", "verify", "box")
    assert (place / "box" / "best-0004" / "net.txt").read_text() == "3"
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert "The process died after" in verified.stdout
