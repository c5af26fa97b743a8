"""Texts with several labels: found in the table again, those that are scored on apart, decisions learned from."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pandas as pd
import pytest

from data.cleaning.duplicate_key import fold
from data.labels.decision import Decision
from data.labels.label_cell import split_labels
from model.protocol.label_answers import LabelAnswer
from model.protocol.pair_desk import DeskPair, PairDesk
from model.protocol.timebox import Clock, Timebox
from model.session.benchmark_stage import FittedBenchmark
from model.session.data_stages import SessionData, load_data
from model.session.pair_desk import pairs_of
from model.session.stage_log import StageLog
from tests.made_orders import made_order
from tests.unit.kept_desks import kept_run, made_table


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty texts stand there twice with two labels, twenty of them a third time with the first one."""
    path = tmp_path_factory.mktemp("pairs") / "made.csv"
    made_table(path, wrong_share=0.0)
    frame, random = pd.read_csv(path), Random(1)
    again = frame.iloc[:60].copy()
    again["label"] = [{"tea": "rain", "rain": "train", "train": "tea"}[label] for label in again["label"]]
    again["text"] = [text.upper() if random.random() < 0.5 else f"{text}!" for text in again["text"]]
    pd.concat([frame, again, frame.iloc[:20]]).to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def fitted(table: Path) -> FittedBenchmark:
    """Its session."""
    return kept_run(table.parent / "run", table)


@pytest.fixture(scope="module")
def desk(table: Path, fitted: FittedBenchmark) -> PairDesk:
    """What a person sees."""
    return pairs_of(made_order(table), fitted.data)


def answer(pair: DeskPair, decision: Decision, label: str = "") -> LabelAnswer:
    """A decision that nobody asks the time of."""
    return LabelAnswer(pair.text, *pair.labels[:2], label, 0.0, 0.0, labels=pair.labels, decision=decision)


def test_every_text_with_two_labels_is_shown_once(table: Path, desk: PairDesk) -> None:
    """With the rows of each label; what cleaning keeps is the label of most rows, or none."""
    frame = pd.read_csv(table)
    rows = {*fold(frame["text"][:60])}
    told = [*desk.pairs, *desk.scored]
    assert {*fold(one.text for one in told)} == rows
    assert (desk.count + desk.scored_count, len(told)) == (60, 60)
    assert [one.number for one in desk.pairs] == list(range(1, desk.count + 1))
    three = {*fold(frame["text"][:20])}
    for one in told:
        is_three = fold([one.text])[0] in three
        assert [side.rows for side in one.sides] == ([2, 1] if is_three else [1, 1])
        assert one.kept == (one.labels[0] if is_three else "")


def test_texts_that_are_scored_on_stand_apart(fitted: FittedBenchmark, desk: PairDesk) -> None:
    """Of validation and the held-out part."""
    scored = {*fold(fitted.data.validation.texts), *fold(fitted.data.held_out.texts)}
    assert desk.scored
    assert {*fold(one.text for one in desk.scored)} <= scored
    assert not {*fold(one.text for one in desk.pairs)} & scored


def test_what_was_decided_is_not_asked_and_numbers_stay(table: Path, fitted: FittedBenchmark, desk: PairDesk) -> None:
    """Whatever was said; an answer about the same text as a suspect counts, too."""
    first, second, third = desk.pairs[:3]
    suspect = LabelAnswer(f"{second.text.lower()}?", "tea", "rain", "rain", 0.9, 0.0)
    left = pairs_of(made_order(table), fitted.data, [answer(first, Decision.BOTH), suspect])
    assert [one.number for one in left.pairs[:1]] == [third.number]
    assert left.count == desk.count - 2


@pytest.fixture(scope="module")
def decided(desk: PairDesk) -> list[LabelAnswer]:
    """Ten to stay, ten to go, ten with the second of their labels, and one that is scored on."""
    some = desk.pairs
    return [
        *(answer(one, Decision.BOTH) for one in some[:10]),
        *(answer(one, Decision.DROP) for one in some[10:20]),
        *(answer(one, Decision.LABEL, one.labels[1]) for one in some[20:30]),
        answer(desk.scored[0], Decision.DROP),
    ]


def labels_of(data: SessionData, pair: LabelAnswer) -> list[str]:
    """The labels with which a text is learned from."""
    keys, (wanted,) = fold(data.train.texts), fold([pair.text])
    found = [data.classes[label] for key, label in zip(keys, data.train.labels, strict=True) if key == wanted]
    return sorted(found)


def test_the_next_session_learns_from_what_was_decided(
    table: Path, fitted: FittedBenchmark, decided: list[LabelAnswer], tmp_path: Path
) -> None:
    """And is judged on the same texts with the same labels; none of them is learned from, whatever was said."""
    box = Timebox(Clock(0.0, ticks=lambda: 0.0, wall=lambda: 0.0), 60.0)
    before, after = fitted.data, load_data(made_order(table), box, StageLog(tmp_path, box), decided)
    for part in ("validation", "held_out"):
        assert getattr(after, part).texts == getattr(before, part).texts
        assert getattr(after, part).labels.tolist() == getattr(before, part).labels.tolist()
    for one in decided[:10]:
        assert labels_of(after, one) == sorted(one.labels)
    for one in decided[10:20]:
        assert labels_of(after, one) == []
    for one in decided[20:30]:
        assert labels_of(after, one) == [one.answer]
    assert labels_of(after, decided[30]) == []
    scored = {*fold(after.validation.texts), *fold(after.held_out.texts)}
    assert not scored & {*fold(after.train.texts)}
    others = {*fold(one.text for one in decided)}
    assert {*fold(after.train.texts)} - others == {*fold(before.train.texts)} - others


def test_several_labels_a_row_are_pairs_of_all_that_a_row_has(tmp_path: Path) -> None:
    """A text tagged in two ways."""
    path, random = tmp_path / "tags.csv", Random(4)
    rows = []
    for number in range(300):
        tags = [tag for tag in ("red", "hot") if random.random() < 0.5]
        rows.append((f"{' '.join(tags)} thing number n{number}", "|".join(tags)))
    rows += [(text, "red" if tags != "red" else "hot") for text, tags in rows[:20]]
    pd.DataFrame(rows, columns=["text", "label"]).to_csv(path, index=False)
    fitted = kept_run(tmp_path / "run", path, tag_separator="|")
    desk = pairs_of(made_order(path, tag_separator="|"), fitted.data)
    assert desk.count + desk.scored_count == sum(bool(tags) for _, tags in rows[:20])
    assert all(set(map(split_labels, one.labels)) & {("red",), ("hot",)} for one in desk.pairs)
