"""Parts that a table gives itself, on the Train page: offered with their rows, taken when ticked, or refused."""

from __future__ import annotations

import time
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from model.protocol.config import SessionConfig
from planner.sessions.run import OpenRun
from planner.store import Store
from tests.app.made_runs import MadeRun, record
from tests.app.train_tab import labels, opened, press, said


def table(path: Path, parts: list[str], name: str = "split") -> Path:
    """A table of so many rows with these parts, the texts first."""
    rows = range(len(parts))
    texts, moods = [f"the flight number {n} was late again" for n in rows], ["bad" if n % 3 else "good" for n in rows]
    pd.DataFrame({"text": texts, "mood": moods, name: parts}).to_csv(path, index=False)
    return path


def tick(app: AppTest, path: Path, name: str = "split") -> AppTest:
    """Tick that the parts are to be used."""
    return app.checkbox(key=f"train_split_{name}_of_{path}").check().run()


def offers(app: AppTest) -> list[str]:
    """What is offered."""
    return [box.label for box in app.checkbox if box.label.startswith("Use the parts")]


@pytest.fixture
def tweets(tmp_path: Path) -> Path:
    """A table with 100 rows to train on, 30 to steer and 40 held out."""
    return table(tmp_path / "tweets.csv", ["train"] * 100 + ["dev"] * 30 + ["test"] * 40)


def test_parts_are_offered_with_their_rows_and_taken_when_ticked(tweets: Path, launched: list[OpenRun]) -> None:
    """The tick stays in the address, and the order names the column."""
    app = opened(session="new", data=tweets)
    assert offers(app) == ["Use the parts that 'split' gives"]
    assert "Train 100, validation 30, held out 40." in said(app)
    assert not app.checkbox(key=f"train_split_split_of_{tweets}").value
    tick(app, tweets)
    assert app.query_params["split"] in ("split", ["split"])
    assert opened(session="new", data=tweets, split="split").checkbox(key=f"train_split_split_of_{tweets}").value
    press(app, "Start: ends by")
    assert SessionConfig.load(launched[0].folder).order.table.split_column == "split"


def test_nothing_is_offered_without_such_a_column(tmp_path: Path) -> None:
    """Numbered folds are no parts."""
    assert offers(opened()) == []
    path = table(tmp_path / "folds.csv", [str(n % 5) for n in range(100)], "fold")
    assert offers(opened(session="new", data=path)) == []


def test_what_is_split_off_instead_is_said(tmp_path: Path) -> None:
    """Before the start, and the start is possible."""
    path = table(tmp_path / "tweets.csv", ["1"] * 100 + ["0"] * 30, "is_train")
    app = tick(opened(session="new", data=path), path, "is_train")
    assert "Column 'is_train' gives no validation part: one is split off from the training rows." in said(app)
    assert [name for name in labels(app) if name.startswith("Start")]


def test_parts_that_cannot_be_used_are_refused(tmp_path: Path) -> None:
    """In a sentence, and the tick can be taken back."""
    path = table(tmp_path / "tweets.csv", ["test"] * 100 + ["train"] * 10)
    app = tick(opened(session="new", data=path), path)
    assert "gives too few rows to train on (train 10, held out 100)" in "\n".join(str(e.value) for e in app.error)
    assert not [name for name in labels(app) if name.startswith("Start")]
    app.checkbox(key=f"train_split_split_of_{path}").uncheck().run()
    assert not app.error


def test_run_again_takes_the_parts_over(store: Store, home: Path) -> None:
    """As the session was told."""
    run = MadeRun(home / "runs" / "one", "one", time.time() - 3600, order={"split_column": "split"}).to_the_end()
    path = table(run.folder / "reviews.csv", ["train"] * 100 + ["dev"] * 30 + ["test"] * 40)
    record(store, run)
    store._connection.update("training_sessions", "one", source_name=path.name)
    app = press(opened(session="one"), "Run again with…")
    assert app.checkbox(key=f"train_split_split_of_{path}").value
