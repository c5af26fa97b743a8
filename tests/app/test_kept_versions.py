"""What was written by earlier versions is still shown: every page, on their data."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planner import planning
from planner.backup import restore_backup
from planner.clock import now
from planner.sessions import Placement, SessionFollower
from planner.sessions.closing import record_start
from planner.store import Store, open_store
from tests.app.train_tab import charts, labels, opened, said
from tests.kept_versions import KEPT, VERSIONS, put_run
from tests.places import APP


@pytest.fixture(params=VERSIONS)
def kept(request: pytest.FixtureRequest) -> Path:
    """What is kept of one version."""
    return KEPT / str(request.param)


def ended(store: Store, kept: Path, name: str, home: Path) -> AppTest:
    """The Train page of a kept run folder, once a visit has closed its session."""
    view = SessionFollower(put_run(kept, name, home)).refresh()
    record_start(store, view, Placement())
    return opened(session=view.session_id)


def test_a_session_that_ended_is_drawn_from_its_folder(store: Store, kept: Path, home: Path) -> None:
    """The verdict, its pictures, and what can be done next."""
    app = ended(store, kept, "weather", home)
    assert not app.exception
    assert app.title[0].value.startswith("Better than the benchmark: macro-F1 1.000")
    assert "Difference +.422, 95 % interval +.297 to +.542" in said(app)
    assert "trained on weather.csv" in said(app)
    assert len(charts(app)) == 5
    assert any(label.startswith("Continue") for label in labels(app))


def test_a_session_that_was_killed_can_be_gone_on_from(store: Store, kept: Path, home: Path) -> None:
    """What was saved is told, and a new box is offered."""
    app = ended(store, kept, "interrupted", home)
    assert not app.exception
    assert "The session was killed. The model saved last (benchmark) is kept and can be used." in said(app)
    assert any(label.startswith("Continue") for label in labels(app))


TYPED = {  # on each page, what a person typed or a session told then
    "plan": "you first said 20–35 h",
    "work": "baseline",
    "train": "macro-F1 1.000: the n-gram benchmark itself",
    "retrospective": "one table is open",
}


@pytest.mark.slow
@pytest.mark.parametrize("page", TYPED)
def test_every_page_shows_a_restored_backup(kept: Path, home: Path, page: str) -> None:
    """The project that was current then, with what was said in it."""
    restore_backup(home, kept / "backup.zip", now())
    with open_store(home) as store:
        project = planning.current_project(store)
    assert project is not None
    app = AppTest.from_file(APP, default_timeout=60).run()
    app.query_params["project"] = str(project.id)
    app.switch_page(f"planner/pages/{page}.py").run()
    assert not app.exception
    assert not app.error
    assert TYPED[page] in said(app)
