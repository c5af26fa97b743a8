"""Every page where the data folder and the working folder have names that are no UTF-8."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planner import planning, sample_project
from planner.backup import write_backup
from planner.clock import now
from planner.store import open_store
from tests.places import APP

_BAD = os.fsdecode(b"caf\xe9")
_ROWS = "\n".join(f"text {number},{'ab'[number % 2]}" for number in range(60))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder of such a name, with a table; the data folder is below it, with the sample project."""
    here = tmp_path / _BAD
    try:
        here.mkdir()
    except OSError:
        pytest.skip("this file system takes no name that is no UTF-8")
    (here / f"{_BAD}.csv").write_text(f"text,label\n{_ROWS}\n", encoding="utf-8")
    monkeypatch.setenv("CALLIT_HOME", str(here / "home"))
    monkeypatch.chdir(here)
    with open_store(here / "home") as store:
        project = sample_project.add_sample_project(store, now())
        planning.make_current(store, project.id, now=now())
        write_backup(store, here / f"{_BAD}.zip", now())
    return here


@pytest.mark.slow
@pytest.mark.parametrize("page", ["plan", "work", "train", "retrospective", "exchange"])
def test_each_page_is_drawn(folder: Path, page: str) -> None:
    """Paths are shown with a mark for what no page can hold."""
    app = AppTest.from_file(APP, default_timeout=60)
    app.switch_page(f"planner/pages/{page}.py").run()
    assert not app.exception
    assert [error.value for error in app.error] == []


def on_path(typed: str) -> AppTest:
    """A tab on the Train page in which the path of a file was typed."""
    app = AppTest.from_file(APP, default_timeout=60).switch_page("planner/pages/train.py").run()
    app.segmented_control(key="train_source").set_value("path").run()
    return app.text_input(key="train_path").set_value(typed).run()


@pytest.mark.slow
@pytest.mark.parametrize("typed", ["nothing.csv", "caf\ufffd.csv"])
def test_a_path_that_is_not_there_is_said(folder: Path, typed: str) -> None:
    """Typed as a page shows it, such a name is that of no file: one sentence."""
    app = on_path(typed)
    assert not app.exception
    assert "does not exist" in app.error[0].value


def test_a_path_with_such_a_folder_before_it_is_read(folder: Path) -> None:
    """What is typed starts in the working folder, and the table is looked at."""
    (folder / "plain.csv").write_text(f"text,label\n{_ROWS}\n", encoding="utf-8")
    app = on_path("plain.csv")
    assert not app.exception
    assert [error.value for error in app.error] == []
    assert app.text_input(key="train_path").value == "plain.csv"
    assert "text" in [box.value for box in app.selectbox]
