"""Labelling new texts on the page of a session that has ended."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planner.pages.train_page import predict as train_predict
from planner.store import Store
from tests.app.made_runs import MadeRun, record
from tests.app.train_tab import opened, press, said
from tests.unit.made_models import benchmark_alone, save


@pytest.fixture
def app(store: Store, home: Path) -> AppTest:
    """The page of a session whose folder holds a real n-gram model."""
    run = MadeRun(home / "runs" / "one", "one", time.time() - 3600).to_the_end()
    save(run.folder, benchmark_alone())
    record(store, run)
    return opened(session="one")


def on_path(app: AppTest, path: Path) -> AppTest:
    """A path is typed as the file to label."""
    app.segmented_control(key="predict_source").set_value("path").run()
    return app.text_input(key="predict_path").set_value(str(path)).run()


def labelled_tables(app: AppTest) -> list[list[str]]:
    """Columns of the tables that hold predicted labels."""
    return [list(table.value.columns) for table in app.dataframe if "predicted_label" in table.value.columns]


@pytest.mark.slow
def test_one_typed_text_is_answered_with_label_and_probability(app: AppTest) -> None:
    """At once, in words."""
    app.text_area(key="predict_texts").set_value("the lovely sunny room")
    press(app, "Label them")
    assert "**good**, probability over .99" in said(app)
    assert not app.error


@pytest.mark.slow
def test_several_lines_are_a_table_in_their_order(app: AppTest) -> None:
    """Empty lines are no texts."""
    app.text_area(key="predict_texts").set_value("the lovely sunny room\n\nthe awful gloomy staff\n")
    press(app, "Label them")
    (table,) = [part.value for part in app.dataframe if "Probability" in part.value]
    assert table["Label"].tolist() == ["good", "bad"]
    assert table["Text"].tolist() == ["the lovely sunny room", "the awful gloomy staff"]


def test_nothing_typed_starts_nothing(app: AppTest) -> None:
    """A word instead of a wait."""
    press(app, "Label them")
    assert "Type a text first." in said(app)


def test_more_texts_than_a_page_takes_belong_into_a_file(app: AppTest) -> None:
    """Nothing is cut off in silence."""
    app.text_area(key="predict_texts").set_value("\n".join(f"text number {place}" for place in range(101)))
    press(app, "Label them")
    assert "These are 101 texts. Up to 100 are labelled here; put more into a file." in said(app)


@pytest.mark.slow
def test_a_file_is_labelled_looked_at_and_downloaded(app: AppTest, tmp_path: Path) -> None:
    """Its column of texts is guessed; ten rows are shown, the answers in front."""
    file = tmp_path / "mails.csv"
    file.write_text("id,comment\n" + "".join(f"{row},the lovely sunny room was number {row}\n" for row in range(25)))
    on_path(app, file)
    assert app.selectbox(key=f"predict_column_of_{file}").value == "comment"
    press(app, "Label the file")
    assert "25 rows labelled; the first 10:" in said(app).replace("**", "")
    assert labelled_tables(app) == [["predicted_label", "predicted_probability", "id", "comment"]]
    buttons = [button.proto.label for button in app.get("download_button")]
    assert {"Download the labelled file", "mails labelled"} <= set(buttons)


@pytest.mark.slow
def test_a_path_that_leads_nowhere_is_one_sentence_on_the_spot(app: AppTest, tmp_path: Path) -> None:
    """The rest of the page stays."""
    on_path(app, tmp_path / "gone.csv")
    (error,) = app.error
    assert "gone.csv does not exist" in error.value.replace("\\", "")
    assert app.title[0].value.startswith("Better than the benchmark")


@pytest.mark.slow
def test_a_model_that_is_not_whole_is_said(store: Store, home: Path) -> None:
    """The made folder holds no model that can be loaded: a sentence, no traceback."""
    run = MadeRun(home / "runs" / "two", "two", time.time() - 3600).to_the_end()
    record(store, run)
    app = opened(session="two")
    app.text_area(key="predict_texts").set_value("a text")
    press(app, "Label them")
    assert len(app.error) == 1
    assert "Traceback" not in said(app)


def test_a_probability_reads_as_its_examples_say() -> None:
    """Two digits, and never certainty."""
    import doctest

    assert doctest.testmod(train_predict).failed == 0


def test_a_session_without_a_model_offers_none(store: Store, home: Path) -> None:
    """Nothing could label."""
    run = MadeRun(home / "runs" / "three", "three", time.time() - 3600)
    run.begin("read")
    record(store, run.fail("It is no table."))
    assert "Label new texts" not in [fold.label for fold in opened(session="three").expander]
