"""What screens show of the hands of a session: processes that train beside it, on this machine or on others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from model.protocol.events import FOLD, POINT, HandBegun, HandDone, HandLost, HandReady
from model.protocol.metrics import lower_is_better
from model.protocol.result import HandWork, SessionResult
from planner.domain.wording.lists import list_words
from planner.domain.wording.numbers import count_words

Told = HandReady | HandBegun | HandDone | HandLost


@dataclass(frozen=True, slots=True)
class HandView:
    """A hand as it stands: what it is at since when (`change` says it behind "a training", empty: nothing).

    `most_s`: seconds that this may take. `done` trainings came back, after `train_s` seconds in all; `helped` of them
    made the model better when they came; `best_score` is the best of their networks by itself. Of the learning curve it
    trained so many `points`, of the benchmark so many `folds`. `lost`: why it is gone.
    """

    hand: str
    node: str
    change: str = ""
    begun_unix: float | None = None
    most_s: float | None = None
    done: int = 0
    train_s: float = 0.0
    helped: int = 0
    points: int = 0
    folds: int = 0
    best_score: float | None = None
    lost: str = ""

    @property
    def is_at_work(self) -> bool:
        """Whether a training of it is still to come."""
        return self.begun_unix is not None and not self.lost


def with_told(hands: tuple[HandView, ...], told: Told, unix_s: float, *, metric: str) -> tuple[HandView, ...]:
    """The hands once that was told, at that instant."""
    former = next((hand for hand in hands if hand.hand == told.hand), None)
    after = _after(former or HandView(told.hand, told.node), told, unix_s, metric)
    if former is None:
        return (*hands, after)
    return tuple(after if hand.hand == told.hand else hand for hand in hands)


def where_words(hands: Sequence[HandView] | Sequence[HandWork]) -> list[str]:
    """Where each works: its machine, and a number where several are on the same.

    >>> where_words([HandView("one", "lab-a"), HandView("two", "here"), HandView("three", "here")])
    ['lab-a', 'here (1)', 'here (2)']
    """
    count, seen = Counter(hand.node for hand in hands), Counter[str]()
    words = []
    for hand in hands:
        seen[hand.node] += 1
        words.append(f"{hand.node} ({seen[hand.node]})" if count[hand.node] > 1 else hand.node)
    return words


def hands_text(result: SessionResult | None) -> str:
    """What the hands of an ended session brought, in a sentence; empty where there were none.

    >>> work = (HandWork("one", "lab-a", 4, trainings=3, taken=1), HandWork("two", "lab-b", 4, trainings=2))
    >>> hands_text(SessionResult(session_id="s", hands=work))
    '5 trainings were done beside the session, on lab-a and lab-b; 1 of their networks is part of the model.'
    """
    hands = () if result is None else result.hands
    if not hands:
        return ""
    points, folds = sum(hand.points for hand in hands), sum(hand.folds for hand in hands)
    besides = beside_words(points, folds)
    networks = _networks_text(hands) if any(hand.trainings for hand in hands) else ""
    if not networks and not besides:
        return "Nothing came of the trainings beside the session."
    were = "was" if points + folds == 1 else "were"
    further = f"{besides} {were} worked out beside the session." if besides else ""
    return " ".join(filter(None, (networks, further)))


def beside_words(points: int, folds: int) -> str:
    """What hands did besides training networks for the model; empty: nothing.

    >>> beside_words(2, 1)
    '2 points of the learning curve and 1 part of the benchmark'
    """
    curve = [count_words(points, "point") + " of the learning curve"] if points else []
    return list_words(curve + ([count_words(folds, "part") + " of the benchmark"] if folds else []))


def _networks_text(hands: Sequence[HandWork]) -> str:
    trainings, taken = sum(hand.trainings for hand in hands), sum(hand.taken for hand in hands)
    nodes = list_words(list(dict.fromkeys(hand.node for hand in hands if hand.trainings)))
    if trainings == 1:
        is_part = "part" if taken else "no part"
        return f"1 training was done beside the session, on {nodes}; its network is {is_part} of the model."
    are = "is" if taken < 2 else "are"
    return (
        f"{trainings} trainings were done beside the session, on {nodes}; "
        f"{taken or 'none'} of their networks {are} part of the model."
    )


def _after(hand: HandView, told: Told, unix_s: float, metric: str) -> HandView:
    if isinstance(told, HandBegun):
        return replace(hand, change=told.change, begun_unix=unix_s, most_s=told.most_s)
    if isinstance(told, HandDone):
        return _with_done(hand, told, metric)
    why = told.why if isinstance(told, HandLost) else ""
    return replace(hand, change="", begun_unix=None, most_s=None, lost=why)


def _with_done(hand: HandView, told: HandDone, metric: str) -> HandView:
    hand = replace(hand, change="", begun_unix=None, most_s=None)
    if told.work == POINT:
        return replace(hand, points=hand.points + 1)
    if told.work == FOLD:
        return replace(hand, folds=hand.folds + 1)
    best = min if lower_is_better(metric) else max
    scores = [score for score in (hand.best_score, told.score) if score is not None]
    return replace(
        hand,
        done=hand.done + 1,
        train_s=hand.train_s + (told.train_s or 0.0),
        helped=hand.helped + told.is_better,
        best_score=best(scores, default=None),
    )
