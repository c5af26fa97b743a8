"""Promised gains and what came of them: how far the learning curves of this person's sessions can be believed."""

from __future__ import annotations

from planner.domain.training import Promise
from planner.sessions.view import SessionView
from planner.store import Store

FEW = 5


def promise_of(view: SessionView) -> Promise | None:
    """What a session that continued another one says of the gain it was promised; None for any other session."""
    told = view.result.promise if view.result is not None else None
    if told is None or told.came is None:
        return None
    return Promise(
        continued_session_id=told.session_id,
        metric=view.metric,
        promised=told.promised,
        low=told.low,
        high=told.high,
        came=told.came,
        kept=told.kept,
    )


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
