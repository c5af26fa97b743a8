"""The Train page of a session with processes that train beside it: a row each, while it runs and once it has ended."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from model.protocol.config import LOCK_FILE
from model.protocol.events import Kind
from model.protocol.locks import take_lock
from model.protocol.result import HandWork
from planner.store import Store
from tests.app.made_runs import MadeRun, record
from tests.app.train_tab import opened, said

NODES = {"hand-1": "lab-a", "hand-2": "lab-b", "hand-3": "lab-b"}


def with_hands(run: MadeRun) -> MadeRun:
    """Three that train: one has brought two networks, one waits, one is gone."""
    for hand, node in NODES.items():
        run.say(Kind.HAND_READY, hand=hand, node=node, cores=4)
    for order, (score, is_better) in enumerate(((0.851, True), (0.822, False)), start=1):
        run.say(
            Kind.HAND_BEGUN, hand="hand-1", node="lab-a", order=order, change="with another seed", epochs=7.0,
            most_s=80.0,
        )  # fmt: skip
        run.say(
            Kind.HAND_DONE, hand="hand-1", node="lab-a", order=order, change="with another seed", epochs=7.0,
            train_s=31.0, score=score, is_better=is_better,
        )  # fmt: skip
    run.say(
        Kind.HAND_BEGUN, hand="hand-1", node="lab-a", order=3, change="of 128 units", epochs=7.0, most_s=120.0
    )  # fmt: skip
    run.say(Kind.HAND_LOST, hand="hand-3", node="lab-b", why="Its machine is gone.", order=4)
    run.say(Kind.WARNING, message="A process that trained on lab-b is gone: its machine is gone.")
    return run


@pytest.fixture
def live(home: Path) -> Iterator[MadeRun]:
    """A session at work with three processes beside it, as by a worker that lives."""
    run = MadeRun(home / "runs" / "live", "live", time.time() - 170)
    lock = take_lock(run.folder / LOCK_FILE)
    assert lock is not None
    run.through_training(4.4)
    run.now = time.time() - 12
    yield with_hands(run)
    lock.release()


def test_while_it_runs_each_has_a_row_with_what_it_does_and_brought(store: Store, live: MadeRun) -> None:
    record(store, live)
    lines = [str(part.value).replace("\\", "") for part in opened().markdown]
    own, first, second, third = lines[lines.index("**Trained at the same time**") + 1 :][:4]
    assert "**The session itself** · epoch 5 of about 7" in own
    assert "**lab-a** · a training of 128 units, " in first
    assert "s of 2 min at most" in first
    assert "2 trainings done, 1 made the model better; the best by itself has macro-F1 .851" in first
    assert "**lab-b (1)** · waits for a training" in second
    assert "**lab-b (2)** · gone: its machine is gone." in third


def test_once_it_has_ended_it_says_what_each_brought(store: Store, home: Path) -> None:
    """Trainings, their time, and the networks of the model; what became of the one that is gone."""
    run = with_hands(MadeRun(home / "runs" / "one", "one", time.time() - 3600)).to_the_end()
    work = [
        {"hand": "hand-1", "node": "lab-a", "cores": 4, "trainings": 2, "train_s": 62.0, "taken": 1, "lost": ""},
        {"hand": "hand-2", "node": "lab-b", "cores": 4, "trainings": 0, "train_s": 0.0, "taken": 0, "lost": ""},
        {"hand": "hand-3", "node": "lab-b", "cores": 4, "trainings": 0, "train_s": 0.0, "taken": 0, "lost": "Gone."},
    ]
    assert {HandWork(**row).node for row in work} == set(NODES.values())
    done = {"epochs": 7.0, "train_s": 80.0, "log_loss": 0.4, "training_loss": 0.3}
    run.change_result(hands=work, networks=2, trainings=[done])
    record(store, run)
    app = opened(session="one")
    assert not app.exception
    assert "2 trainings were done beside the session, on lab-a; 1 of their networks is part of the model." in said(app)
    (table,) = [one.value for one in app.table if "Networks in the model" in one.value.columns]
    assert table.reset_index().to_numpy().tolist() == [
        ["The session itself", 1, "80 s", 1],
        ["lab-a", 2, "62 s", 1],
        ["lab-b (1)", 0, "0 s", 0],
        ["lab-b (2)", 0, "0 s", 0],
    ]
    assert "lab-b (2): Its machine is gone." in said(app)


def test_a_session_without_them_says_nothing_of_it(store: Store, home: Path) -> None:
    run = MadeRun(home / "runs" / "one", "one", time.time() - 3600).to_the_end()
    record(store, run)
    app = opened(session="one")
    assert "Where it was trained" not in [one.label for one in app.expander]
    assert "beside the session" not in said(app)
