"""The page Import & backup asks what durations count, where nothing tells, and believes the answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planner import planning, timelog
from planner.store import open_store
from tests.app.train_tab import APP, said

UNSURE = "Date,Duration,Project\n2026-03-02,8,Thesis\n2026-03-03,7,Thesis\n"
PSP = "Date,Start,Stop,Interruption,Delta,Project,Activity\n2026-03-02,09:00,12:00,30,150,Thesis,Coding\n"


@pytest.fixture(autouse=True)
def berlin(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine stands in Berlin."""
    monkeypatch.setenv("TZ", "Europe/Berlin")


def uploaded(text: str) -> AppTest:
    """The page with a file."""
    app = AppTest.from_file(APP, default_timeout=60).run().switch_page("planner/pages/exchange.py").run()
    return app.file_uploader[0].upload("report.csv", text.encode()).run()


@pytest.mark.parametrize(("unit", "label"), [("hours", "2 entries, 15 h"), ("minutes", "2 entries, 15 min")])
def test_a_unit_that_nothing_tells_is_asked_about(home: Path, unit: str, label: str) -> None:
    """Nothing can be imported before; the answer is kept for all files of the import."""
    app = uploaded(UNSURE)
    assert "report.csv: 'Duration' does not say what it counts: '8' could be hours or minutes." in said(app)
    assert "--unit" not in said(app)
    assert not [one for one in app.button if one.key == "import_now"]
    (asked,) = [one for one in app.segmented_control if one.label == "Durations count"]
    asked.set_value(unit).run()
    assert app.button(key="import_now").label == f"Import {label}"
    app.button(key="import_now").click().run()
    assert not app.exception
    with open_store(home) as store:
        assert len(timelog.entries(store, planning.project_named(store, "Thesis").id)) == 2


def test_interruptions_are_said_and_are_no_hours(home: Path) -> None:
    """Three hours with half an hour of interruption are two and a half."""
    app = uploaded(PSP)
    assert app.button(key="import_now").label == "Import 1 entry, 2.5 h"
    assert "1 entry has interruptions of 30 min in all" in said(app)
    app.button(key="import_now").click().run()
    with open_store(home) as store:
        project = planning.project_named(store, "Thesis")
        assert len(store.interruptions.of_project(project.id)) == 1
