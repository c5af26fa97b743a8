"""What a person sees of labels that look wrong, and what answers brought: worked out of what a session kept."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from model.protocol.errors import NoDesk
from model.protocol.label_answers import LabelAnswer
from model.protocol.suspect_desk import SuspectDesk
from model.session.answers_worth import Bench, decided_labels, worth_of
from model.session.suspect_desk import desk_of
from tests.unit.kept_desks import WORDS, KeptDesk, kept_desk


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> KeptDesk:
    """One session for all tests of this file."""
    return kept_desk(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def desk(kept: KeptDesk) -> SuspectDesk:
    """What a person sees of it."""
    return desk_of(kept.folder)


@pytest.fixture(scope="module")
def bench(kept: KeptDesk) -> Bench:
    """Its n-gram model, to be fitted again."""
    return Bench.of(kept.fitted, "macro_f1")


def test_the_surest_come_first_and_are_what_was_made_wrong(kept: KeptDesk, desk: SuspectDesk) -> None:
    """With both labels, and the class that is true as the likelier one."""
    first = desk.suspects[:20]
    assert sum(one.text in kept.wrong for one in first) >= 18
    assert all(one.likelier_label == kept.wrong[one.text] for one in first if one.text in kept.wrong)
    assert [one.number for one in desk.suspects] == list(range(1, len(desk.suspects) + 1))
    sure = [one.confidence for one in desk.suspects]
    assert sure == sorted(sure, reverse=True)
    assert desk.count == len(desk.suspects)


def test_neighbours_and_words_speak_for_the_labels(kept: KeptDesk, desk: SuspectDesk) -> None:
    """Words of the true class speak for it, not for the wrong label, and texts that are alike mostly have it."""
    suspects = [one for one in desk.suspects[:20] if one.text in kept.wrong]
    for one in suspects:
        assert one.for_likelier[0] in WORDS[one.likelier_label], one
        assert not set(one.for_label) & set(WORDS[one.likelier_label])
        assert one.neighbours
        assert one.text not in [neighbour.text for neighbour in one.neighbours]
        assert all(0 < neighbour.likeness <= 1 for neighbour in one.neighbours)
    labels = [(one.likelier_label, near.label) for one in suspects for near in one.neighbours]
    assert np.mean([likelier == near for likelier, near in labels]) > 0.7


def test_held_out_texts_stand_apart(kept: KeptDesk, desk: SuspectDesk) -> None:
    """And none of them is asked about."""
    assert {one.text for one in desk.suspects} <= set(kept.data.train.texts)
    assert desk.held_out
    assert {one.text for one in desk.held_out} <= set(kept.data.held_out.texts)
    assert {one.text for one in desk.held_out} & set(kept.wrong)


def test_what_was_answered_is_not_asked_and_numbers_stay(kept: KeptDesk, desk: SuspectDesk) -> None:
    """Also where the answer has other letters."""
    first, second, third = desk.suspects[:3]
    answers = [
        LabelAnswer(f"{second.text.upper()} !", second.label, second.likelier_label, second.label, 0.9, 0.0),
    ]
    left = desk_of(kept.folder, answers).suspects
    assert [one.number for one in left[:2]] == [first.number, third.number]
    assert second.text not in [one.text for one in left]


def test_a_folder_that_kept_nothing_says_what_to_do(tmp_path: Path) -> None:
    """It ended before its test run."""
    with pytest.raises(NoDesk, match=r"kept no texts to look at.*Train again from the file\."):
        desk_of(tmp_path)


def test_the_process_prints_one_line(kept: KeptDesk, tmp_path: Path) -> None:
    """For whoever asked; or one sentence, and exit code 1."""
    command = [sys.executable, "-P", "-m", "model.session.suspect_desk"]
    done = subprocess.run([*command, str(kept.folder)], capture_output=True, check=True)
    assert json.loads(done.stdout)["classes"] == sorted(WORDS)
    failed = subprocess.run([*command, str(tmp_path)], capture_output=True, text=True, check=False)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.count("\n") == 1


def test_repaired_labels_are_learned_from(kept: KeptDesk, bench: Bench) -> None:
    """Row by row of the training texts, and no other row."""
    answers = kept.answers(12)
    labels = decided_labels(bench, answers)
    changed = np.flatnonzero(labels != bench.train.labels)
    assert {bench.train.texts[row] for row in changed} == {one.text for one in answers}


def test_after_ten_answers_it_is_said_what_they_brought_and_what_the_rest_could(kept: KeptDesk, bench: Bench) -> None:
    """With an interval on validation, a band of what is ahead, and how many were really wrong."""
    worth = worth_of(bench, kept.answers(12), rest=15)
    assert (worth.answered, worth.wrong, worth.rest) == (12, 12, 15)
    assert worth.brought is not None
    assert worth.ahead is not None
    assert worth.wrong_share is not None
    assert worth.brought.low <= worth.brought.value <= worth.brought.high
    assert worth.ahead.low <= worth.ahead.value <= worth.ahead.high
    assert worth.wrong_share.low < 1.0 <= worth.wrong_share.high + 0.05


def test_before_ten_answers_nothing_is_said(kept: KeptDesk, bench: Bench) -> None:
    """Only how many are left; nor of answers that the session had when it began."""
    worth = worth_of(bench, kept.answers(9))
    assert (worth.brought, worth.ahead, worth.answered) == (None, None, 9)
    known = kept.answers(12)
    assert worth_of(bench, known, known=known[:5]).brought is None
