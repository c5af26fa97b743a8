"""Texts with several labels are decided one by one, undone one by one, and never asked again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from data.labels.decision import Decision
from model.protocol.label_answers import LabelAnswer
from planner.material.label_answers import answers_of, keep_answers
from planner.relabelling import RelabelRefused, answer_words, open_relabelling
from planner.relabelling import pairs as pairing
from planner.relabelling.pairs import Pairs, decide, open_pairs, pair_numbered, refilled_pairs, undo_pair
from tests.unit.planner.relabelling.made_desk import PAIRS, made_run


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """An ended session with three texts to decide."""
    folder = tmp_path / "run"
    made_run(folder)
    return folder


@pytest.fixture
def at(run: Path, home: Path) -> Pairs:
    """None of them decided."""
    return open_pairs(run, home)


def waiting(at: Pairs) -> list[int]:
    return [one.number for one in at.waiting]


def test_decisions_lie_with_the_answers_and_are_never_asked_again(at: Pairs, run: Path, home: Path) -> None:
    """One label, all of them, or none; beside the content of the table, which is as it was."""
    table = at.table.data_file.read_bytes()
    at = decide(at, pair_numbered(at, 2), Decision.BOTH, now_unix=1.0)
    at = decide(at, pair_numbered(at, 3), Decision.DROP, now_unix=2.0)
    at = decide(at, pair_numbered(at, 1), Decision.LABEL, "bad", now_unix=3.0)
    assert waiting(at) == waiting(open_pairs(run, home)) == []
    assert [answer_words(one) for one in open_relabelling(run, home).answers.answers] == [
        "bad or good -> all stay: Cold tea",
        "bad or good or mixed -> dropped: Hm",
        "good or bad -> bad: Quick and kind",
    ]
    assert [one.repairs for one in at.answers.answers] == [False, False, True]
    assert at.table.data_file.read_bytes() == table


def test_the_last_decision_is_undone_and_asked_again(at: Pairs) -> None:
    """An answer about a label that looked wrong is none."""
    at = decide(at, pair_numbered(at, 1), Decision.DROP, now_unix=1.0)
    suspect = LabelAnswer("The tea was splendid", "bad", "good", "good", 0.9, 2.0)
    keep_answers(at.answers.with_answer(suspect), at.home)
    at, gone = undo_pair(at)
    assert (gone.text, waiting(at)) == ("Quick and kind", [1, 2, 3])
    assert [one.text for one in at.answers.answers] == ["The tea was splendid"]
    with pytest.raises(RelabelRefused, match="No pair was decided"):
        undo_pair(at)


def test_a_label_that_the_text_has_not_and_a_number_that_is_gone_are_refused(at: Pairs) -> None:
    """With what there is."""
    with pytest.raises(RelabelRefused, match=r"no label 'mixed' in the table\. It has: good, bad\."):
        decide(at, PAIRS[0], Decision.LABEL, "mixed", now_unix=0.0)
    with pytest.raises(RelabelRefused, match=r"number 9 waits for a decision\. The numbers that wait are 1 to 3"):
        pair_numbered(at, 9)
    assert answers_of(at.table, at.home).answers == ()


def test_they_are_looked_for_once_for_a_table(
    at: Pairs, run: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And again where the table is another one, or all that were told are decided and there are more."""
    asked: list[str] = []

    def asked_again(module: str, *_: object) -> object:
        asked.append(module)
        return replace(at.desk, pairs=PAIRS[2:], count=1)

    monkeypatch.setattr(pairing, "asked", asked_again)
    more = replace(at, desk=replace(at.desk, pairs=PAIRS[:1], count=2))
    more = decide(more, PAIRS[0], Decision.BOTH, now_unix=1.0)
    assert waiting(refilled_pairs(more)) == [3]
    assert asked == ["model.session.pair_desk"]
    open_pairs(run, home)
    assert len(asked) == 1
    at.table.data_file.write_text(at.table.data_file.read_text() + "7,Fresh tea,good,\n")
    open_pairs(run, home)
    assert len(asked) == 2
