"""Real sessions in real processes: `callit` started as a person would, and what its run folder says meanwhile."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from data.sample.corpus import make_sample_corpus
from model.folder.reload import can_fork
from model.protocol.events import Event, EventReader
from model.protocol.run_folder import WORKER_LOG
from tests.integration.busy_machine import one_busy_core
from tests.ready_programs import ReadyProgram, ready_programs

BIN = Path(sys.executable).parent
QUICK_MACHINE = '{"start_s": 3.0, "save_s": 0.1, "reload_s": 3.0}'  # as measured by an earlier session: short boxes
TABLE_AFTERWARDS = "moved.csv"


def person(folder: Path) -> dict[str, str]:
    """The environment of a person who works in `folder` and has trained on this machine before."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    (home / "machine.json").write_text(QUICK_MACHINE)
    return {**os.environ, "CALLIT_HOME": str(home), "COLUMNS": "200"}


Session = subprocess.Popen[str] | ReadyProgram


def callit(folder: Path, *words: str, timeout_s: float = 150) -> subprocess.CompletedProcess[str]:
    """Run one command in `folder` to its end; where there is `fork`, it and ours that it starts are ready at once."""
    if not can_fork():
        return started(folder, *words, timeout_s=timeout_s)
    ran = begin(folder, *words)
    out, err = ran.communicate(timeout=timeout_s)
    return subprocess.CompletedProcess(words, ran.returncode or 0, out, err)


def started(folder: Path, *words: str, timeout_s: float = 150) -> subprocess.CompletedProcess[str]:
    """The same as a person's shell does it, with every start."""
    command = [str(BIN / "callit"), *words]
    return subprocess.run(
        command, cwd=folder, env=person(folder), capture_output=True, text=True, timeout=timeout_s, check=False
    )


def begin(folder: Path, *words: str, most_bytes: int = -1) -> Session:
    """Begin one command in `folder` that is ready at once, where there is `fork`; else `start` it."""
    if not can_fork():
        return start(folder, *words, most_bytes=most_bytes)
    environment = person(folder)
    return ready_programs().start("callit", words, folder=folder, environment=environment, most_bytes=most_bytes)


def start(folder: Path, *words: str, most_bytes: int = -1) -> subprocess.Popen[str]:
    """Start one command in `folder` as a person's shell does; `most_bytes`: of each file that it writes, whole KiB."""
    limit = [] if most_bytes < 0 else ["bash", "-c", f'ulimit -f {most_bytes // 1024}; exec "$@"', "bash"]
    command = [*limit, str(BIN / "callit"), *words]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, cwd=folder, env=person(folder), text=True, **pipes)  # type: ignore[call-overload,no-any-return]


def reviews(folder: Path, rows: int = 2_000) -> Path:
    """A small table of made reviews."""
    path = folder / "reviews.csv"
    make_sample_corpus(rows).to_csv(path, index=False)
    return path


@dataclass(frozen=True)
class Ended:
    """A session that came to its end in `folder`/out: its box, the seconds it took, and what the command printed."""

    folder: Path
    box_s: float
    took_s: float
    done: subprocess.CompletedProcess[str]


def session_beside_a_busy_core(folder: Path, box_s: float) -> Ended:
    """A session at its own pace, among files named like ours; afterwards its table has another name."""
    (folder / "data").mkdir()
    for name in ("model.py", "planner.py", "data/__init__.py"):
        (folder / name).write_text("raise SystemExit('the wrong code ran')")
    table = reviews(folder)
    words = ("--text", "review", "--label", "sentiment", "--timebox", f"{box_s:.0f}s", "--out", "out", "--json")
    with one_busy_core():
        began = time.monotonic()
        done = started(folder, "train", table.name, *words, timeout_s=box_s + 30)
        took_s = time.monotonic() - began
    assert done.returncode == 0, done.stderr
    table.rename(folder / TABLE_AFTERWARDS)
    return Ended(folder, box_s, took_s, done)


def said(run_folder: Path) -> list[Event]:
    """All that a session has said so far."""
    return EventReader(run_folder).read_new()


def has_said(run_folder: Path, kind: str, **body: Any) -> bool:
    """Whether the session has said such an event."""
    return any(
        event.kind == kind and all(getattr(event.body, name, None) == value for name, value in body.items())
        for event in said(run_folder)
    )


def until(condition: Callable[[], bool], *, within_s: float = 90.0) -> None:
    """Return as soon as the condition holds; fail when it does not in time."""
    end = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def worker_of(run_folder: Path) -> psutil.Process | None:
    """The live worker of a run folder: where two processes were ready at once, its output tells whose it is."""
    for process in psutil.process_iter(["cmdline"]):
        command = process.info["cmdline"] or []
        is_started = command[1:4] == ["-P", "-m", "model"] and command[-1] == str(run_folder)
        if is_started or _output_of(process) == str(run_folder / WORKER_LOG):
            return process
    return None


def _output_of(process: psutil.Process) -> str:
    """The file that a process writes to, on a system that tells."""
    try:
        return os.readlink(f"/proc/{process.pid}/fd/1")
    except OSError:
        return ""


def result(run_folder: Path) -> dict[str, Any]:
    """What `result.json` says."""
    return dict(json.loads((run_folder / "result.json").read_text(encoding="utf-8")))
