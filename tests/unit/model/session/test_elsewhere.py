"""What hands train is weighed like what is trained here; they are made up by the test, which writes their files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.protocol.events import HandBegun, HandDone, HandLost, HandReady, WarningSaid
from model.protocol.hands import (
    SILENT_S,
    answer_path,
    order_numbers,
    stop_path,
)
from model.session.elsewhere import FIRST_WAY_S, LAST_CALL_S, LOOK_EVERY_S, STOPPED_WITHIN_S, Elsewhere
from model.session.hands_at_work import OVERDUE_S
from model.session.resume import load_members
from model.session.train_stages import ends_now_s
from model.training.members import ALONE, LEAST_SHARE, SEED
from tests.unit.sessions_with_hands import EPOCH_S, ROWS, SessionWithHands


def test_without_hands_nothing_is_done_and_nothing_is_waited_for(tmp_path: Path) -> None:
    made = SessionWithHands(tmp_path, hands=0)
    before = sorted(path.name for path in tmp_path.rglob("*"))
    made.look()
    made.finish()
    assert sorted(path.name for path in tmp_path.rglob("*")) == before
    assert (made.elsewhere.further, made.work(), made.slept_s) == ([], (), 0.0)
    assert made.context.log.warnings == []


def test_before_the_best_length_is_known_the_longest_is_begun_on_speculation(tmp_path: Path) -> None:
    """By the first hand as the ladder itself would do it; by the others otherwise, and of the next length too."""
    made = SessionWithHands(tmp_path, hands=3)
    made.look()
    given = [made.given(hand) for hand in (1, 2, 3)]
    assert [order.epochs for order in given] == [18.0, 6.0, pytest.approx(36.0)]
    assert [(order.units, order.alone, order.peak_rate) for order in given[:2]] == [(16, False, 3e-3), (16, True, 3e-3)]
    assert len({order.drawn for order in given}) == 3
    assert all(order.drawn > 900 for order in given)
    assert [(one.hand, one.node, one.cores) for one in made.said(HandReady)] == [
        (f"hand-{n}", f"lab-{n}", 4) for n in (1, 2, 3)
    ]
    begun = made.said(HandBegun)
    assert [(one.hand, one.order, one.epochs) for one in begun] == [
        (f"hand-{n}", n, order.epochs) for n, order in enumerate(given, 1)
    ]
    assert [one.change for one in begun][:2] == ["with another seed", "without the n-gram model"]


def test_afterwards_all_are_of_the_best_length(tmp_path: Path) -> None:
    made = SessionWithHands(tmp_path)
    made.elsewhere.best_is(4.0)
    made.look()
    order = made.given()
    assert (order.epochs, order.rows, order.batch_size, order.seed) == (4.0, ROWS, 16, made.context.choices.seed)
    assert order.alone  # the first of the settings: no rung of the ladder is missing
    assert order.seconds == pytest.approx(2 * 4.0 * EPOCH_S + 0.01 + 3.0)


def test_what_comes_is_weighed_and_kept_and_the_hand_gets_the_next(tmp_path: Path) -> None:
    """It is part of the average, told with its machine; its files are gone; a worker that follows has it."""
    made = SessionWithHands(tmp_path, hands=2)
    made.look()
    made.answers(1)
    made.answers(2)
    made.look(20.0)
    assert made.members.best is not None
    assert len(made.members.best.networks) == 2
    first, second = made.elsewhere.further
    assert [(one.hand, one.node, one.epochs, one.train_s) for one in (first, second)] == [
        ("hand-1", "lab-1", 18.0, 20.0),
        ("hand-2", "lab-2", 6.0, 20.0),
    ]
    assert (first.setting, second.setting) == (SEED, ALONE)
    done = made.said(HandDone)
    assert [(one.order, one.is_better) for one in done] == [(1, True), (2, True)]
    assert 1 / 3 < done[0].score < 1
    assert not answer_path(made.at(1), 1).exists()
    assert [made.given(hand).number for hand in (1, 2)] == [3, 4]
    assert len(load_members(tmp_path, made.encoded)) == 2
    assert [(one.hand, one.trainings, one.taken, one.lost) for one in made.work()] == [
        ("hand-1", 1, 1, ""),
        ("hand-2", 1, 1, ""),
    ]


def test_a_network_that_is_worse_costs_nothing(tmp_path: Path) -> None:
    """It is told, and not taken."""
    made = SessionWithHands(tmp_path)
    made.members.add(-1, made.trained(1, error=0.1))
    made.look()
    made.answers(error=50.0)
    made.look()
    assert made.members.best is not None
    assert len(made.members.best.networks) == 1
    assert [(one.is_better, one.score is not None) for one in made.said(HandDone)] == [(False, True)]
    assert made.work()[0].taken == 0


def test_an_order_has_the_seconds_that_are_left_less_the_way(tmp_path: Path) -> None:
    """The final check has its own, for an average of as many networks as may come; a slow way is remembered."""
    made = SessionWithHands(tmp_path, timebox_s=120.0)
    made.look()
    left_s = ends_now_s(made.context) - made.clock.now_s
    order = made.given()
    assert order.seconds <= left_s - FIRST_WAY_S
    assert order.seconds < 2 * 18.0 * EPOCH_S
    assert made.context.lately.networks == made.members.most
    made.look(15.5)
    made.answers(taken_s=10.0, epochs=18.0)
    made.look()  # six seconds of these, it was on its way
    assert made.elsewhere.further
    made.elsewhere.best_is(3.0)
    made.answers(taken_s=1.0)
    made.clock.now_s = ends_now_s(made.context) - 14.0
    made.look()
    assert made.given().seconds <= 14.0 - 5.5


def test_where_too_little_is_left_nothing_is_begun(tmp_path: Path) -> None:
    made = SessionWithHands(tmp_path)
    made.elsewhere.best_is(18.0)
    made.clock.now_s = ends_now_s(made.context) - LEAST_SHARE * 18.0 * EPOCH_S
    made.look()
    assert order_numbers(made.at(1)) == []
    assert made.elsewhere.queue.take().setting is ALONE  # there may be room here
    made.finish()
    assert made.slept_s == 0.0


def test_a_hand_that_is_quicker_than_this_machine_gets_more(tmp_path: Path) -> None:
    """Its own pace counts once it is known."""
    made = SessionWithHands(tmp_path, timebox_s=200.0)
    made.elsewhere.best_is(18.0)
    made.look()
    made.answers(taken_s=1.0, epochs=18.0)
    made.clock.now_s = ends_now_s(made.context) - 10.0
    made.look()
    order = made.given()
    assert order.epochs >= 18.0  # a thirty-sixth of the time that they take here
    assert order.seconds < 9.0


def test_what_a_lost_hand_was_at_goes_to_another_and_then_here(tmp_path: Path) -> None:
    """It is said once, and a training that took two hands with it is not tried by a third."""
    made = SessionWithHands(tmp_path, hands=3)
    made.look()
    lost = made.given(1)
    made.is_gone(1)
    made.answers(2)
    made.look(20.0)
    assert made.given(2).note["setting"] == lost.note["setting"]
    assert made.given(2).drawn != lost.drawn
    assert [(one.hand, one.why, one.order) for one in made.said(HandLost)] == [("hand-1", "Its machine is gone.", 1)]
    (warning,) = made.said(WarningSaid)
    assert warning.message == (
        "A process that trained on lab-1 is gone: its machine is gone. "
        "What it was training is given to another, or done here."
    )
    made.is_gone(2)
    made.look()
    assert made.elsewhere.queue.take().tries == 0
    assert order_numbers(made.at(1)) == order_numbers(made.at(2)) == []
    assert {one.hand: one.lost for one in made.work()} == {
        "hand-1": "Its machine is gone.",
        "hand-2": "Its machine is gone.",
        "hand-3": "",
    }


def test_one_that_is_lost_last_is_done_here(tmp_path: Path) -> None:
    made = SessionWithHands(tmp_path)
    made.look()
    made.is_gone(1)
    made.look()
    assert made.elsewhere.queue.take().setting == SEED
    made.finish()
    assert made.slept_s == 0.0


def test_an_answer_that_lies_there_counts_although_its_hand_is_gone(tmp_path: Path) -> None:
    made = SessionWithHands(tmp_path)
    made.look()
    made.answers()
    made.is_gone(1)
    made.look(20.0)
    assert len(made.elsewhere.further) == 1
    assert [one.order for one in made.said(HandLost)] == [None]


def test_a_hand_that_is_not_heard_of_is_gone(tmp_path: Path) -> None:
    """Also where nobody says so; a beat that goes on is heard."""
    made = SessionWithHands(tmp_path, hands=2)
    for step in range(int(SILENT_S / LOOK_EVERY_S) + 1):
        made.beat(2, 10 + step)
        made.look()
    (lost,) = made.said(HandLost)
    assert (lost.hand, lost.order) == ("hand-1", 1)
    assert "not been heard of for 15 s" in lost.why


def test_a_machine_that_slept_believes_no_hand_gone_for_that(tmp_path: Path) -> None:
    made = SessionWithHands(tmp_path, timebox_s=9_000.0)
    made.elsewhere.best_is(2_000.0)
    made.look()
    made.look(3_600.0)
    assert made.said(HandLost) == []


def test_one_that_does_not_answer_in_its_time_is_gone(tmp_path: Path) -> None:
    """It beats, and what it was to do is for others."""
    made = SessionWithHands(tmp_path)
    made.elsewhere.best_is(2.0)
    made.look()
    order = made.given()
    made.beat(1, 2)
    made.look(order.seconds + FIRST_WAY_S + OVERDUE_S - 1.0)
    assert made.said(HandLost) == []
    made.beat(1, 3)
    made.look(1.5)
    assert [one.why for one in made.said(HandLost)] == ["It did not answer in its time."]
    assert order_numbers(made.at(1)) == []


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 no archive", None], ids=["empty", "cut off", "other sizes"])
def test_an_answer_that_cannot_be_read_costs_its_hand_and_not_the_session(tmp_path: Path, damage: bytes | None) -> None:
    made = SessionWithHands(tmp_path)
    made.look()
    if damage is None:
        made.shape = replace(made.shape, vocabulary=5)
        made.answers()
    else:
        answer_path(made.at(1), 1).write_bytes(damage)
    made.look()
    (lost,) = made.said(HandLost)
    assert "cannot be read" in lost.why
    assert made.elsewhere.further == []


@pytest.mark.parametrize("where", ["logits", "weights"])
def test_numbers_that_are_none_are_no_network(tmp_path: Path, where: str) -> None:
    """One of them would make an average of nothing."""
    made = SessionWithHands(tmp_path)
    made.look()
    made.answers()
    path = answer_path(made.at(1), 1)
    with np.load(path) as arrays:
        damaged = {name: array.copy() for name, array in arrays.items()}
    name = next(name for name in damaged if name.startswith(where))
    damaged[name].flat[0] = np.nan
    np.savez(path, **damaged)
    made.look()
    assert [one.why for one in made.said(HandLost)] == ["Its answer cannot be read (of other numbers)."]
    assert (made.elsewhere.further, made.members.best) == ([], None)


def test_stop_and_keep_asks_all_for_their_best_and_waits_a_few_seconds_at_most(tmp_path: Path) -> None:
    """One answers and is weighed; the other is left, and its order is taken back."""
    made = SessionWithHands(tmp_path, hands=2)
    made.look()
    (tmp_path / "stop-and-keep").touch()
    made.look()
    assert stop_path(made.at(1), 1).exists()
    assert stop_path(made.at(2), 2).exists()
    made.answers(1)
    made.finish(goes_on=False)
    assert len(made.elsewhere.further) == 1
    assert made.slept_s <= STOPPED_WITHIN_S + LOOK_EVERY_S
    assert order_numbers(made.at(1)) == order_numbers(made.at(2)) == []
    assert not stop_path(made.at(2), 2).exists()


def test_at_the_end_what_is_under_way_is_waited_for_until_its_planned_end_and_no_longer(tmp_path: Path) -> None:
    made = SessionWithHands(tmp_path, hands=2)
    made.look()
    begun_s = made.clock.now_s

    def meanwhile() -> None:
        for hand in (1, 2):
            made.beat(hand, int(made.clock.now_s * 10))
        if made.clock.now_s > begun_s + 30.0 and not made.elsewhere.further and order_numbers(made.at(1)):
            made.answers(1)

    made.meanwhile = meanwhile
    made.finish()
    assert len(made.elsewhere.further) >= 1
    assert made.clock.now_s <= ends_now_s(made.context)
    assert order_numbers(made.at(1)) == order_numbers(made.at(2)) == []
    assert made.context.lately.networks == len(made.members.chosen)
    made.look()
    assert order_numbers(made.at(1)) == []


def test_what_would_come_too_late_is_asked_for_its_best_before_the_end(tmp_path: Path) -> None:
    """The final check takes longer than it looked when the order was given: the end has come nearer."""
    made = SessionWithHands(tmp_path, timebox_s=120.0)
    made.look()
    assert made.given().seconds > 50.0
    made.clock.now_s = ends_now_s(made.context) - LAST_CALL_S - FIRST_WAY_S - 5.0
    made.beat(1, 2)
    made.look()
    assert not stop_path(made.at(1), 1).exists()
    made.beat(1, 3)
    made.look(5.0)
    assert stop_path(made.at(1), 1).exists()
    made.answers(1, epochs=3.0)
    made.look()
    assert [one.epochs for one in made.elsewhere.further] == [3.0]
    assert order_numbers(made.at(1)) == []  # nothing new so late


def test_where_nothing_more_is_wanted_nobody_is_waited_for(tmp_path: Path) -> None:
    made = SessionWithHands(tmp_path)
    made.look()
    made.finish(goes_on=False)
    assert made.slept_s == 0.0
    assert order_numbers(made.at(1)) == []


def test_a_worker_that_follows_a_dead_one_finds_what_lies_there(tmp_path: Path) -> None:
    """Answers, orders under way, and which numbers were drawn: no network is trained twice."""
    made = SessionWithHands(tmp_path, hands=2)
    made.look()
    made.answers(1)
    made.elsewhere = made.another_worker()
    made.look()
    assert [(one.hand, one.setting) for one in made.elsewhere.further] == [("hand-1", SEED)]
    assert made.given(1).number == 3
    assert made.given(2).number == 2
    made.answers(2)
    made.look()
    assert [one.hand for one in made.elsewhere.further] == ["hand-1", "hand-2"]
    made.answers(1)
    made.look()
    made.elsewhere = made.another_worker()
    assert made.elsewhere._hands.orders == max(one.order for one in made.said(HandBegun))


def test_a_worker_without_time_for_a_training_takes_in_what_lies_there(tmp_path: Path) -> None:
    """And orders nothing."""
    made = SessionWithHands(tmp_path, hands=2)
    made.look()
    made.answers(1)
    late = Elsewhere(made.context, made.trial, made.members, None, sleep=made.sleep)
    late.finish(lambda: False)
    assert [one.hand for one in late.further] == ["hand-1"]
    assert made.members.best is not None
    assert order_numbers(made.at(1)) == order_numbers(made.at(2)) == []
    assert made.slept_s == 0.0


def test_a_full_disk_costs_the_order_and_not_the_session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is for whoever has time next."""
    made = SessionWithHands(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("model.session.hands_at_work.write_order", full)
    made.look()
    assert made.said(HandBegun) == []
    assert made.elsewhere.queue.take().setting is SEED
