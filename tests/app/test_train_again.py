"""The start form: until a time of day, and filled as an earlier session was."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from model.protocol.config import CONFIG_FILE, SessionConfig
from planner.clock import local_zone
from planner.pages.train_page.box import Timebox
from planner.sessions.run import OpenRun
from planner.store import Store
from tests.app.made_runs import MadeRun, record
from tests.app.train_tab import labels, opened, press, said
from tests.places import FIXTURES


def until(clock: str) -> AppTest:
    """The form with a time of day typed as the end."""
    app = opened()
    app.segmented_control(key="train_minutes").set_value(-1.0).run()
    return app.text_input(key="train_until").set_value(clock).run()


def in_minutes(minutes: int) -> str:
    """What the clock of this machine shows in so many minutes."""
    return f"{datetime.now(local_zone()) + timedelta(minutes=minutes):%H:%M}"


def test_a_time_of_day_takes_the_place_of_minutes(launched: list[OpenRun]) -> None:
    """The button promises it, and the session's deadline is that very moment."""
    clock = in_minutes(20)
    app = until(clock)
    (button,) = [name for name in labels(app) if name.startswith("Start")]
    assert button.startswith(f"Start: ends by {clock}")
    press(app, "Start")
    config = SessionConfig.load(launched[0].folder)
    deadline = datetime.fromtimestamp(config.deadline_unix, local_zone())
    assert (f"{deadline:%H:%M}", round(deadline.timestamp() % 60, 3) % 60) == (clock, 0.0)
    assert 18 * 60 < config.order.timebox_s <= 20 * 60


@pytest.mark.slow
@pytest.mark.parametrize("typed", ["25:00", "soon", "7:3"])
def test_what_is_no_time_of_day_is_said_and_starts_nothing(typed: str) -> None:
    """One sentence with two examples."""
    app = until(typed)
    assert f"'{typed}' is not a time of day. Write it like 07:30 or 14:05." in said(app)
    assert not [name for name in labels(app) if name.startswith("Start")]


def test_until_stays_in_the_address_until_minutes_are_chosen() -> None:
    """A reload shows the same box."""
    app = until("07:30")
    assert app.query_params["until"] in ("07:30", ["07:30"])
    again = opened(session="new", until="07:30")
    assert again.text_input(key="train_until").value == "07:30"
    again.segmented_control(key="train_minutes").set_value(5.0).run()
    assert "until" not in again.query_params


def test_a_box_until_tomorrow_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half past seven in the evening of a clock that shows ten is tomorrow's."""
    monkeypatch.setattr("planner.pages.words.local_zone", lambda: UTC)
    evening = datetime(2026, 5, 8, 22, 0, tzinfo=UTC)
    night, minutes = Timebox(10.0, "07:30"), Timebox(10.0)
    assert (night.seconds(evening), night.end_words(evening)) == (9.5 * 3600, "07:30 tomorrow")
    assert (minutes.seconds(evening), minutes.end_words(evening)) == (600.0, "22:10")


@pytest.mark.slow
def test_run_again_fills_in_what_the_session_was_told(store: Store, home: Path, launched: list[OpenRun]) -> None:
    """Metric, cleaning, seed and epochs come along, although the form does not draw all of them."""
    order = {"metric": "accuracy", "cleaning_rules_off": ("markup",), "seed": 11, "epochs": 6, "one_network": True}
    run = MadeRun(home / "runs" / "one", "one", time.time() - 3600, order=order).to_the_end()
    record(store, run)
    app = press(opened(session="one"), "Run again with…")
    assert app.selectbox(key="train_metric").value == "accuracy"
    assert "markup" not in app.multiselect(key="train_rules").value
    assert app.checkbox(key="train_one_network").value
    assert app.checkbox(key="train_again_one").label == "As in the earlier session: 6 epochs and seed 11"
    app.segmented_control(key="train_minutes").set_value(30.0).run()
    press(app, "Start: ends by")
    order = SessionConfig.load(launched[0].folder).order
    told = order.choices
    assert (told.metric, told.cleaning_rules_off, told.seed, told.epochs) == ("accuracy", ("markup",), 11, 6)
    assert told.one_network
    assert order.timebox_s == 1800


@pytest.mark.slow
def test_word_vectors_are_a_path_that_is_remembered_and_refused_before_the_start(
    store: Store, home: Path, tmp_path: Path, launched: list[OpenRun]
) -> None:
    """Run again fills it in, a reload shows it; a file that is gone starts nothing, until another is named."""
    there, gone = tmp_path / "made.vec", tmp_path / "gone.vec"
    there.write_text("good 1 2\nbad 3 4\n")
    run = MadeRun(home / "runs" / "one", "one", time.time() - 3600, order={"vectors": str(gone)}).to_the_end()
    record(store, run)
    app = press(opened(session="one"), "Run again with…")
    assert app.text_input(key="train_vectors").value == str(gone)
    press(app, "Start: ends by")
    assert "gone.vec was not found" in said(app)
    assert not launched
    app.text_input(key="train_vectors").set_value(str(there)).run()
    assert "gone.vec was not found" not in said(app)
    assert app.query_params["vectors"] in (str(there), [str(there)])
    press(app, "Start: ends by")
    assert SessionConfig.load(launched[0].folder).order.choices.vectors == str(there)


@pytest.mark.slow
def test_what_came_along_can_be_left_behind(store: Store, home: Path, launched: list[OpenRun]) -> None:
    """One tick brings back as many epochs as fit."""
    run = MadeRun(home / "runs" / "one", "one", time.time() - 3600, order={"epochs": 6}).to_the_end()
    record(store, run)
    app = press(opened(session="one"), "Run again with…")
    app.checkbox(key="train_again_one").uncheck().run()
    press(app, "Start: ends by")
    assert SessionConfig.load(launched[0].folder).order.choices.epochs is None


@pytest.mark.slow
def test_a_session_of_the_version_before_is_run_again_as_it_was_told(
    store: Store, home: Path, launched: list[OpenRun]
) -> None:
    """Its order lies flat in config.json; the units of its LSTM and its scores from elsewhere come along as well."""
    run = MadeRun(home / "runs" / "one", "one", time.time() - 3600).to_the_end()
    record(store, run)
    former = json.loads((FIXTURES / "orders" / "version-0-everything-said.json").read_text(encoding="utf-8"))
    own = {"session_id": run.session_id, "source_name": run.source_name, "started_unix": run.started_unix}
    here = {"test_file": None, "continue_from": None, "cleaning_rules_off": ["markup"]}
    (run.folder / CONFIG_FILE).write_text(json.dumps({**former, **own, **here}))
    app = press(opened(session="one"), "Run again with…")
    told = "6 epochs, 128 units, accuracy .884 from elsewhere and seed 11"
    assert app.checkbox(key="train_again_one").label == f"As in the earlier session: {told}"
    press(app, "Start: ends by")
    choices = SessionConfig.load(launched[0].folder).order.choices
    assert (choices.units, choices.epochs, choices.outside_scores) == (128, 6, {"accuracy": 0.884})
    assert choices.cleaning_rules_off == ("markup",)
    assert choices.memory_limit_bytes is None  # what was free then is not what is free now


@pytest.mark.slow
def test_a_new_session_takes_nothing_over(store: Store, home: Path) -> None:
    """The form is as on a first visit, even after one that was filled in."""
    order = {"metric": "accuracy", "epochs": 6}
    record(store, MadeRun(home / "runs" / "one", "one", time.time() - 3600, order=order).to_the_end())
    press(opened(session="one"), "Run again with…")
    app = press(opened(session="one"), "New session")
    assert app.selectbox(key="train_metric").value == "macro_f1"
    assert not [box for box in app.checkbox if box.label.startswith("As in the earlier session")]
