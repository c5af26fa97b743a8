"""Going on from an ended session: offered where something was kept, and started with a click."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from model.protocol.run_folder import PREPARED_FACTS
from planner.sessions.run import OpenRun
from planner.store import Store
from tests.app.made_runs import MadeRun, record
from tests.app.train_tab import labels, opened, press, said


@pytest.fixture
def ended(home: Path, store: Store) -> MadeRun:
    """A session that went to its end and kept what a new box needs."""
    run = MadeRun(home / "runs" / "ended", "ended", time.time() - 600)
    run.to_the_end()
    kept = run.folder / PREPARED_FACTS
    kept.parent.mkdir(parents=True)
    kept.write_text("{}")
    record(store, run)
    return run


def test_an_ended_session_offers_another_box(ended: MadeRun, launched: list[OpenRun]) -> None:
    """Twenty minutes are proposed, the end is named, and a click starts a session from that one."""
    app = opened(session=ended.session_id)
    assert app.number_input(key="more_minutes").value == 20
    app.number_input(key="more_minutes").set_value(5).run()
    press(app, "Continue: ends by ")
    (run,) = launched
    assert run.config.order.timebox_s == pytest.approx(300)
    assert run.config.order.continue_from == ended.folder
    assert run.config.order.choices.metric == "macro_f1"


def test_where_nothing_was_kept_it_is_not_offered(ended: MadeRun) -> None:
    """A model whose `resume` was deleted labels texts, but cannot be trained on."""
    (ended.folder / PREPARED_FACTS).unlink()
    app = opened(session=ended.session_id)
    assert not any(label.startswith("Continue") for label in labels(app))
    assert "Traceback" not in said(app)
