"""The Train page before a session: data, columns, rows, time, and a start that is refused or made."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.sample.corpus import write_sample_corpus
from model.protocol.config import SessionConfig
from model.protocol.locks import take_lock
from planner import planning
from planner.clock import now
from planner.domain.project import Project
from planner.domain.training import TrainingSession
from planner.sessions.machine import SESSION_LOCK
from planner.sessions.run import OpenRun
from planner.store import Store
from tests.app.train_tab import chart_titles, charts, opened, press, said

START = "Start: ends by"


@pytest.fixture
def tweets(tmp_path: Path) -> Path:
    """A table of 60 rows and four columns, of which two look like text and label."""
    lines = ["id,when,text,mood"]
    lines += [
        f"{i},2026-05-0{i % 9 + 1},the flight number {i} was late again,{'bad' if i % 3 else 'good'}" for i in range(60)
    ]
    path = tmp_path / "airline_tweets.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def on_path(path: Path) -> AppTest:
    """A tab in which the path of a file was typed."""
    app = opened()
    app.segmented_control(key="train_source").set_value("path").run()
    return app.text_input(key="train_path").set_value(str(path)).run()


def start_button(app: AppTest) -> bool:
    """Whether the start button can be pressed."""
    (button,) = [button for button in app.button if button.label.startswith(START)]
    return not button.disabled


def the_session(store: Store) -> TrainingSession:
    """The only session in the store."""
    (session,) = store.sessions.recent()
    return session


def test_a_first_visit_can_start_on_the_made_sample_at_once() -> None:
    """The sample is chosen, said to be made, and shown with its columns, classes and ten rows."""
    app = opened()
    assert not app.error
    assert "made by a program" in said(app)
    assert app.selectbox(key=f"train_text_of_{sample_path()}").value == "review"
    assert app.selectbox(key=f"train_label_of_{sample_path()}").value == "sentiment"
    assert len(app.dataframe[0].value) == 10
    assert chart_titles(app)[0].startswith("Largest of 3 classes: ")
    assert start_button(app)


def sample_path() -> Path:
    """Where the made sample lies in this test's data folder."""
    return Path(os.environ["CALLIT_HOME"]) / "samples" / "made-reviews.csv"


@pytest.mark.parametrize("source", ["upload", "path"])
def test_without_a_file_the_page_says_what_it_takes(source: str) -> None:
    """Upload and path ask for a table; nothing can be started before there is one."""
    app = opened()
    app.segmented_control(key="train_source").set_value(source).run()
    assert "CSV, TSV, JSON Lines or Parquet" in said(app)
    assert "Choose what to learn from first." in said(app)
    assert not start_button(app)


def test_an_upload_goes_to_disk_and_is_there_after_a_reload(home: Path) -> None:
    """The address names the kept file, so a new tab on it shows the same ten rows."""
    app = opened()
    app.segmented_control(key="train_source").set_value("upload").run()
    table = "text,label\n" + "\n".join(f"this is text number {i},{'yes' if i % 2 else 'no'}" for i in range(60))
    app.file_uploader(key="train_upload").upload("mine.csv", table.encode()).run()
    assert "mine.csv" in said(app)
    kept = app.query_params["data"]
    (kept,) = kept if isinstance(kept, list) else [kept]
    assert home / "uploads" in Path(kept).parents
    again = opened(data=kept)
    assert "Uploaded before: mine.csv" in said(again)
    assert len(again.dataframe[0].value) == 10
    assert start_button(again)


def test_a_typed_path_shows_guessed_columns_first_and_they_can_be_changed(tweets: Path) -> None:
    """Label and text are guessed from the rows and stand in front; another choice is kept in the address."""
    app = on_path(tweets)
    assert "60 labelled rows" in said(app)
    assert list(app.dataframe[0].value.columns) == ["mood", "text", "id", "when"]
    assert charts(app)
    app.selectbox(key=f"train_label_of_{tweets}").set_value("when").run()
    assert list(app.dataframe[0].value.columns)[:2] == ["when", "text"]
    again = opened(data=tweets, label="when")
    assert again.selectbox(key=f"train_label_of_{tweets}").value == "when"


def test_what_cannot_be_trained_on_is_said_at_the_columns_and_blocks_the_start(tweets: Path) -> None:
    """The same column twice, and a column with a value of its own in each row: one sentence each."""
    app = on_path(tweets)
    app.selectbox(key=f"train_label_of_{tweets}").set_value("text").run()
    assert "Choose two different columns" in app.error[0].value
    assert not start_button(app)
    app.selectbox(key=f"train_label_of_{tweets}").set_value("id").run()
    assert "too many for classes" in app.error[0].value
    assert not start_button(app)


def test_a_file_of_one_column_is_told_what_it_lacks(tmp_path: Path) -> None:
    """A list of texts without labels: the page says that a second column is needed."""
    (tmp_path / "texts.txt").write_text("text\n" + "".join(f"number {n} is a text of some words\n" for n in range(60)))
    app = opened(data=tmp_path / "texts.txt")
    assert "one column only" in said(app)


def test_a_path_that_leads_nowhere_is_one_sentence(tmp_path: Path) -> None:
    """The page says what was not found; the typed path stays."""
    app = on_path(tmp_path / "nowhere.csv")
    (error,) = app.error
    assert "nowhere.csv" in error.value
    assert not app.exception
    assert app.text_input(key="train_path").value.endswith("nowhere.csv")
    assert not start_button(app)


def test_a_box_that_is_too_short_says_the_least_that_would_do(store: Store, launched: list[OpenRun]) -> None:
    """Nothing is started, the sentence stays while the page redraws, and goes with another box."""
    app = opened()
    app.segmented_control(key="train_minutes").set_value(0.0).run()
    app.number_input(key="train_other").set_value(0.2).run()
    press(app, START)
    assert "The least that would do is 25 s" in app.error[0].value
    assert "The least that would do is 25 s" in app.run().error[0].value
    assert not store.sessions.recent()
    app.number_input(key="train_other").set_value(3.0).run()
    assert not app.error


def test_start_promises_an_end_and_then_shows_the_session(store: Store, launched: list[OpenRun]) -> None:
    """Two minutes on the sample, without a project: the box counts from the click, nothing is logged."""
    app = opened()
    app.segmented_control(key="train_minutes").set_value(2.0).run()
    press(app, START)
    session = the_session(store)
    assert app.title[0].value.startswith("2:00 left, ends by ") or app.title[0].value.startswith("1:5")
    assert "Read" in said(app)
    assert (session.timebox_s, session.project_id, session.text_column) == (120, None, "review")
    table = SessionConfig.load(launched[0].folder).order.table
    assert (table.data_file, table.label_column) == (sample_path(), "sentiment")
    assert not planning.projects(store)


def test_a_project_named_after_the_file_is_offered_and_made_at_the_start(
    store: Store, launched: list[OpenRun], tweets: Path
) -> None:
    """The offer makes nothing; the start makes the project and logs the time on its Model phase as unattended."""
    app = on_path(tweets)
    projects = next(box for box in app.selectbox if box.label == "Log its time on")
    assert projects.options == ["A new project: airline tweets", "No project"]
    assert projects.value == 0
    projects.set_value(-1).run()
    assert "logged as unattended" in said(app)
    assert not planning.projects(store)
    press(app, START)
    (project,) = planning.projects(store)
    session = the_session(store)
    assert project.name == "airline tweets"
    assert session.phase_id == planning.phase_named(store, project.id, "Model").id
    assert not session.attended


def test_one_plain_network_is_a_tick(store: Store, launched: list[OpenRun]) -> None:
    """It is in the order, and in the address: a reload shows the same form."""
    app = opened()
    assert not app.checkbox(key="train_one_network").value
    app.checkbox(key="train_one_network").check().run()
    assert app.query_params["one"] in ("yes", ["yes"])
    press(app, START)
    assert SessionConfig.load(launched[0].folder).order.choices.one_network


@pytest.mark.slow
@pytest.mark.parametrize("attended", [False, True])
def test_time_is_unattended_unless_the_user_says_otherwise(
    store: Store, launched: list[OpenRun], *, attended: bool
) -> None:
    """The current project and its Model phase are chosen; one tick makes the hours one's own."""
    project = planning.create_project(store, "Reviews", now=now())
    app = opened(project=project.id)
    if attended:
        app.checkbox(key="train_attended").check().run()
    assert f"Its time is logged as {'attended' if attended else 'unattended'}." in said(app)
    press(app, START)
    assert (the_session(store).project_id, the_session(store).attended) == (project.id, attended)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("names", "taken"), [(["Read", "Training", "Write"], "Training"), (["Lesen", "Bauen", "Schreiben"], "Bauen")]
)
def test_a_project_without_a_phase_model_is_trained_on_as_by_the_command(
    store: Store, launched: list[OpenRun], names: list[str], taken: str
) -> None:
    """The likeliest phase is chosen, and said beside the button."""
    project = planning.create_project(store, "Reviews", phases=names, now=now())
    app = opened(project=project.id)
    assert f"Its time is logged as unattended, on the phase '{taken}'." in said(app)
    press(app, START)
    assert the_session(store).phase_id == planning.phase_named(store, project.id, taken).id


def test_the_sample_project_is_not_offered_for_real_hours(store: Store) -> None:
    """A made, finished project takes no session."""
    from planner import sample_project

    sample: Project = sample_project.add_sample_project(store, now())
    app = opened(project=sample.id)
    projects = next(box for box in app.selectbox if box.label == "Log its time on")
    assert all(sample.name not in option for option in projects.options)


@pytest.mark.slow
def test_a_second_click_says_that_one_runs_and_leads_there(store: Store, launched: list[OpenRun]) -> None:
    """The form of a new session says what runs and until when, and starts nothing."""
    press(opened(), START)
    second = opened(session="new")
    assert "A session on Made reviews (sample) runs on this machine until" in said(second)
    assert not start_button(second)
    press(second, "Show it")
    assert "left, ends by" in second.title[0].value
    assert len(launched) == 1


def test_a_session_of_a_terminal_refuses_the_click_in_one_sentence(home: Path, store: Store) -> None:
    """A session that this database does not know holds the machine's lock: the start is refused, nothing is made."""
    app = opened()
    lock = take_lock(home / SESSION_LOCK)
    assert lock is not None
    lock.write('{"source_name": "yelp.csv", "deadline_unix": 2000000000}')
    press(app, START)
    lock.release()
    assert "A training session on yelp.csv runs on this machine until" in app.error[0].value
    assert not store.sessions.recent()


def test_the_sample_file_is_the_corpus(tmp_path: Path) -> None:
    """What the page trains on is the generator's corpus, whole."""
    opened()
    assert sample_path().read_bytes() == write_sample_corpus(tmp_path / "again.csv").read_bytes()
