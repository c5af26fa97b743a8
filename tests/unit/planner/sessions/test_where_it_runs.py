"""Where a session runs, in one line."""

from __future__ import annotations

from pathlib import Path

from model.protocol.config import SessionConfig
from model.protocol.elsewhere import Elsewhere
from model.protocol.events import EventWriter, SessionStarted
from planner.pages.train_page.running import about_words
from planner.sessions import SessionFollower
from tests.made_orders import made_order

STARTED = {
    "session_id": "one",
    "source_name": "tweets.csv",
    "text_column": "text",
    "label_column": "label",
    "metric": "macro_f1",
    "timebox_s": 60.0,
    "started_unix": 0.0,
    "deadline_unix": 60.0,
    "seed": 7,
}


def test_a_session_that_was_sent_says_on_which_cluster_and_node_it_is(tmp_path: Path) -> None:
    """Before it has one, on it, and where it goes on here."""
    elsewhere = Elsewhere(address="ray://head:10001")
    order = made_order("tweets.csv")
    SessionConfig(session_id="one", started_unix=0.0, order=order, elsewhere=elsewhere).save(tmp_path)
    follower, events = SessionFollower(tmp_path), EventWriter(tmp_path)
    assert about_words(follower.refresh()).endswith(" · on ray://head:10001, no node yet")
    events.emit(SessionStarted(**STARTED, node="lab-3"))  # type: ignore[arg-type]
    assert about_words(follower.refresh()).endswith(" · on ray://head:10001, node lab-3")
    events.emit(SessionStarted(**STARTED))  # type: ignore[arg-type]
    assert about_words(follower.refresh()).endswith(" · on this machine, after ray://head:10001")


def test_a_session_of_this_machine_does_not_speak_of_it(tmp_path: Path) -> None:
    SessionConfig(session_id="one", started_unix=0.0, order=made_order("tweets.csv")).save(tmp_path)
    assert about_words(SessionFollower(tmp_path).refresh()) == "tweets.csv · text → label · timebox 60 s"
