"""That the delivered model is proven, and since when, is said on the page, in the terminal and on the card."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

import pytest

from model.protocol.events import Kind
from planner.cli.verdict import final_lines
from planner.sessions import SessionFollower
from planner.store import Store
from tests.app.made_runs import MadeRun, record
from tests.app.train_tab import opened, said

RELOADED = "reloaded in a fresh process, same predictions."


@pytest.fixture
def run(home: Path) -> MadeRun:
    """A made run of five minutes that began some minutes ago."""
    return MadeRun(home / "runs" / "one", "one", time.time() - 600)


def _proven(run: MadeRun, what: str) -> str:
    """Say that the model saved last is proven; the time of day."""
    run.say(Kind.PROVEN, what=what, weights_sha256=run.weights, texts=736)
    return f"{datetime.fromtimestamp(run.now):%H:%M}"


def test_an_ended_session_says_that_its_model_is_proven(store: Store, run: MadeRun) -> None:
    """With the time, in the browser and in the terminal."""
    clock = _proven(run.to_the_end(message="Finished inside its box."), "delivered")
    record(store, run)
    page = said(opened(session=run.session_id))
    assert f"{clock}: {RELOADED}" in page
    assert "Proven" in page
    assert f"Proven at {clock}: {RELOADED}" in final_lines(SessionFollower(run.folder).refresh())


def test_what_is_not_proven_is_not_claimed(store: Store, run: MadeRun) -> None:
    """Neither where no proof was told, nor where another model has been saved since."""
    run.through_benchmark()
    _proven(run, "benchmark")
    run.to_the_end()
    record(store, run)
    assert RELOADED not in said(opened(session=run.session_id))
    assert not [line for line in final_lines(SessionFollower(run.folder).refresh()) if "Proven" in line]


def test_the_model_kept_so_far_is_proven_while_training_goes_on(run: MadeRun) -> None:
    """Whoever looks at the page knows what is safe; a checkpoint counts from its own proof on."""
    run.through_training(4.4)
    follower = SessionFollower(run.folder)
    assert follower.refresh().proven_unix is None
    _proven(run, "checkpoint")
    assert follower.refresh().proven_unix == pytest.approx(run.now, abs=1e-3)
