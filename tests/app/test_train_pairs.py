"""Texts with several labels, side by side on the page of an ended session: decided one at a time, kept at once."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from model.protocol.label_answers import LabelAnswers
from model.protocol.run_folder import PREPARED_FACTS
from planner import planning
from planner.home import LABEL_ANSWERS
from planner.pages.train_page import time_spent
from planner.store import Store
from planner.timelog.by_hand import entries
from tests.app.made_runs import MadeRun, record
from tests.app.train_tab import labels, opened, press, said
from tests.unit.planner.relabelling.made_desk import made_pairs


@pytest.fixture
def run(home: Path) -> MadeRun:
    """An ended session that kept its texts, with three texts to decide; its table lies beside them."""
    made = MadeRun(home / "runs" / "one", "one", time.time() - 3600).to_the_end()
    (made.folder / "reviews.csv").write_text("review,sentiment\nCold tea,bad\nCold tea,good\n")
    made_pairs(made.folder, made.folder / "reviews.csv")
    (made.folder / PREPARED_FACTS).parent.mkdir(parents=True)
    (made.folder / PREPARED_FACTS).write_text(json.dumps({}))
    return made


def kept(home: Path) -> list[tuple[str, str, str]]:
    """What the file of answers says: text, decision and label."""
    (path,) = (home / LABEL_ANSWERS).glob("*.json")
    return [(one.text, one.decision.value, one.answer) for one in LabelAnswers.load(path).answers]


def test_they_are_decided_one_at_a_time(store: Store, run: MadeRun, home: Path) -> None:
    """Side by side with the rows of each label, and what happens undecided; the last one can be taken back."""
    record(store, run)
    app = press(opened(session="one"), "Decide texts with several labels")
    text = said(app)
    assert "3 texts with several labels to decide" in text
    assert "**good** · 2 rows" in text
    assert "quick and kind!" in text
    assert "Undecided, the rows with 'good' are learned from" in text
    app = press(app, "It is bad")
    assert "2 texts with several labels to decide · 1 decided" in said(app)
    app = press(press(app, "Both stay"), "Drop")
    assert kept(home) == [("Quick and kind", "label", "bad"), ("Cold tea", "both", ""), ("Hm", "drop", "")]
    assert "No other text has several labels." in said(app)
    app = press(app, "Undo")
    assert len(kept(home)) == 2
    assert "**mixed** · 1 row" in said(app)
    assert not app.exception


def test_skipped_ones_come_back_and_those_that_are_scored_on_are_shown_apart(store: Store, run: MadeRun) -> None:
    """On demand only."""
    record(store, run)
    app = press(press(opened(session="one"), "Decide texts with several labels"), "Skip")
    assert "Cold tea" in said(app)
    (toggle,) = [one for one in app.toggle if "scored on" in one.label]
    app = toggle.set_value(True).run()
    (table,) = [part.value for part in app.dataframe if list(part.value) == ["Text", "Labels"]]
    assert table.iloc[0].tolist() == ["Scored and odd", "bad (1), good (1)"]
    assert "Quick and kind" in said(press(opened(session="one"), "Decide texts with several labels"))


def test_one_kind_of_question_at_a_time(store: Store, run: MadeRun) -> None:
    """They share their keys."""
    record(store, run)
    app = press(opened(session="one"), "Decide texts with several labels")
    app.session_state["answering_open"] = ("suspects", "one")
    assert "Decide texts with several labels" in labels(app.run())


def test_the_time_spent_is_logged_if_the_person_wants_it(
    store: Store, run: MadeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Clean, attended, from the first look to the last answer; a long pause is no part of it."""
    project = planning.create_project(store, "Reviews", now=datetime.now(UTC) - timedelta(days=1))
    clock = [datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2)]
    monkeypatch.setattr(time_spent, "now", lambda: clock[0])
    record(store, run, project_id=project.id)
    app = press(opened(session="one"), "Decide texts with several labels")
    clock[0] += timedelta(seconds=20)
    app = press(app, "Drop")
    assert not [label for label in labels(app) if label.startswith("Log ")]
    began = clock[0] = clock[0] + timedelta(hours=1)
    app = press(app, "Drop")
    clock[0] += timedelta(minutes=4)
    app = press(app, "Drop")
    clock[0] += timedelta(minutes=30)
    app = press(app, "Log 4 min on Clean")
    assert "Logged 4 min on Clean of" in said(app)
    (logged,) = entries(store, project.id)
    assert (logged.started_at, logged.stopped_at) == (began, began + timedelta(minutes=4))
    assert (logged.attended, logged.note) == (True, "2 labels looked at")
    (phase,) = [one for one in planning.phases(store, project.id) if one.id == logged.phase_id]
    assert phase.name == "Clean"
    assert not [label for label in labels(app) if label.startswith("Log ")]
