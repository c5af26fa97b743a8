"""Suspects where a row may have several labels: a row and one of its labels, answered by yes or no."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pandas as pd
import pytest

from model.protocol.label_answers import LabelAnswer
from model.protocol.suspect_desk import SuspectDesk
from model.protocol.timebox import Clock, Timebox
from model.session.answers_worth import Bench, decided_labels, worth_of
from model.session.benchmark_stage import FittedBenchmark
from model.session.data_stages import SessionData, load_data
from model.session.stage_log import StageLog
from model.session.suspect_desk import desk_of
from tests.made_orders import made_order
from tests.unit.kept_desks import FILLING, WORDS, kept_run

ORDER = {"further_label_columns": ("rain", "train"), "label_column": "tea"}


@pytest.fixture(scope="module")
def wrong() -> dict[tuple[str, str], bool]:
    """Text and label -> whether the text really has it, where the table says otherwise."""
    return {}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory, wrong: dict[tuple[str, str], bool]) -> Path:
    """Three columns of 0 and 1; a twentieth of the cells is wrong."""
    random, rows = Random(3), []
    for number in range(700):
        has = {name: random.random() < 0.4 for name in WORDS}
        said = [word for name in WORDS if has[name] for word in random.sample(WORDS[name], 2)]
        text = " ".join([*said, *random.sample(FILLING, 5), f"n{number}"])
        given = {name: one != (random.random() < 0.05) for name, one in has.items()}
        wrong.update({(text, name): has[name] for name in WORDS if given[name] != has[name]})
        rows.append({"text": text, **{name: int(one) for name, one in given.items()}})
    path = tmp_path_factory.mktemp("several") / "made.csv"
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def fitted(table: Path) -> FittedBenchmark:
    """Its session."""
    return kept_run(table.parent / "run", table, **ORDER)


@pytest.fixture(scope="module")
def desk(table: Path, fitted: FittedBenchmark) -> SuspectDesk:
    """What a person sees."""
    return desk_of(table.parent / "run")


def truth(desk: SuspectDesk, wrong: dict[tuple[str, str], bool], count: int) -> list[LabelAnswer]:
    """Right answers about the surest suspects."""
    found = [one for one in desk.suspects if one.about in wrong][:count]
    right = [one.name if wrong[one.about] else f"not {one.name}" for one in found]
    return [
        LabelAnswer(one.text, one.label, one.likelier_label, label, one.confidence, 6.0 * at, one.name)
        for at, (one, label) in enumerate(zip(found, right, strict=True))
    ]


def test_the_surest_are_what_was_made_wrong(desk: SuspectDesk, wrong: dict[tuple[str, str], bool]) -> None:
    """In the words of yes and no, the surest first, with neighbours that answer the same question."""
    first = desk.suspects[:20]
    assert sum(one.about in wrong for one in first) >= 15
    assert [one.confidence for one in desk.suspects] == sorted((o.confidence for o in desk.suspects), reverse=True)
    for one in first:
        words = {one.name, f"not {one.name}"}
        assert {one.label, one.likelier_label} == words
        assert {near.label for near in one.neighbours} <= words
    missing = [one for one in first if one.likelier_label == one.name and one.about in wrong]
    assert all(one.for_likelier[0] in WORDS[one.name] for one in missing)
    assert desk.held_out


def test_an_answer_is_about_one_label_of_a_text(table: Path, desk: SuspectDesk) -> None:
    """The others of that text are still asked."""
    counts = pd.Series([one.text for one in desk.suspects]).value_counts()
    twice = [one for one in desk.suspects if counts[one.text] > 1]
    one = (twice or desk.suspects)[0]
    answer = LabelAnswer(one.text, one.label, one.likelier_label, one.label, 0.9, 0.0, one.name)
    left = desk_of(table.parent / "run", [answer])
    assert left.count == desk.count - 1
    assert one.about not in [other.about for other in left.suspects]


def labels_of(data: SessionData, text: str) -> dict[str, bool]:
    row = data.train.labels[data.train.texts.index(text)]
    return dict(zip(data.classes, map(bool, row), strict=True))


def test_the_next_session_learns_the_label_and_leaves_the_others(
    table: Path, fitted: FittedBenchmark, desk: SuspectDesk, wrong: dict[tuple[str, str], bool], tmp_path: Path
) -> None:
    """The parts stay, and what is scored on stays as the table has it."""
    answers = truth(desk, wrong, 20)
    box = Timebox(Clock(0.0, ticks=lambda: 0.0, wall=lambda: 0.0), 60.0)
    after = load_data(made_order(table, **ORDER), box, StageLog(tmp_path, box), answers)  # type: ignore[arg-type]
    before = fitted.data
    for part in ("validation", "held_out"):
        assert getattr(after, part).texts == getattr(before, part).texts
        assert np.array_equal(getattr(after, part).labels, getattr(before, part).labels)
    assert after.train.texts == before.train.texts
    for one in answers:
        expected = labels_of(before, one.text) | {
            other.name: other.answer == other.name for other in answers if other.text == one.text
        }
        assert labels_of(after, one.text) == expected
    changed = int((np.asarray(after.train.labels) != np.asarray(before.train.labels)).sum())
    assert changed == len(answers)


def test_what_answers_brought_is_measured_and_what_is_ahead_is_not_guessed(
    fitted: FittedBenchmark, desk: SuspectDesk, wrong: dict[tuple[str, str], bool]
) -> None:
    """How labels of one row go wrong together nobody has tried."""
    bench, answers = Bench.of(fitted, "macro_f1"), truth(desk, wrong, 20)
    changed = decided_labels(bench, answers) != bench.train.labels
    assert int(changed.sum()) == 20
    worth = worth_of(bench, answers)
    assert worth.several_labels
    assert worth.brought is not None
    assert worth.brought.low <= worth.brought.value <= worth.brought.high
    assert (worth.answered, worth.wrong, worth.ahead) == (20, 20, None)
    assert replace(worth, brought=None).left == desk.count - 20
