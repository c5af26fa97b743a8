"""All ended sessions of a project in one table on the Train page."""

from __future__ import annotations

import time
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from planner import planning, sample_project
from planner.clock import now
from planner.store import Store
from tests.app.made_runs import MadeRun, record
from tests.app.train_tab import chart_titles, opened, said


@pytest.fixture
def two(store: Store, home: Path) -> None:
    """Two sessions on the same data, the later one better."""
    for number, (name, delivered) in enumerate((("one", 0.81), ("two", 0.842))):
        folder, started = home / "runs" / name, time.time() - 7200 + 3600 * number
        record(store, MadeRun(folder, name, started, weights="ab"[number] * 64).to_the_end(delivered=delivered))


def compared(app: AppTest) -> pd.DataFrame:
    """The table of sessions."""
    (table,) = [part.value for part in app.dataframe if "Weights" in part.value]
    return table


def test_sessions_stand_in_one_table_with_the_shown_one_marked(two: None) -> None:
    """Scores with intervals, the difference, the box, and hashes: a row each, the newest first."""
    table = compared(opened(session="one"))
    assert table["Shown"].tolist() == ["", "●"]
    assert table["No."].tolist() == [2, 1]
    first = table.iloc[0]
    assert (first["Delivered"], first["n-gram"], first["95 % interval"]) == (
        ".842 (.818–.866)", ".798", "+.029 to +.059",
    )  # fmt: skip
    assert (first["Rows"], first["Epochs"], first["Box, min"], first["Outcome"]) == (5888, 7.0, 5.0, "finished")
    assert (first["Weights"], first["Data hash"]) == ("b" * 8, "e" * 8)


def test_the_picture_names_the_best_on_the_same_data(two: None) -> None:
    """By its number in the table."""
    assert "Best of 2 on this data: session 2, .842" in chart_titles(opened(session="one"))


def test_other_data_has_a_table_of_its_own_and_is_said_not_to_be_comparable(
    two: None, store: Store, home: Path
) -> None:
    """The third session stands below the two of the shown data, under its own name, and not in the picture."""
    other = MadeRun(home / "runs" / "three", "three", time.time() - 600, data="f" * 64, weights="a" * 64)
    record(store, other.to_the_end(delivered=0.99))
    app = opened(session="one")
    tables = [part.value for part in app.dataframe if "Weights" in part.value]
    assert [table["No."].tolist() for table in tables] == [[2, 1], [3]]
    assert all(table["Data"].str.contains(", label ").all() for table in tables)
    assert "Best of 2 on this data: session 2, .842" in chart_titles(app)
    assert all(f"data {digest * 8}" in said(app) for digest in "ef")  # the hash tells files of one name apart
    assert "Sessions on different data cannot be compared by score" in said(app)
    assert "Sessions 1 and 3 delivered the very same weights." in said(app)


def test_a_projects_session_is_compared_with_its_own(two: None, store: Store, home: Path) -> None:
    """One session alone is no comparison."""
    project = planning.create_project(store, "Tweets", now=now())
    record(store, MadeRun(home / "runs" / "own", "own", time.time() - 600).to_the_end(), project_id=project.id)
    app = opened(session="own")
    assert not [part for part in app.dataframe if "Weights" in part.value]
    assert len(compared(opened(session="new"))) == 3


def test_the_made_sessions_of_the_sample_project_are_compared_among_themselves(two: None, store: Store) -> None:
    """They are no company for real ones."""
    sample = sample_project.add_sample_project(store, now())
    table = compared(opened(session="new"))
    assert len(table) == 2
    assert "Shown" not in table
    made = compared(opened(session=store.sessions.sessions_of(sample.id)[0].id))
    assert len(made) == len(store.sessions.sessions_of(sample.id)) > 1


def test_a_failed_session_keeps_a_row_without_scores(two: None, store: Store, home: Path) -> None:
    """And its page still compares the others."""
    run = MadeRun(home / "runs" / "bad", "bad", time.time() - 600)
    run.begin("read")
    record(store, run.fail("It is no table."))
    app = opened(session="bad")
    first = compared(app).iloc[0]
    assert (first["Shown"], first["Outcome"], first["Delivered"]) == ("●", "failed", "")
    assert "Best of 2 on this data: session 2, .842" in chart_titles(app)
    assert not app.error
