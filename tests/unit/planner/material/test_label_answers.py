"""Answers about labels lie beside the hash of a table: they follow its content, and never touch the table."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.protocol.label_answers import LABEL_ANSWERS_FILE, AnswersUnreadable, LabelAnswer, answers_in
from model.protocol.order import TableOrder
from planner.material.label_answers import answers_of, keep_answers, known_answers, place_of

ANSWER = LabelAnswer("so good", "bad", "good", "good", 0.97, 1_800_000_000.0)


@pytest.fixture
def table(tmp_path: Path) -> TableOrder:
    """A small table."""
    path = tmp_path / "tweets.csv"
    path.write_text("text,label\nso good,bad\n")
    return TableOrder(path, path.name, "text", "label")


def test_an_answer_is_found_again_wherever_the_table_lies(table: TableOrder, tmp_path: Path, home: Path) -> None:
    """The same content under another name is the same table; the table is as it was."""
    keep_answers(answers_of(table, home).with_answer(ANSWER), home)
    moved = tmp_path / "moved.csv"
    moved.write_bytes(table.data_file.read_bytes())
    known = known_answers(TableOrder(moved, moved.name, "text", "label"), home)
    assert known is not None
    assert known.answers == (ANSWER,)
    assert table.data_file.read_text() == "text,label\nso good,bad\n"


def test_other_content_or_other_columns_are_another_question(table: TableOrder, home: Path) -> None:
    """A changed table of the same size, and a label column beside the first."""
    keep_answers(answers_of(table, home).with_answer(ANSWER), home)
    assert known_answers(TableOrder(table.data_file, "tweets.csv", "text", "other"), home) is None
    table.data_file.write_text("text,label\nso good,mad\n")
    assert known_answers(table, home) is None


def test_an_answer_is_undone_by_itself_and_given_once(table: TableOrder, home: Path) -> None:
    """A second answer about a text takes the place of the first."""
    answers = answers_of(table, home).with_answer(ANSWER)
    kept = LabelAnswer("so good", "bad", "good", "bad", 0.97, 1_800_000_009.0)
    other = LabelAnswer("so bad", "good", "bad", "bad", 0.91, 1_800_000_010.0)
    both = answers.with_answer(kept).with_answer(other)
    assert both.answers == (kept, other)
    assert both.repaired == (other,)
    assert both.without("so bad").answers == (kept,)


def test_a_file_of_a_newer_version_is_refused_and_stays(table: TableOrder, home: Path) -> None:
    """Its words may mean something else."""
    path = place_of(answers_of(table, home), home)
    path.parent.mkdir(parents=True)
    newer = '{"version": 3, "table_sha256": "", "table_bytes": 0, "source": "", "text_columns": [], "label_column": ""}'
    path.write_text(newer)
    with pytest.raises(AnswersUnreadable, match="version 3, and versions up to 2 are known"):
        answers_of(table, home)
    assert path.read_text() == newer


def test_a_run_folder_without_answers_has_none(tmp_path: Path) -> None:
    """Nor has one whose file is damaged."""
    assert answers_in(tmp_path) == ()
    (tmp_path / LABEL_ANSWERS_FILE).write_text("[1, 2")
    assert answers_in(tmp_path) == ()


def test_answers_survive_the_file_as_they_were(table: TableOrder, home: Path, tmp_path: Path) -> None:
    """Also texts that no UTF-8 can hold."""
    odd = LabelAnswer("half a pair \ud83d", "bad", "good", "good", 0.5, 1.0)
    answers = answers_of(table, home).with_answer(odd)
    assert answers.load(keep_answers(answers, home)) == answers
