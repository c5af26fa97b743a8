"""Labels that look wrong, repaired on the page of an ended session: one at a time, kept at once."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from pathlib import Path

import pytest

from model.protocol.label_answers import LabelAnswers
from model.protocol.run_folder import PREPARED_FACTS
from model.protocol.suspect_desk import AnswersWorth, Change, DeskSuspect, SuspectDesk
from planner.home import LABEL_ANSWERS
from planner.pages.train_page import relabelling
from planner.relabelling import worth as pricing
from planner.relabelling.answering import DESK_FILE
from planner.store import Store
from tests.app.made_runs import MadeRun, record
from tests.app.train_tab import labels, opened, press, said
from tests.unit.planner.relabelling.made_desk import DESK

TABLE = "review,sentiment\nThe tea was splendid,bad\nNever again,good\nIt was so-so,good\n"


@pytest.fixture
def run(home: Path) -> MadeRun:
    """An ended session that kept its texts, with three suspects; its table lies beside them."""
    made = MadeRun(home / "runs" / "one", "one", time.time() - 3600).to_the_end()
    (made.folder / "reviews.csv").write_text(TABLE)
    for name, told in ((PREPARED_FACTS, {}), (DESK_FILE, {"answered": [], "desk": asdict(DESK)})):
        (made.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (made.folder / name).write_text(json.dumps(told))
    return made


def kept(home: Path) -> list[tuple[str, str]]:
    """What the file of answers says: text and label."""
    (path,) = (home / LABEL_ANSWERS).glob("*.json")
    return [(one.text, one.answer) for one in LabelAnswers.load(path).answers]


def test_suspects_are_answered_one_at_a_time(store: Store, run: MadeRun, home: Path) -> None:
    """Both labels, why, and a button for each answer; the next one comes at once, and all is kept."""
    record(store, run)
    app = press(opened(session="one"), "Repair them here")
    text = said(app)
    assert "3 labels to look at" in text
    assert "Labelled **bad**, likelier **good** (.98)" in text
    assert "The tea was splendid" in text
    assert "For good: splendid" in text
    (near,) = [part.value for part in app.dataframe if "Alike" in part.value]
    assert near.iloc[0].tolist() == [".80", "good", "Splendid tea"]
    app = press(app, "It is good")
    assert "2 labels to look at · 1 answer, 1 of them repaired a label" in said(app)
    assert "Never again" in said(app)
    app = press(app, "Keep good")
    assert kept(home) == [("The tea was splendid", "good"), ("Never again", "good")]
    assert (run.folder / "reviews.csv").read_text() == TABLE
    assert not app.exception


def test_an_answer_is_undone_and_asked_again(store: Store, run: MadeRun, home: Path) -> None:
    """The last one first."""
    record(store, run)
    app = press(press(opened(session="one"), "Repair them here"), "It is good")
    app = press(app, "Undo")
    assert kept(home) == []
    assert "Labelled **bad**, likelier **good** (.98)" in said(app)
    assert "Undo" not in labels(app)


def test_skipped_texts_come_back_and_another_label_can_be_chosen(store: Store, run: MadeRun, home: Path) -> None:
    """A skipped one is asked again the next time the page is opened."""
    record(store, run)
    app = press(press(opened(session="one"), "Repair them here"), "Skip")
    (other,) = [box for box in app.selectbox if box.label == "Another label"]
    app = other.set_value("mixed").run()
    assert kept(home) == [("Never again", "mixed")]
    again = press(opened(session="one"), "Repair them here")
    assert "The tea was splendid" in said(again)
    assert "2 labels to look at" in said(again)


def test_every_ten_answers_it_is_said_what_they_brought(
    store: Store, run: MadeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the sentence on what to do next."""
    measured = AnswersWorth("macro_f1", 10, 8, 90, Change(0.01, 0.0, 0.02), Change(0.8, 0.6, 0.9), 90, None)
    monkeypatch.setattr(pricing, "asked", lambda *_: measured)
    monkeypatch.setattr(relabelling, "is_moment_to_price", lambda count: count == 1)
    record(store, run)
    app = press(press(opened(session="one"), "Repair them here"), "It is good")
    assert "10 answers (8 repaired a label) brought +1.0 points of macro-F1" in said(app)
    assert "Clean or train: cannot tell" in said(app)


def test_held_out_texts_are_shown_apart_and_the_table_can_be_taken_away(store: Store, run: MadeRun) -> None:
    """The first on demand only, as nobody should read them by accident."""
    record(store, run)
    app = press(press(opened(session="one"), "Repair them here"), "It is good")
    assert "Held out and odd" not in said(app)
    assert "Download the repaired table" in [one.proto.label for one in app.get("download_button")]
    (toggle,) = [one for one in app.toggle if "held-out" in one.label]
    app = toggle.set_value(True).run()
    (table,) = [part.value for part in app.dataframe if list(part.value) == ["Text", "Label", "Likelier"]]
    assert table.iloc[0]["Text"] == "Held out and odd"
    assert "never changed or learned from" in said(app)


def test_a_session_that_kept_no_texts_lists_them_only(store: Store, run: MadeRun) -> None:
    """There is nothing to look at beside them."""
    (run.folder / PREPARED_FACTS).unlink()
    record(store, run)
    assert "Repair them here" not in labels(opened(session="one"))


def test_a_table_that_is_gone_is_said(store: Store, run: MadeRun) -> None:
    """In one sentence; the page stands."""
    (run.folder / "reviews.csv").unlink()
    record(store, run)
    app = press(opened(session="one"), "Repair them here")
    assert "is not there any more" in said(app)
    assert not app.exception


def test_a_session_that_was_cut_short_offers_it_too(store: Store, home: Path) -> None:
    """It kept its texts, and did not get to a list of them."""
    made = MadeRun(home / "runs" / "one", "one", time.time() - 3600).through_benchmark()
    (made.folder / "reviews.csv").write_text(TABLE)
    for name, told in ((PREPARED_FACTS, {}), (DESK_FILE, {"answered": [], "desk": asdict(DESK)})):
        (made.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (made.folder / name).write_text(json.dumps(told))
    record(store, made)
    app = opened(session="one")
    assert "its texts are kept" in said(app)
    app = press(press(app, "Repair them here"), "It is good")
    assert kept(home) == [("The tea was splendid", "good")]
    assert not app.exception


def test_of_several_labels_a_row_it_is_yes_or_no(store: Store, run: MadeRun, home: Path) -> None:
    """Of one label; there is no other one to choose."""
    asked = DeskSuspect(1, "go away", "not rude", "rude", 0.93, name="rude")
    desk = SuspectDesk(("rude", "loud", "kind"), 1, (asked,))
    (run.folder / DESK_FILE).write_text(json.dumps({"answered": [], "desk": asdict(desk)}))
    record(store, run)
    app = press(opened(session="one"), "Repair them here")
    assert "Labelled **not rude**, likelier **rude** (.93)" in said(app)
    assert not [box for box in app.selectbox if box.label == "Another label"]
    app = press(app, "It is rude")
    assert kept(home) == [("go away", "rude")]


def test_the_question_comes_first_and_the_list_of_all_goes(store: Store, run: MadeRun) -> None:
    """On a phone it lay below a table of twenty."""
    record(store, run)
    app = opened(session="one")
    assert [part for part in app.dataframe if "How sure" in part.value]
    app = press(app, "Repair them here")
    assert not [part for part in app.dataframe if "How sure" in part.value]
    assert "Continue… does not" in said(press(app, "It is good"))
