"""Where a session trains at the same time: a row for each process beside it, while it runs and once it has ended."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from model.protocol.metrics import metric_words
from model.protocol.result import SessionResult
from planner.domain.wording.durations import duration_words
from planner.domain.wording.numbers import count_words
from planner.domain.wording.scores import score_number
from planner.pages.train_page.stages import epoch_words
from planner.pages.train_page.words import plain_text
from planner.sessions import SessionView
from planner.sessions.hand_view import HandView, beside_words, hands_text, where_words

ITSELF = "The session itself"
_COLUMNS = ("Where", "Trainings", "Time", "Networks in the model")
_Row = tuple[str, int, str, int | None]
_AT_WORK, _WAITING, _LOST = ":material/play_circle:", ":material/pending:", ":material/do_not_disturb_on:"


def draw_hands(view: SessionView, now_unix: float) -> None:
    """Draw what trains now, a row a process; nothing where there is only the session's own."""
    if not view.hands:
        return
    st.markdown("**Trained at the same time**")
    for number, line in enumerate(hand_lines(view, now_unix)):
        with st.container(gap=None, key=f"hand_{number}"):
            st.markdown(line)


def hand_lines(view: SessionView, now_unix: float) -> list[str]:
    """A row in markdown for the session itself and each process beside it: what it is at, and what it brought."""
    own = epoch_words(view)
    first = f"{_AT_WORK if own else _WAITING} **{ITSELF}**" + (f" · {plain_text(own)}" if own else "")
    rest = (_line(hand, where, view, now_unix) for hand, where in zip(view.hands, where_words(view.hands), strict=True))
    return [first, *rest]


def hands_table(view: SessionView) -> pd.DataFrame:
    """What each brought in the end: trainings, their time, and how many of their networks are part of the model."""
    rows = _rows_so_far(view) if view.result is None or not view.result.hands else _rows_of(view.result)
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def _rows_so_far(view: SessionView) -> list[_Row]:
    """Of a session that did not come to its result."""
    return [(where, hand.done, duration_words(hand.train_s), None) for hand, where in _with_where(view)]


def _rows_of(result: SessionResult) -> list[_Row]:
    here = [one for one in result.further_trainings if not one.hand]
    own_s = sum(one.train_s for one in result.trainings) + sum(one.train_s for one in here)
    taken = max(0, (result.networks or 0) - sum(hand.taken for hand in result.hands))
    rest = zip(result.hands, where_words(result.hands), strict=True)
    return [
        (ITSELF, len(result.trainings) + len(here), duration_words(own_s), taken),
        *((where, hand.trainings, duration_words(hand.train_s), hand.taken) for hand, where in rest),
    ]


def draw_hands_work(view: SessionView) -> None:
    """Draw what each brought, folded; nothing where there was only the session's own process."""
    if not view.hands:
        return
    with st.expander("Where it was trained", icon=":material/lan:"):
        if text := hands_text(view.result):
            st.markdown(plain_text(text))
        st.table(hands_table(view).set_index("Where"), border="horizontal", alt="What was trained where.")
        for hand, where in _with_where(view):
            if hand.lost:
                st.caption(plain_text(f"{where}: {hand.lost}"))


def _with_where(view: SessionView) -> list[tuple[HandView, str]]:
    return list(zip(view.hands, where_words(view.hands), strict=True))


def _line(hand: HandView, where: str, view: SessionView, now_unix: float) -> str:
    icon = _LOST if hand.lost else _AT_WORK if hand.is_at_work else _WAITING
    line = f"{icon} **{plain_text(where)}** · {plain_text(_now_words(hand, now_unix))}"
    brought = _brought_words(hand, view.metric)
    return f"{line}  \n:small[{plain_text(brought)}]" if brought else line


def _now_words(hand: HandView, now_unix: float) -> str:
    if hand.lost:
        return f"gone: {hand.lost[:1].lower()}{hand.lost[1:]}"
    if hand.begun_unix is None:
        return "waits for a training"
    used = duration_words(max(0.0, now_unix - hand.begun_unix) // 1)
    most = "" if hand.most_s is None else f" of {duration_words(hand.most_s)} at most"
    return f"a training {hand.change}, {used}{most}"


def _brought_words(hand: HandView, metric: str) -> str:
    """What came of it so far; empty before anything did."""
    besides = beside_words(hand.points, hand.folds)
    if not hand.done:
        return f"{besides} done" if besides else ""
    helped = f"{hand.helped} made the model better" if hand.helped else "none made the model better"
    best = (
        ""
        if hand.best_score is None
        else f"; the best by itself has {metric_words(metric)} {score_number(hand.best_score)}"
    )
    done = f"{count_words(hand.done, 'training')} done, {helped}{best}"
    return f"{done}; {besides} besides" if besides else done
