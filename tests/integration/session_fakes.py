"""Tiny stand-ins for a worker: scripts that say what a real one would, in real processes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from model.protocol.config import LOCK_FILE
from model.protocol.locks import HeldLock, take_lock
from planner.sessions.worker_process import WorkerCommand
from tests.made_orders import made_config

PREAMBLE = """
import os, signal, subprocess, sys, time
from pathlib import Path
from model.protocol.events import EventWriter, ModelSaved, SessionFailed, SessionFinished, Stage, StageStarted
run = Path(sys.argv[1])
events = EventWriter(run)
def save(what="benchmark"):
    (run / "manifest.json").write_text("{}")
    events.emit(ModelSaved(what, "aa"))
def finish():
    events.emit(SessionFinished("finished", "Done.", "Level.", 1.0))
def wait_for(name):
    while not (run / name).exists():
        time.sleep(0.02)
"""


def fake_worker(script: str) -> WorkerCommand:
    """A worker that runs a script with `run`, `events`, `save`, `finish` and `wait_for` at hand."""
    return lambda run_folder: [sys.executable, "-P", "-c", PREAMBLE + script, str(run_folder)]


def new_run(folder: Path, *, timebox_s: float = 60, used_s: float = 0.0) -> tuple[Path, HeldLock]:
    """A run folder whose session started `used_s` ago, with its lock held."""
    folder.mkdir(parents=True, exist_ok=True)
    made_config(folder.name, started_unix=time.time() - used_s, timebox_s=timebox_s).save(folder)
    lock = take_lock(folder / LOCK_FILE)
    assert lock is not None
    return folder, lock


def until(condition: Callable[[], bool], within_s: float = 15.0) -> None:
    """Return as soon as the condition holds; fail when it does not in time."""
    end = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
