"""Texts in several columns on the Train page: offered quietly, kept, trained on, and asked for again by name."""

from __future__ import annotations

import time
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from model.folder.artifact import save_model
from model.protocol.config import SessionConfig
from model.protocol.manifest import Provenance
from planner.sessions.run import OpenRun
from planner.store import Store
from tests.app.made_runs import MadeRun, record
from tests.app.train_tab import labels, opened, press, said
from tests.unit.made_models import benchmark_alone

FURTHER = {"further_text_columns": ("title",)}


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A table of 80 rows with a title, a body, a label and an author."""
    path = tmp_path / "articles.csv"
    rows = range(80)
    pd.DataFrame({
        "author": [f"author{n % 7}" for n in rows],
        "title": [f"late again number {n}" for n in rows],
        "body": [f"we waited for {n} hours in the cold hall of the station" for n in rows],
        "label": ["bad" if n % 3 else "good" for n in rows],
    }).to_csv(path, index=False)  # fmt: skip
    return path


def further(app: AppTest, path: Path) -> list[str]:
    """The further columns that are chosen."""
    return list(app.multiselect(key=f"train_further_of_{path}").value)


def test_a_second_column_is_offered_where_one_holds_texts_and_not_chosen_by_itself(articles: Path) -> None:
    """The title is named in the field, which stays empty; label and text are not among the columns."""
    app = opened(session="new", data=articles)
    field = app.multiselect(key=f"train_further_of_{articles}")
    assert (field.value, field.options, field.placeholder) == ([], ["title", "author"], "'title' holds texts too")
    assert app.selectbox(key=f"train_text_of_{articles}").value == "body"


def test_nothing_is_asked_where_one_column_holds_texts() -> None:
    """The sample's page has no field more than before."""
    assert [field.key for field in opened().multiselect if "further" in str(field.key)] == []


def test_chosen_columns_are_trained_on_in_the_order_of_the_file(articles: Path, launched: list[OpenRun]) -> None:
    """And stay in the address."""
    app = opened(session="new", data=articles)
    app.multiselect(key=f"train_further_of_{articles}").set_value(["title"]).run()
    assert list(app.dataframe[0].value.columns) == ["label", "title", "body", "author"]
    assert further(opened(session="new", data=articles, further="title"), articles) == ["title"]
    press(app, "Start: ends by")
    assert SessionConfig.load(launched[0].folder).order.table.text_columns == ("title", "body")


def test_a_further_column_that_becomes_the_label_is_given_up(articles: Path) -> None:
    """One column is one thing."""
    app = opened(session="new", data=articles, further="author")
    assert further(app, articles) == ["author"]
    app.selectbox(key=f"train_label_of_{articles}").set_value("author").run()
    assert further(app, articles) == []
    assert not app.exception
    assert [name for name in labels(app) if name.startswith("Start")]


def test_the_look_shows_a_bar_between_the_columns(articles: Path) -> None:
    """Never the mark itself."""
    app = opened(session="new", data=articles, further="title")
    app.session_state["train_look_open"] = True
    app.run()
    cells = " ".join(str(cell) for table in app.table for cell in table.value.to_numpy().ravel())
    assert "\\| we waited for" in cells
    assert "xxcolumn" not in cells + said(app)
    assert "most have 16 words" in said(app)


def test_run_again_fills_in_all_columns(store: Store, home: Path) -> None:
    """As the session was told."""
    run = MadeRun(home / "runs" / "one", "one", time.time() - 3600, order=FURTHER).to_the_end()
    pd.DataFrame({"title": ["so good"] * 60, "review": ["so bad"] * 60, "sentiment": ["a", "b"] * 30}).to_csv(
        run.folder / "reviews.csv", index=False
    )
    record(store, run)
    store._connection.update("training_sessions", "one", source_name="reviews.csv")
    app = press(opened(session="one"), "Run again with…")
    assert further(app, run.folder / "reviews.csv") == ["title"]
    assert app.selectbox(key=f"train_text_of_{run.folder / 'reviews.csv'}").value == "review"


@pytest.fixture
def ended(store: Store, home: Path) -> AppTest:
    """The page of a session on review + title, with a real n-gram model."""
    run = MadeRun(home / "runs" / "one", "one", time.time() - 3600, order=FURTHER).to_the_end()
    provenance = Provenance(text_column="review", further_text_columns=("title",), label_column="stars")
    save_model(run.folder, benchmark_alone(), scores={"validation": {}}, provenance=provenance)
    record(store, run)
    return opened(session="one")


@pytest.mark.slow
def test_a_typed_text_has_a_field_for_each_column(ended: AppTest) -> None:
    """One of them may stay empty, not all."""
    press(ended, "Label it")
    assert "Type a text first." in said(ended)
    assert [field.label for field in ended.text_area] == ["review", "title"]
    ended.text_area(key="predict_part_1").set_value("the lovely\nsunny room")
    press(ended, "Label it")
    assert "**good**, probability over .99" in said(ended)


@pytest.mark.slow
def test_a_file_is_asked_for_the_same_columns_and_what_is_missing_is_said(ended: AppTest, tmp_path: Path) -> None:
    """Found by name; a column that is not there has to be chosen."""
    whole, part = tmp_path / "whole.csv", tmp_path / "part.csv"
    rows = [("the lovely room", "sunny"), ("the awful room", "gloomy")]
    pd.DataFrame(rows, columns=["review", "title"]).to_csv(whole, index=False)
    pd.DataFrame(rows, columns=["review", "headline"]).to_csv(part, index=False)
    ended.segmented_control(key="predict_source").set_value("path").run()
    ended.text_input(key="predict_path").set_value(str(part)).run()
    assert "trained on review and title, and this file has no 'title'. Choose the column" in said(ended)
    assert "Label the file" not in labels(ended)
    ended.selectbox(key=f"predict_column_of_{part}_1").set_value("headline").run()
    press(ended, "Label the file")
    assert "2 rows labelled" in said(ended)
    ended.text_input(key="predict_path").set_value(str(whole)).run()
    assert ended.selectbox(key=f"predict_column_of_{whole}_1").value == "title"
    press(ended, "Label the file")
    (table,) = [table.value for table in ended.dataframe if "predicted_label" in table.value.columns]
    assert table["predicted_label"].tolist() == ["good", "bad"]
