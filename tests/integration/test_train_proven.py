"""Beside other work a session ends with a proven model, and loses nothing that it was to find out on the way."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from benchmarks.shared_sets import SETS, VARIABLE
from model.folder.manifest import read_manifest
from model.folder.predictor import load_model
from model.protocol.events import Event, ModelProven, SessionStarted
from model.session.suspects_stage import LEAST_BOX_S
from planner.cli.verdict import final_lines
from planner.sessions import SessionFollower
from tests.integration.busy_machine import one_busy_core
from tests.integration.real_sessions import (
    Ended,
    begin,
    callit,
    has_said,
    result,
    reviews,
    said,
    started,
    until,
    worker_of,
)

SOAK_BOX_S = 120.0
RUNS = 50
needs_soak = pytest.mark.skipif(not os.environ.get("CALLIT_SOAK"), reason="a long test of the promise: make soak")
needs_sets = pytest.mark.skipif(not os.environ.get(VARIABLE), reason=f"needs the shared text sets: set {VARIABLE}")


def _of_kind(run_folder: Path, kind: str) -> list[Event]:
    return [event for event in said(run_folder) if event.kind == kind]


def _weights(proven: Event) -> str:
    assert isinstance(proven.body, ModelProven)
    return proven.body.weights_sha256


def _started_unix(run_folder: Path) -> float:
    started = said(run_folder)[0].body
    assert isinstance(started, SessionStarted)
    return started.started_unix


def _is_proven(run_folder: Path) -> dict[str, Any]:
    """The delivered model is the proven one, whole, with its scores; what the result says."""
    told, manifest = result(run_folder), read_manifest(run_folder)
    assert told["proven"], told["warnings"]
    assert manifest.proven is not None
    assert manifest.proven.unix_s == pytest.approx(told["proven_unix"], abs=1e-3)
    assert told["hashes"]["weights_sha256"] == manifest.weights_sha256 == load_model(run_folder).weights_sha256
    assert manifest.scores["held_out"]
    return told


def _lost_nothing(told: dict[str, Any]) -> None:
    """No answer is missing for want of time at the end."""
    told_words = " ".join(verdict["text"] for verdict in told["verdicts"]).lower()
    assert "no time" not in told_words
    assert told["timebox_s"] < LEAST_BOX_S or told["suspects"]["rows"]


@pytest.mark.alone
def test_beside_a_busy_core_a_session_ends_proven(ended: Ended) -> None:
    """One real session, at its own pace: proven before the end, and nothing lost."""
    out = ended.folder / "out"
    told = _is_proven(out)
    _lost_nothing(told)
    lines = "\n".join(final_lines(SessionFollower(out).refresh()))  # printed where no JSON was asked for
    assert "Proven at " in lines
    assert "reloaded in a fresh process, same predictions." in lines
    proven = _of_kind(out, "proven")
    assert proven[0].unix_s < _started_unix(out) + 2 / 3 * ended.box_s
    assert _weights(proven[-1]) == told["hashes"]["weights_sha256"]


def test_killed_behind_a_proof_the_proven_model_is_delivered(tmp_path: Path) -> None:
    """Worker and supervisor at once: what lies there is what was proven last, and it labels texts."""
    table, out = reviews(tmp_path), tmp_path / "out"
    words = ("--text", "review", "--label", "sentiment", "--timebox", "2m", "--out", "out")
    session = begin(tmp_path, "train", table.name, *words)
    until(lambda: has_said(out, "proven"), within_s=90)
    worker = worker_of(out)
    session.send_signal(signal.SIGKILL)
    if worker is not None:
        worker.send_signal(signal.SIGKILL)
    session.communicate(timeout=10)
    proven = _weights(_of_kind(out, "proven")[-1])
    manifest = read_manifest(out)
    assert manifest.weights_sha256 == proven
    assert manifest.proven
    done = callit(tmp_path, "predict", "out", table.name, "--text", "review", "--out", "labelled.csv")
    assert done.returncode == 0, done.stderr


@pytest.mark.alone
@pytest.mark.soak
@pytest.mark.datasets
@pytest.mark.timeout(300)
@needs_soak
@needs_sets
@pytest.mark.parametrize("number", range(RUNS))
def test_fifty_of_fifty_end_proven(tmp_path: Path, number: int) -> None:
    """Boxes of two minutes on the shared sets in turn, each with its own seed, beside a busy core."""
    found = SETS[number % len(SETS)]
    words = ("--text", found.text, "--label", found.label, "--seed", str(number), "--timebox", f"{SOAK_BOX_S:.0f}s")
    with one_busy_core():
        done = started(tmp_path, "train", str(found.path), *words, "--out", "out", timeout_s=200)
    assert done.returncode == 0, done.stderr
    _lost_nothing(_is_proven(tmp_path / "out"))
