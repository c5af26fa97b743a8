"""Every command in README works as it stands there."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.sample.corpus import make_sample_corpus
from tests.places import ROOT

BIN = Path(sys.executable).parent
SET_UP = ("make app", "make test", ". .venv/bin/activate")  # tested below, or what runs this very test


def readme_commands() -> list[str]:
    """The commands of README's shell blocks, in order, without their comments."""
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    lines = [line.split("  #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working folder with the files that README speaks of."""
    reviews = make_sample_corpus()
    reviews.head(4000).to_csv(tmp_path / "reviews.csv", index=False)
    reviews[["review"]].tail(50).to_csv(tmp_path / "new-reviews.csv", index=False)
    return tmp_path


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line as a person with the environment activated would; one epoch ends a training, on a busy machine too."""
    command = command.replace("--timebox 1m", "--timebox 4m --epochs 1 --one-network")
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "CALLIT_HOME": str(folder / "home")}
    return subprocess.run(
        command, shell=True, cwd=folder, env=environment, capture_output=True, text=True, timeout=240, check=False
    )


def test_readme_names_the_two_commands() -> None:
    """Both commands that a newcomer types first are in README."""
    assert {"make app", "make test"} <= set(readme_commands())


def test_every_command_of_readme_succeeds(folder: Path) -> None:
    """Typed in order into one folder, each of README's commands exits with 0 and leaves what it promises."""
    commands = [command for command in readme_commands() if command not in SET_UP]
    assert len(commands) >= 8
    for command in commands:
        done = run(command, folder)
        assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    assert (folder / "labelled.csv").read_text(encoding="utf-8").count("\n") == 51
    model = folder / "my-model"
    for left in ("manifest.json", "card.md", "events.jsonl"):
        assert (model / left).exists()
    told = json.loads((model / "result.json").read_text(encoding="utf-8"))
    assert "the one epoch asked for was done" in told["message"]
    assert (model / "model.keras").exists() == told["with_network"]  # one epoch may not be enough to help


@pytest.fixture
def running_app(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """`make app` in this checkout, without a browser."""
    environment = {**os.environ, "CALLIT_HOME": str(tmp_path), "CALLIT_NO_BROWSER": "1", "CALLIT_PORT": "8765"}
    process = subprocess.Popen(
        ["make", "app", f"VENV={BIN.parent}"],
        cwd=ROOT,
        env=environment,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    yield process
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(timeout=20)


def test_make_app_opens_an_app_that_answers(running_app: subprocess.Popen[str]) -> None:
    """`make app` serves the app, on this machine only, without asking anything."""
    assert answers("http://127.0.0.1:8765/_stcore/health", running_app, within_s=60)


def answers(address: str, process: subprocess.Popen[str], *, within_s: float) -> bool:
    """Whether the address answers before the time is over, while the process lives."""
    until = time.monotonic() + within_s
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.2)
    return False
