"""The Train page of a session that was sent to a cluster: the same page, which says where it runs, or ran."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from model.protocol.config import LOCK_FILE, SessionConfig
from model.protocol.elsewhere import Elsewhere
from model.protocol.locks import take_lock
from planner.cluster.note import ClusterNote
from planner.store import Store
from tests.app.made_runs import MadeRun, record
from tests.app.train_tab import opened, said

ADDRESS = "ray://head:10001"


def sent(run: MadeRun, node: str = "lab-3") -> MadeRun:
    """The same run, as if its events came from a node."""
    config = SessionConfig.load(run.folder)
    replace(config, elsewhere=Elsewhere(address=ADDRESS)).save(run.folder)
    started = (run.folder / "events.jsonl").read_text().replace('"node": null', f'"node": "{node}"')
    (run.folder / "events.jsonl").write_text(started)
    return run


def test_a_session_at_work_on_a_node_says_so_and_is_drawn_as_any_other(home: Path, store: Store) -> None:
    run = sent(MadeRun(home / "runs" / "live", "live", time.time() - 100))
    lock = take_lock(run.folder / LOCK_FILE)
    assert lock is not None
    run.begin("read")
    record(store, run)
    app = opened()
    assert app.title[0].value.startswith("3:")
    assert "on ray://head:10001, node lab-3" in said(app)
    assert "Stop and keep" in [button.label for button in app.button]
    lock.release()


def test_an_ended_session_says_where_it_ran_and_begins_to_fetch_what_its_node_kept(
    home: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, and only where something may be left there."""
    begun: list[Path] = []
    monkeypatch.setattr(
        "planner.pages.train_page.elsewhere.begin_to_fetch", lambda folder, now_unix: begun.append(folder)
    )
    run = sent(MadeRun(home / "runs" / "done", "done", time.time() - 3600).to_the_end())
    record(store, run)
    ClusterNote(ADDRESS, "ada@laptop/done/1", "lab-3", "id", 1, is_fetched=True).save(run.folder)
    assert "on ray://head:10001, node lab-3" in said(opened(session="done"))
    assert begun == []
    ClusterNote(ADDRESS, "ada@laptop/done/1", "lab-3", "id", 1, is_left=True).save(run.folder)
    app = opened(session="done")
    assert "lab-3 may have kept a later model. It is being fetched" in said(app)
    app.run()
    assert begun == [run.folder]
    (run.folder / "from-cluster").mkdir()
    (run.folder / "from-cluster" / "manifest.json").write_text("{}")
    assert f"lies in {run.folder / 'from-cluster'}" in said(opened(session="done"))
