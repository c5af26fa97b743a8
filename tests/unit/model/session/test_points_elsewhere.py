"""Points of the learning curve, given to hands that are made up by the test: each is trained once, here or there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from model.protocol.events import POINT, HandBegun, HandDone, HandLost, HandReady
from model.protocol.hands import order_numbers, write_order
from model.protocol.side_orders import PointOrder, SideFacts, read_side_order
from model.session.elsewhere import LOOK_EVERY_S, Nowhere
from model.session.point_desk import WantedPoint
from model.session.side_answers import SideAnswer, write_side_answer
from model.training.plan import TrainingPlan
from tests.unit.prepared_sessions import made_hand_order
from tests.unit.sessions_with_hands import ROWS, SessionWithHands

LONG_S = 1_000.0
POINTS = [
    WantedPoint(place, 8 + place, TrainingPlan(ROWS, 2.0 * times, 16, 4.0 * times), 4.0 * times, 5.0 * times)
    for place, times in enumerate((1, 2, 4))
]


def wanting(folder: Path, hands: int) -> SessionWithHands:
    made = SessionWithHands(folder, hands=hands, timebox_s=900.0)
    made.elsewhere.points.want(POINTS)
    return made


def given(made: SessionWithHands, hand: int = 1) -> PointOrder:
    (number,) = order_numbers(made.at(hand))
    order = read_side_order(made.at(hand), number)
    assert isinstance(order, PointOrder)
    return order


def answers(made: SessionWithHands, hand: int = 1, *, scores: np.ndarray | None = None, epochs: float = 2.0) -> None:
    order = given(made, hand)
    told = np.full((ROWS, 3), 1 / 3) if scores is None else scores
    facts = SideFacts(number=order.number, epochs=epochs, train_s=99.0, taken_s=100.0)
    write_side_answer(made.at(hand), SideAnswer(facts, told))


def test_hands_are_at_the_shorter_ones_while_the_longest_is_trained_here(tmp_path: Path) -> None:
    """With the session's own seeds; each is told with its machine."""
    made = wanting(tmp_path, hands=2)
    here = made.elsewhere.next_point(LONG_S)
    assert here == POINTS[2]
    assert [given(made, hand).seed for hand in (1, 2)] == [9, 8]
    assert given(made).rows == ROWS
    assert given(made).epochs == 4.0
    begun = made.said(HandBegun)
    assert [(one.hand, one.node, one.change) for one in begun] == [
        (f"hand-{n}", f"lab-{n}", "for the learning curve (60 texts)") for n in (1, 2)
    ]


def test_one_hand_does_both_of_the_shorter_ones_and_then_trainings(tmp_path: Path) -> None:
    made = wanting(tmp_path, hands=1)
    made.elsewhere.next_point(LONG_S)
    answers(made, epochs=4.0)
    made.look()
    answers(made)
    made.look()
    assert sorted(made.elsewhere.points.came) == [0, 1]
    assert made.elsewhere.next_point(LONG_S) is None
    assert made.given().rows == ROWS  # a training of the usual kind
    assert made.slept_s == 0.0


def test_what_came_has_the_seconds_that_so_many_passes_take_here(tmp_path: Path) -> None:
    """The other machine's own would bend the curve. Who did it is in the result."""
    made = wanting(tmp_path, hands=1)
    made.elsewhere.next_point(LONG_S)
    answers(made, epochs=3.75)  # of four
    made.look()
    rung = made.elsewhere.points.came[1]
    assert (rung.train_s, rung.rows, rung.epochs) == (pytest.approx(7.5), ROWS, 3.75)
    assert np.allclose(rung.probabilities, 1 / 3)
    assert [(one.work, one.train_s, one.score) for one in made.said(HandDone)] == [(POINT, 99.0, None)]
    assert [(one.points, one.trainings, one.folds) for one in made.work()] == [(1, 0, 0)]


def test_without_hands_all_are_trained_here_the_shortest_first(tmp_path: Path) -> None:
    for elsewhere in (SessionWithHands(tmp_path, hands=0).elsewhere, Nowhere()):
        elsewhere.points.want(POINTS)
        assert [elsewhere.next_point(LONG_S) for _ in range(4)] == [*POINTS, None]


def test_one_that_does_not_come_is_trained_here_and_was_waited_for_no_longer_than_that_takes(tmp_path: Path) -> None:
    """Its hand is free for something else, and the screen is told so."""
    made = wanting(tmp_path, hands=2)
    made.meanwhile = lambda: [made.beat(hand, int(made.clock.now_s * 10)) for hand in (1, 2)] and None
    made.elsewhere.next_point(LONG_S)
    late = [made.elsewhere.next_point(LONG_S), made.elsewhere.next_point(LONG_S)]
    assert {point.place for point in late if point} == {0, 1}
    assert made.slept_s <= POINTS[1].cost_s + LOOK_EVERY_S
    assert made.elsewhere.next_point(LONG_S) is None
    assert made.said(HandLost) == []
    assert [one.hand for one in made.said(HandReady)][2:] == ["hand-1", "hand-2"]
    made.look()
    assert made.given(1).number > 2


def test_nobody_is_waited_for_while_there_is_just_time_to_train_it_here(tmp_path: Path) -> None:
    """A point that never comes costs no point that would have been there without hands."""
    made = wanting(tmp_path, hands=2)
    made.elsewhere.next_point(LONG_S)
    ends_s = made.clock.now_s + POINTS[0].cost_s + POINTS[1].cost_s + 1.0
    late = [made.elsewhere.next_point(ends_s), made.elsewhere.next_point(ends_s)]
    assert {point.place for point in late if point} == {0, 1}
    assert made.slept_s <= 1.0 + 2 * LOOK_EVERY_S


def test_what_there_is_no_time_for_here_is_waited_for_to_the_end_of_the_stage(tmp_path: Path) -> None:
    made = wanting(tmp_path, hands=1)
    made.elsewhere.next_point(LONG_S)
    made.elsewhere.points.left.clear()
    ends_s = made.clock.now_s + 4.0
    made.meanwhile = lambda: answers(made, epochs=4.0) if made.slept_s > 2.0 and order_numbers(made.at(1)) else None
    assert made.elsewhere.next_point(ends_s) is None
    assert list(made.elsewhere.points.came) == [1]
    assert 2.0 < made.slept_s < 4.0


def test_one_that_was_cut_short_is_no_such_point(tmp_path: Path) -> None:
    """On a machine that was too slow for it: its time would stand at another place of the curve."""
    made = wanting(tmp_path, hands=1)
    made.elsewhere.next_point(LONG_S)
    answers(made, epochs=0.5)  # of four
    made.look()
    assert (made.elsewhere.points.came, made.said(HandDone), made.said(HandLost)) == ({}, [], [])
    assert made.elsewhere.next_point(LONG_S) == POINTS[1]


def test_one_whose_hand_dies_is_trained_here_at_once(tmp_path: Path) -> None:
    made = wanting(tmp_path, hands=1)
    made.elsewhere.next_point(LONG_S)
    made.is_gone(1)
    made.look()
    assert made.elsewhere.next_point(LONG_S) == POINTS[1]
    assert made.elsewhere.next_point(LONG_S) == POINTS[0]
    assert made.elsewhere.next_point(LONG_S) is None
    assert made.slept_s == 0.0


@pytest.mark.parametrize(
    "scores",
    [np.full((ROWS, 3), np.nan), np.full((ROWS, 3), 7.0), np.full((ROWS, 4), 0.25), np.zeros((ROWS, 3), np.float32)],
    ids=["no numbers", "no probabilities", "other classes", "another kind"],
)
def test_rubbish_costs_its_hand_and_not_the_point(tmp_path: Path, scores: np.ndarray) -> None:
    made = wanting(tmp_path, hands=1)
    made.elsewhere.next_point(LONG_S)
    answers(made, scores=scores)
    made.look()
    assert [one.why for one in made.said(HandLost)] == ["Its answer cannot be read (other scores than were asked for)."]
    assert made.elsewhere.next_point(LONG_S) == POINTS[1]
    assert made.elsewhere.points.came == {}


def test_an_answer_to_another_order_is_none(tmp_path: Path) -> None:
    made = wanting(tmp_path, hands=1)
    made.elsewhere.next_point(LONG_S)
    order = given(made)
    facts = SideFacts(number=77, train_s=1.0, taken_s=1.0)
    write_side_answer(made.at(1), SideAnswer(facts, np.full((ROWS, 3), 1 / 3)))
    (made.at(1) / "077.done.npz").rename(made.at(1) / f"{order.number:03d}.done.npz")
    made.look()
    assert [one.why for one in made.said(HandLost)] == ["Its answer is one to order 77, and 1 was asked."]


def test_stop_and_keep_waits_for_no_point(tmp_path: Path) -> None:
    made = wanting(tmp_path, hands=2)
    made.elsewhere.next_point(LONG_S)
    (tmp_path / "stop-and-keep").touch()
    made.elsewhere.next_point(LONG_S)
    assert made.slept_s == 0.0
    made.elsewhere.leave_points()
    assert order_numbers(made.at(1)) == order_numbers(made.at(2)) == []


def test_a_worker_that_follows_a_dead_one_wants_no_points_of_that_one(tmp_path: Path) -> None:
    """They are removed; a training that was given out is still waited for."""
    made = wanting(tmp_path, hands=2)
    made.elsewhere.next_point(LONG_S)
    write_order(made.at(2), made_hand_order(90, note={"setting": {}, "tries": 0}))
    made.elsewhere = made.another_worker()
    made.look()
    assert order_numbers(made.at(2)) == [90]
    assert made.given(1).number > 90
