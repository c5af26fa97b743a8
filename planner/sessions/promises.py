"""Promised gains and what came of them: how far the learning curves of this person's sessions can be believed."""

from __future__ import annotations

from model.protocol.result import PromiseOutcome
from planner.store import Store

FEW = 5


def promise_words(promise: PromiseOutcome | None) -> str:
    """Whether the gain came that had been promised, in a sentence; empty where nothing was looked at.

    >>> promise_words(PromiseOutcome("one", came=0.004))
    'No gain was promised for so much more time; continuing brought +0.4 points on validation.'
    """
    if promise is None or promise.came is None:
        return ""
    came = f"continuing brought {_points(promise.came)} on validation"
    if promise.promised is None or promise.low is None or promise.high is None:
        return f"No gain was promised for so much more time; {came}."
    band = f"{_points(promise.promised)} (80 %: {_points(promise.low)} to {_points(promise.high)})"
    return f"Promised were {band}; {came}: the promise was {'kept' if promise.kept else 'not kept'}."


def _points(share: float) -> str:
    return "0 points" if abs(share) < 5e-4 else f"{100 * share:+.1f} points"


def hit_rate_words(store: Store) -> str:
    """How many of the promised gains came true so far, honest about small numbers; empty before the first."""
    return words_for(store.sessions.promises_kept())


def words_for(kept: list[bool]) -> str:
    """The same for promises at hand.

    >>> words_for([True, False, True])
    '2 of 3 promised gains came true so far: too few to judge. The bands are meant to hold 8 of 10.'
    >>> words_for([])
    ''
    """
    if not kept:
        return ""
    judged = ": too few to judge" if len(kept) < FEW else ""
    gains = "promised gain" if len(kept) == 1 else "promised gains"
    return f"{sum(kept)} of {len(kept)} {gains} came true so far{judged}. The bands are meant to hold 8 of 10."
