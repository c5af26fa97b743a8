"""The app as a whole: its pages, what it imports, and what a person sees when something is wrong."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planner.store import DATABASE_FILE, open_store
from tests.places import ROOT

APP = str(ROOT / "streamlit_app.py")
PAGES = ["plan", "work", "train", "retrospective", "exchange"]


@pytest.mark.slow
def test_importing_the_app_leaves_tensorflow_out() -> None:
    """A page must not wait for the five seconds and more that TensorFlow's import costs."""
    heavy = "[name for name in ('tensorflow', 'keras', 'sklearn') if name in sys.modules]"
    script = f"""
import sys
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("streamlit_app.py", default_timeout=60).run()
for page in {PAGES}:
    assert not app.switch_page(f"planner/pages/{{page}}.py").run().exception
print({heavy})
"""
    ran = subprocess.run(
        [sys.executable, "-P", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    assert ran.stdout.strip() == "[]"


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_each_page_says_what_to_do_before_there_is_any_data(page: str) -> None:
    """A first visit finds a headline and a button on every page, and no error."""
    app = AppTest.from_file(APP).run(timeout=60)
    app.switch_page(f"planner/pages/{page}.py").run(timeout=60)
    assert app.title
    assert app.button
    assert not app.error
    assert not app.exception


@pytest.mark.parametrize("page", PAGES)
def test_a_database_from_a_newer_version_is_one_sentence(page: str, home: Path) -> None:
    """The page says that the database is newer, instead of a traceback, and leaves it as it was."""
    with open_store(home):
        pass
    with closing(sqlite3.connect(home / DATABASE_FILE)) as database:
        database.execute("PRAGMA user_version = 999")
    before = (home / DATABASE_FILE).read_bytes()
    app = AppTest.from_file(APP).run(timeout=60)
    app.switch_page(f"planner/pages/{page}.py").run(timeout=60)
    (error,) = app.error
    assert "newer version" in error.value
    assert not app.exception
    assert (home / DATABASE_FILE).read_bytes() == before


@pytest.mark.parametrize("page", PAGES)
def test_a_data_folder_that_cannot_be_written_is_one_sentence(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page names the file and the way out. (A file where the folder should be: no right can write there.)"""
    (tmp_path / "a_file").write_text("not a folder")
    monkeypatch.setenv("CALLIT_HOME", str(tmp_path / "a_file"))
    app = AppTest.from_file(APP).run(timeout=60)
    app.switch_page(f"planner/pages/{page}.py").run(timeout=60)
    (error,) = app.error
    assert "Cannot write" in error.value
    assert "set CALLIT_HOME to a folder that is" in error.value
    assert not app.exception


def test_an_unexpected_error_is_one_sentence_and_the_traceback_is_in_the_log(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of the traceback is on the page; the page names the log, and the log has it."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("planner.planning.projects", broken)
    app = AppTest.from_file(APP).run(timeout=60)
    assert not app.exception
    (error,) = app.error
    assert str(home / "callit.log") in error.value
    assert "secret detail" not in error.value
    assert "ZeroDivisionError: secret detail" in (home / "callit.log").read_text(encoding="utf-8")
