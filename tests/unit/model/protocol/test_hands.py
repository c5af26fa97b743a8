"""Hands: what a session and the processes that train for it say to each other, in files that anybody can copy."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.protocol.hands import (
    AnswerFacts,
    Beat,
    Hand,
    HandOrder,
    answer_path,
    facts_from_text,
    facts_to_text,
    hand_folder,
    order_numbers,
    order_path,
    read_beat,
    read_hands,
    read_order,
    stop_path,
    usable_cores,
    with_lost,
    write_beat,
    write_hands,
    write_order,
)
from model.protocol.run_folder import tidy

FINITE = st.floats(0, 1e9)
ORDERS = st.builds(
    HandOrder,
    version=st.just(1),
    number=st.integers(1, 99_999),
    metric=st.sampled_from(("roc_auc", "accuracy")),
    **{name: st.integers(0, 2**31) for name in ("seed", "drawn", "units", "rows", "batch_size", "vector_tokens")},
    **dict.fromkeys(("dropout", "spatial_dropout", "epochs", "peak_rate", "seconds", "validate_every_share"), FINITE),
    alone=st.booleans(),
    compiled=st.sampled_from((True, False, None)),
    note=st.dictionaries(st.text(max_size=5), st.text(max_size=5) | FINITE, max_size=3),
)
FACTS = st.builds(
    AnswerFacts,
    version=st.just(1),
    number=st.integers(1, 99_999),
    **{name: st.integers(0, 10**9) for name in ("steps", "best_step")},
    **dict.fromkeys(("epochs", "train_s", "steps_s", "taken_s", "best_epoch"), FINITE),
    trace=st.lists(st.tuples(FINITE, FINITE), max_size=4).map(tuple),
    loss=st.none() | FINITE,
    stopped=st.booleans(),
)


def an_order(number: int = 1) -> HandOrder:
    """A small one."""
    return HandOrder(
        number=number,
        metric="roc_auc",
        seed=7,
        drawn=1001,
        units=8,
        dropout=0.5,
        spatial_dropout=0.2,
        epochs=2.0,
        rows=100,
        batch_size=32,
        peak_rate=3e-3,
        seconds=20.0,
        validate_every_share=0.1,
    )


@given(order=ORDERS)
def test_an_order_arrives_as_it_was_given(tmp_path_factory: pytest.TempPathFactory, order: HandOrder) -> None:
    folder = tmp_path_factory.mktemp("hand")
    write_order(folder, order)
    assert read_order(folder, order.number) == order
    assert order_numbers(folder) == [order.number]


@given(facts=FACTS)
def test_the_facts_of_an_answer_arrive_as_they_were(facts: AnswerFacts) -> None:
    assert facts_from_text(facts_to_text(facts), AnswerFacts) == facts


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 2}', "[" * 5_000])
def test_what_is_no_answer_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        facts_from_text(text, AnswerFacts)


def test_orders_are_seen_when_they_are_whole_and_in_their_order(tmp_path: Path) -> None:
    """Neither a half one, nor answers and stops, nor a folder that is not there yet."""
    for number in (10, 2, 1_000):
        write_order(tmp_path, an_order(number))
    for name in ("003.order.json.half", "001.done.npz", "2.order.json", "beat.json"):
        (tmp_path / name).touch()
    assert order_numbers(tmp_path) == [2, 10, 1_000]
    assert order_numbers(tmp_path / "gone") == []
    assert read_order(tmp_path, 4) is None


def test_an_order_of_another_version_is_none(tmp_path: Path) -> None:
    write_order(tmp_path, an_order())
    path = order_path(tmp_path, 1)
    path.write_text(path.read_text().replace('"version": 1', '"version": 2'))
    assert read_order(tmp_path, 1) is None


def test_the_hands_are_named_with_where_they_run_and_why_one_is_gone(tmp_path: Path) -> None:
    hands = [Hand("hand-1", "lab-a", cores=4), Hand("hand-2", "lab-b")]
    assert read_hands(tmp_path) == ()
    write_hands(tmp_path, hands)
    write_hands(tmp_path, with_lost(read_hands(tmp_path), "hand-2", "Its node is gone."))
    assert read_hands(tmp_path) == (hands[0], Hand("hand-2", "lab-b", lost="Its node is gone."))
    assert with_lost(read_hands(tmp_path), "hand-2", "Another reason.")[1].lost == "Its node is gone."


@pytest.mark.parametrize("name", ["", "..", "a/b", "Hand", "-a", "a" * 80])
def test_a_name_that_would_leave_its_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="small letters"):
        Hand(name, "lab")
    write_hands(tmp_path, [])
    (tmp_path / "work" / "hands.json").write_text(f'[{{"name": "{name}", "node": "lab"}}]')
    assert read_hands(tmp_path) == ()


def test_a_beat_replaces_the_one_before(tmp_path: Path) -> None:
    assert read_beat(tmp_path) is None
    for count in (1, 2):
        write_beat(tmp_path, Beat(count, is_ready=True, order=3, share=0.25, log_loss=0.5))
    assert read_beat(tmp_path) == Beat(2, is_ready=True, order=3, share=0.25, log_loss=0.5)
    assert [path.name for path in tmp_path.iterdir()] == ["beat.json"]


def test_all_of_it_goes_with_the_scratch_of_the_session(tmp_path: Path) -> None:
    write_hands(tmp_path, [Hand("hand-1", "lab")])
    folder = hand_folder(tmp_path, "hand-1")
    write_order(folder, an_order())
    stop_path(folder, 1).touch()
    answer_path(folder, 1).touch()
    tidy(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("limit", "cores"), [("150000 100000", 1), ("50000 100000", 1), ("100000 100000\n", 1)])
def test_a_container_that_may_use_one_core_has_one(tmp_path: Path, limit: str, cores: int) -> None:
    """Whatever the machine around it has."""
    (tmp_path / "cpu.max").write_text(limit)
    assert usable_cores(tmp_path / "cpu.max") == cores


@pytest.mark.parametrize("limit", ["max 100000", "", "many"])
def test_without_a_limit_it_is_what_this_process_may_run_on(tmp_path: Path, limit: str) -> None:
    (tmp_path / "cpu.max").write_text(limit)
    assert usable_cores(tmp_path / "cpu.max") == usable_cores(tmp_path / "nowhere") >= 1
