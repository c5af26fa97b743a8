"""What screens show of processes that train beside a session, folded from what it says."""

from __future__ import annotations

from dataclasses import replace

from model.protocol.events import FOLD, POINT, HandBegun, HandDone, HandLost, HandReady
from model.protocol.result import HandWork, SessionResult
from planner.sessions.hand_view import HandView, Told, hands_text, where_words, with_told


def folded(*told: Told, metric: str = "macro_f1") -> tuple[HandView, ...]:
    """The hands after all of that, told a second apart."""
    hands: tuple[HandView, ...] = ()
    for unix_s, one in enumerate(told):
        hands = with_told(hands, one, float(unix_s), metric=metric)
    return hands


READY = (HandReady("hand-1", "lab-a", 4), HandReady("hand-2", "lab-b"))
BEGUN = HandBegun(hand="hand-1", node="lab-a", order=1, change="with another seed", epochs=3.0, most_s=40.0)


def done(score: float | None, *, is_better: bool = True, order: int = 1) -> HandDone:
    """What came of the one that was begun."""
    return HandDone(
        hand="hand-1", node="lab-a", order=order, epochs=3.0, train_s=20.0, score=score, is_better=is_better
    )


def test_each_is_there_from_when_it_is_ready_in_that_order() -> None:
    assert [(hand.hand, hand.node, hand.is_at_work) for hand in folded(*READY)] == [
        ("hand-1", "lab-a", False),
        ("hand-2", "lab-b", False),
    ]
    assert [hand.hand for hand in folded(*READY, READY[0])] == ["hand-1", "hand-2"]  # said again by another worker


def test_what_it_is_at_and_what_it_brought() -> None:
    first, _ = folded(*READY, BEGUN)
    assert (first.change, first.begun_unix, first.most_s, first.is_at_work) == ("with another seed", 2.0, 40.0, True)
    first, _ = folded(*READY, BEGUN, done(0.7), BEGUN, done(0.6, is_better=False, order=2))
    assert (first.done, first.train_s, first.helped, first.best_score, first.is_at_work) == (2, 40.0, 1, 0.7, False)


def test_points_of_the_curve_and_folds_are_no_trainings_of_the_model() -> None:
    """They are counted beside; a hand that was taken off one waits again."""
    told = [replace(done(None, is_better=False), work=work, change="") for work in (POINT, FOLD, POINT)]
    first, _ = folded(*READY, BEGUN, *told)
    assert (first.points, first.folds, first.done, first.best_score, first.is_at_work) == (2, 1, 0, None, False)
    assert not folded(BEGUN, READY[0])[0].is_at_work
    work = (HandWork("one", "lab-a", points=1), HandWork("two", "lab-b", folds=1))
    said = "1 point of the learning curve and 1 part of the benchmark were worked out beside the session."
    assert hands_text(SessionResult(session_id="s", hands=work)) == said
    work = (HandWork("one", "lab-a", trainings=2, taken=1, folds=1),)
    assert hands_text(SessionResult(session_id="s", hands=work)).endswith(
        "part of the model. 1 part of the benchmark was worked out beside the session."
    )


def test_the_best_of_a_metric_of_which_less_is_better_is_the_least() -> None:
    (first,) = folded(BEGUN, done(0.7), done(0.6), done(None), metric="log_loss")
    assert first.best_score == 0.6


def test_one_that_is_gone_says_why_and_is_at_nothing() -> None:
    (first,) = folded(BEGUN, HandLost("hand-1", "lab-a", "Its machine is gone.", 1))
    assert (first.lost, first.is_at_work, first.change) == ("Its machine is gone.", False, "")


def test_several_on_a_machine_have_numbers() -> None:
    hands = [HandView("one", "here"), HandView("two", "lab"), HandView("three", "here")]
    assert where_words(hands) == ["here (1)", "lab", "here (2)"]


def test_what_they_brought_is_a_sentence() -> None:
    """With no more than one, none, and nothing at all."""

    def text(*hands: HandWork) -> str:
        return hands_text(SessionResult(session_id="one", hands=hands))

    one = HandWork("one", "lab-a", trainings=1, taken=1)
    assert text(one) == "1 training was done beside the session, on lab-a; its network is part of the model."
    assert text(HandWork("one", "lab-a", trainings=1)).endswith("its network is no part of the model.")
    idle = HandWork("two", "lab-b")
    several = HandWork("one", "lab-a", trainings=4)
    assert text(several, idle) == (
        "4 trainings were done beside the session, on lab-a; none of their networks is part of the model."
    )
    assert text(idle) == "Nothing came of the trainings beside the session."
    assert text() == hands_text(None) == ""
