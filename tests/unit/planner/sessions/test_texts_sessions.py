"""A session on texts of several columns: kept in the store, named in sentences and commands, told from others."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from model.folder.card import write_card
from model.protocol.config import CONFIG_FILE, SessionConfig
from model.protocol.result import Sample, SessionResult, Split
from model.protocol.run_folder import CARD_FILE
from planner.cli.verdict import final_lines
from planner.domain.training import Score
from planner.pages.train_page.details import predict_command
from planner.pages.train_page.running import about_words
from planner.sessions.again import order_of
from planner.sessions.compare import by_table, compared_sessions
from planner.sessions.follower import SessionFollower
from planner.sessions.hand_in import paragraph
from planner.sessions.stored_view import stored_view
from planner.sessions.view import SessionView
from planner.store import Store
from tests.app.made_runs import MadeRun, record
from tests.made_orders import made_order

FURTHER = {"further_text_columns": ("full body",)}


@pytest.fixture
def run(tmp_path: Path) -> MadeRun:
    """An ended session on the columns 'review' and 'full body'."""
    return MadeRun(tmp_path / "one", "one", time.time() - 3600, order=FURTHER).to_the_end()


@pytest.fixture
def view(run: MadeRun) -> SessionView:
    """What a page shows of it."""
    return SessionFollower(run.folder).refresh()


def test_the_store_keeps_all_columns_for_when_the_folder_is_gone(store: Store, run: MadeRun) -> None:
    """In their order; a session of one column has one."""
    record(store, run)
    record(store, MadeRun(run.folder.with_name("two"), "two", time.time() - 1800).to_the_end())
    assert store.sessions.session("one").text_columns == ("review", "full body")
    assert stored_view(store.sessions.session("one")).text_columns == ("review", "full body")
    assert store.sessions.session("two").text_columns == ("review",)


def test_sentences_and_commands_name_every_column(view: SessionView) -> None:
    """So that a command can be typed as it stands."""
    assert "review + full body → sentiment" in about_words(view)
    assert "--text review --text 'full body' --out" in predict_command(view)
    assert "--text review --text 'full body' --out" in "\n".join(final_lines(view))
    scored = replace(
        view,
        result=SessionResult(session_id="one", sample=Sample(10, 10, "all rows")),
        scores=(Score("delivered", "held-out", "macro_f1", 0.8),),
    )
    assert "(texts in 'review' and 'full body', labels in 'sentiment')" in paragraph(scored, None, zone=UTC)


def test_the_card_names_them_and_the_command(tmp_path: Path) -> None:
    """For whoever is given the model."""
    write_card(tmp_path, SessionResult(session_id="one"), ("title", "full body"), "label")
    card = (tmp_path / CARD_FILE).read_text(encoding="utf-8")
    assert card.startswith("# Model for `label` from `title` + `full body`\n")
    assert "new_texts.csv --text title --text 'full body' --out predicted.csv" in card


def test_sessions_that_ended_early_stand_with_those_of_the_same_columns(store: Store, tmp_path: Path) -> None:
    """One more column is other data."""
    for number, order in enumerate(({}, FURTHER, FURTHER)):
        run = MadeRun(tmp_path / f"{number}", f"{number}", time.time() - 3600 + number, order=order)
        record(store, run)
        store.sessions.close_session(
            f"{number}",
            state=SessionFollower(run.folder).refresh().state.FAILED,
            ended_at=datetime.now(UTC),
            used_s=1.0,
        )
    groups = by_table(compared_sessions(store, None))
    assert [[one.session.id for one in group] for group in groups] == [["2", "1"], ["0"]]


def test_an_order_comes_back_whole_and_the_version_before_has_one_column(store: Store, run: MadeRun) -> None:
    """*Run again* and *Continue* take it from there."""
    record(store, run)
    order = order_of(store.sessions.session("one"))
    assert order is not None
    assert order.table.text_columns == ("review", "full body")
    path = run.folder / CONFIG_FILE
    path.write_text(path.read_text(encoding="utf-8").replace('"further_text_columns"', '"moon"'), encoding="utf-8")
    assert SessionConfig.load(run.folder).order.table.text_columns == ("review",)


def test_a_paragraph_to_hand_in_says_who_made_the_parts(view: SessionView) -> None:
    """Scores on a published test part can be compared with those of others."""
    scored = replace(
        view,
        result=SessionResult(session_id="one", sample=Sample(200, 170, "all rows"), split=Split(100, 30, 40), seed=7),
        scores=(Score("delivered", "held-out", "macro_f1", 0.8),),
    )
    told = "100 to train, 30 to steer and 40 held out, as the column 'split' gives them, seed 7."
    assert told in paragraph(scored, made_order(split_column="split"), zone=UTC)
    assert "as the column" not in paragraph(scored, made_order(), zone=UTC)
