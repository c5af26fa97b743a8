"""The Train page after a session: the verdict, its pictures and numbers, what to do next, and earlier sessions."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planner import sample_project
from planner.clock import now
from planner.pages.train_page import words as train_words
from planner.store import Store
from tests.app.made_runs import MadeRun, record
from tests.app.train_tab import chart_titles, charts, labels, opened, press, said


@pytest.fixture
def run(home: Path) -> MadeRun:
    """A made run of five minutes that began an hour ago."""
    return MadeRun(home / "runs" / "one", "one", time.time() - 3600)


def shown(store: Store, run: MadeRun) -> AppTest:
    """The page of a run that has ended."""
    record(store, run)
    return opened(session=run.session_id)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("delivered", "title", "meaning"),
    [
        (0.842, "Better than the benchmark: macro-F1 .842 against .798", "+.029 to +.059: the network is worth"),
        (0.804, "Level with the benchmark: macro-F1 .804 against .798", "−.009 to +.021: the interval holds zero"),
        (0.771, "Worse than the benchmark: macro-F1 .771 against .798", "−.042 to −.012: the n-gram model alone"),
    ],
)
def test_the_verdict_comes_first_with_its_interval(
    store: Store, run: MadeRun, delivered: float, title: str, meaning: str
) -> None:
    """Better, level or worse: only as far as the whole interval of the difference says."""
    app = shown(store, run.to_the_end(delivered=delivered, message="Finished inside its box."))
    assert app.title[0].value == title
    assert meaning in said(app)
    assert "Finished inside its box. Ended" in said(app)
    assert "Made reviews (sample) · review → sentiment · timebox 5 min" in said(app)


def test_what_twice_the_time_would_bring_is_said_and_drawn(store: Store, run: MadeRun) -> None:
    """One sentence below the headline; the curve with its band, up to twice the time of the main training."""
    app = shown(store, run.to_the_end())
    assert "Twice the time would bring about +0.6 points (80 %: 0 to +1.5): hardly worth it." in said(app)
    assert "What more time would bring" in chart_titles(app)
    (curve,) = [chart for chart in charts(app) if chart["title"]["text"] == "What more time would bring"]
    assert "Twice the time would bring about .848 (80 %: .842 to .857)" in curve["description"]


def test_a_training_that_ended_early_has_a_curve_without_a_band(store: Store, run: MadeRun) -> None:
    """The sentence says why; the picture shows the trainings there were, and the rest of the page follows."""
    app = shown(store, run.to_the_end(outcome="called early", message="Called early: 1:10 min given back."))
    assert not app.error
    assert "Twice the time would hardly help" in said(app)
    assert "Short trainings and the whole one" in chart_titles(app)
    assert "Scored once, at the end, on held-out texts" in said(app)


def test_a_delivered_model_without_a_network_is_not_called_one(store: Store, run: MadeRun) -> None:
    """The n-gram model itself is delivered then, and its column says so."""
    app = shown(store, run.to_the_end(delivered=0.798).change_result(with_network=False))
    assert "n-gram alone (delivered)" in app.table[0].value.columns
    assert not any("BiLSTM" in name for name in app.table[0].value.columns)


def test_scores_of_both_models_and_the_pictures_are_there(store: Store, run: MadeRun) -> None:
    """The metric aimed at is the first row; each model has a column with intervals."""
    app = shown(store, run.to_the_end())
    table = app.table[0].value
    assert list(table.index) == ["macro-F1", "accuracy", "log loss"]
    assert table.loc["macro-F1", "n-gram"] == ".798 (.774–.822)"
    assert table.loc["macro-F1", "n-gram + BiLSTM (delivered)"] == ".842 (.818–.866)"
    assert "Scored once, at the end, on held-out texts" in said(app)
    titles = chart_titles(app)
    assert titles[:2] == ["How the score grew", "Hardest class: neutral"]
    assert any(title.startswith("Train took 3 min 25 s of ") for title in titles)


def test_what_was_cleaned_and_where_the_model_lies_is_told(store: Store, run: MadeRun) -> None:
    """The rules that touched rows with an example each; the folder and the command that uses it; the card."""
    app = shown(store, run.to_the_end())
    folds = [fold.label for fold in app.expander]
    assert "What was cleaned: 640 of 8,000 rows left out" in folds
    rules = app.dataframe[0].value.set_index("Rule")
    assert rules.loc["Duplicates", "Rows"] == 433
    assert rules.loc["HTML tags and entities", "After"] == "I loved it & more"
    said_codes = [code.value for code in app.code]
    assert str(run.folder) in said_codes
    assert f"callit predict {run.folder} new.csv --text review --out predicted.csv" in said_codes
    assert "Model card" in folds
    assert app.get("download_button")


def test_a_failure_says_why_and_what_to_do(store: Store, run: MadeRun) -> None:
    """The reason in one sentence; no score, no model, no download."""
    run.begin("read")
    app = shown(store, run.fail("Column 'my_label' holds one class only. Choose another label column."))
    assert app.title[0].value == "It ended without a model"
    assert "Column 'my_label' holds one class only. Choose another label column. Ended" in said(app)
    assert not app.table
    assert not app.get("download_button")
    assert not app.exception


def test_a_stopped_session_keeps_its_model_and_verdict(store: Store, run: MadeRun) -> None:
    """Stopping on purpose is no failure: the verdict stands first."""
    app = shown(store, run.to_the_end(outcome="stopped", message="Stopped as asked and kept: 4:21 min used."))
    assert app.title[0].value.startswith("Better than the benchmark")
    assert "Stopped as asked and kept" in said(app)
    assert app.get("download_button")


def test_a_model_that_is_the_benchmark_alone_is_called_so(store: Store, run: MadeRun) -> None:
    """Killed after the benchmark: the n-gram model is kept, and no network is spoken of."""
    app = shown(store, run.through_benchmark())
    assert app.title[0].value == "The n-gram model is kept: macro-F1 .798"
    assert "BiLSTM" not in said(app)


def test_run_again_brings_back_the_same_choices(store: Store, run: MadeRun) -> None:
    """The form has the data, the columns and the box of the session."""
    app = press(shown(store, run.to_the_end()), "Run again with…")
    assert app.title[0].value == "Train a model in the minutes you have"
    assert app.segmented_control(key="train_minutes").value == 5.0
    assert app.segmented_control(key="train_source").value == "sample"
    assert any(name.startswith("Start: ends by") for name in labels(app))


def test_earlier_sessions_are_listed_and_lead_back(store: Store, home: Path, run: MadeRun) -> None:
    """Each with its score against the benchmark, the newest first; one click shows it again."""
    record(store, run.to_the_end())
    failed = MadeRun(home / "runs" / "two", "two", time.time() - 600, source_name="my_tweets.csv")
    record(store, failed.fail("It is no table."))
    app = opened()
    lines = [caption.value for caption in app.caption if " of 5 min · " in caption.value]
    assert lines[0].endswith("failed: no score")
    assert lines[1].endswith("macro-F1 .842 against .798 n-gram benchmark")
    app.button(key="open_one").click().run()
    assert app.title[0].value.startswith("Better than the benchmark")


def test_sessions_of_the_sample_project_are_marked_and_shown_from_the_store(store: Store) -> None:
    """Made sessions have no folder: their scores are there, nothing is offered that needs a model."""
    sample_project.add_sample_project(store, now())
    app = opened()
    made = next(button for button in app.button if button.label.startswith("comments.csv, label "))
    made.click().run()
    assert "ROC AUC .889, n-gram .880" in app.title[0].value
    assert app.table[0].value.index[0] == "ROC AUC"
    assert not app.get("download_button")
    assert not app.exception


def test_a_session_whose_folder_was_deleted_still_has_its_scores(store: Store, run: MadeRun) -> None:
    """The store keeps what the folder said at the end."""
    record(store, run.to_the_end())
    opened()  # closes it in the store
    shutil.rmtree(run.folder)
    app = opened(session="one")
    assert "macro-F1" in app.title[0].value
    assert not app.get("download_button")
    assert not app.exception


def test_a_session_that_is_not_here_is_said_and_a_button_leads_to_the_form() -> None:
    """An old link says that its session is not here, and what to do."""
    app = opened(session="gone")
    assert app.title[0].value == "There is no training session “gone” here"
    app = press(app, "Train a model")
    assert app.title[0].value == "Train a model in the minutes you have"


def test_words_of_the_page_read_as_their_examples_say() -> None:
    """Clocks, sentences and names as in the examples of `train_words`."""
    import doctest

    assert doctest.testmod(train_words).failed == 0
