"""The Train page where labels such as '?' were taken for none: said quietly, and with what to do on the page."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from streamlit.testing.v1 import AppTest

from model.folder.card import write_card
from model.protocol.config import LOCK_FILE
from model.protocol.events import Event, EventReader, Kind, RowsCleaned
from model.protocol.locks import take_lock
from model.protocol.result import Cleaning, SessionResult, Unlabelled
from model.protocol.timebox import Clock, Timebox
from model.session.data_stages import load_data
from model.session.stage_log import StageLog
from planner.cli.progress import ProgressLine
from planner.sessions import SessionFollower
from planner.store import Store
from tests.app.made_runs import MadeRun, record
from tests.app.train_tab import opened, said
from tests.made_orders import made_order

WORDS = {"nan": 40, "-": 3}
QUIET = (
    "43 rows whose label is 'nan', '-' count as without a label. Is one of them a class? The form of a new session has "
    "a tick for it."
)
OPTION = "--"


def counted(words: dict[str, int] = WORDS, *, blank: int = 10, labelled: int = 7950) -> dict[str, Any]:
    """What a session tells of labels."""
    return {"words": words, "blank": blank, "labelled": labelled}


@pytest.fixture
def run(home: Path) -> MadeRun:
    """A made run of five minutes that began an hour ago."""
    return MadeRun(home / "runs" / "one", "one", time.time() - 3600)


def said_of(run: MadeRun, unlabelled: dict[str, Any]) -> MadeRun:
    """The run, whose session tells that of its labels."""
    run.say(Kind.CLEANED, rows_before=8003, rows_after=7360, rules=[_RULE], classes={"a": 7360}, unlabelled=unlabelled)
    return run


_RULE = {"rule": "missing_label", "title": "Rows without a label", "rows": 53, "before": "nan: x", "after": ""}


def ended(store: Store, run: MadeRun, unlabelled: dict[str, Any]) -> AppTest:
    """The page of a session that has ended."""
    record(store, said_of(run.to_the_end(), unlabelled))
    return opened(session=run.session_id)


def test_the_usual_is_no_warning_and_stands_with_what_was_cleaned(store: Store, run: MadeRun) -> None:
    """A caption in the words of the page, beside the table of the rules."""
    app = ended(store, run, counted())
    assert not app.warning
    assert QUIET in said(app)
    (fold,) = [fold for fold in app.expander if fold.label.startswith("What was cleaned")]
    assert [caption.value for caption in fold.caption]
    assert OPTION not in "".join(caption.value for caption in app.caption)


def test_it_is_said_while_the_session_works(store: Store, home: Path) -> None:
    """Early enough to stop it where '-' is a class."""
    run = MadeRun(home / "runs" / "two", "two", time.time() - 60)
    lock = take_lock(run.folder / LOCK_FILE)
    record(store, said_of(run.through_benchmark(), counted()))
    app = opened(session=run.session_id)
    assert lock is not None
    lock.release()
    assert not app.warning
    assert QUIET in said(app)


def test_most_rows_without_a_label_are_a_warning_in_words_of_the_page(store: Store, run: MadeRun) -> None:
    """That is not the usual, and there is a field for it."""
    app = ended(store, run, counted({}, blank=5000, labelled=3000))
    (warning,) = app.warning
    assert warning.value == (
        "5,000 of 8,000 rows have no label and are left out. If blank means something, the form of a new session has a "
        "field for it."
    )


def test_nothing_is_said_where_every_label_is_one(store: Store, run: MadeRun) -> None:
    """And of a session from before this was told."""
    app = ended(store, run, counted({}, blank=0))
    assert "without a label. Is" not in said(app)
    assert not app.warning


def test_the_command_says_how_to_keep_it_once(run: MadeRun) -> None:
    """Among its notes, with the option, however often the line is drawn, and after what was said of the file."""
    run.say(Kind.WARNING, message="There was time to read the first 40 % of the file only.")
    said_of(run, counted())
    console = Console(width=300, record=True)
    line, view = ProgressLine(console), SessionFollower(run.folder).refresh()
    line.show(view)
    line.show(view)
    notes = [told for told in console.export_text().splitlines() if told.startswith("  note: ")]
    assert sorted(notes) == [
        "  note: 43 rows whose label is 'nan', '-' count as without a label. Is one of them a class? Say --keep-label "
        "'nan', or on the Train page.",
        "  note: There was time to read the first 40 % of the file only.",
    ]


def test_the_card_of_the_model_says_it(tmp_path: Path) -> None:
    """Whoever is given the model reads which labels it did not learn."""
    cleaning = Cleaning(8003, 7360, (), Unlabelled(WORDS, 10, 7950))
    write_card(tmp_path, SessionResult(session_id="one", cleaning=cleaning), ("text",), "label")
    card = (tmp_path / "card.md").read_text(encoding="utf-8")
    assert "- Note: 43 rows whose label is 'nan', '-' count as without a label.\n" in card


def test_a_session_counts_them(tmp_path: Path) -> None:
    """In its events and in its result, and warns of nothing."""
    labels = ["?" if row < 3 else "" if row < 7 else "ab"[row % 2] for row in range(200)]
    rows = [f"the flight number {row} was late by {row * 7} minutes,{label}" for row, label in enumerate(labels)]
    path = tmp_path / "table.csv"
    path.write_text("\n".join(["text,label", *rows]), encoding="utf-8")
    order = made_order(path)
    box = Timebox(Clock(0.0, ticks=lambda: 0.0, wall=lambda: 0.0), 60.0)
    data = load_data(order, box, StageLog(tmp_path, box))
    assert data.facts.cleaning is not None
    assert data.facts.cleaning.unlabelled == Unlabelled({"?": 3}, 4, 193)
    events: list[Event] = EventReader(tmp_path).read_new()
    (cleaned,) = [event for event in events if event.kind == Kind.CLEANED]
    assert isinstance(cleaned.body, RowsCleaned)
    assert cleaned.body.unlabelled == Unlabelled({"?": 3}, 4, 193)
    assert not [event for event in events if event.kind == Kind.WARNING]
