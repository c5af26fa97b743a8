"""Texts that stand in a table with several labels, side by side on the page of an ended session, decided one by one."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from data.labels.decision import Decision
from data.labels.label_cell import readable_labels
from data.text_mark import readable
from model.protocol.pair_desk import DeskPair
from planner.clock import now
from planner.domain.wording.numbers import count_words
from planner.home import home
from planner.pages.failure import plain_failures
from planner.pages.press import button
from planner.pages.train_page.again import draw_again
from planner.pages.train_page.answering import begin_answering, is_answering
from planner.pages.train_page.time_spent import draw_time_spent, note_answer
from planner.pages.train_page.words import plain_text
from planner.relabelling import answer_words
from planner.relabelling.pairs import Pairs, decide, left_words, open_pairs, refilled_pairs, today_words, undo_pair
from planner.sessions import SessionView

_WHAT = "pairs"
_SKIPPED = "pairs_skipped"  # texts that were passed over, until the page is loaded again
_WAIT = "Reading the table again. It takes some seconds."
_SHOWN = 600  # characters of a text
_KEPT_WORDS = (
    "Kept as you decide. Run again… uses what you decided; Continue… does not, as it goes on with the texts that this "
    "session kept."
)


@st.fragment
def draw_pairs(view: SessionView, project_id: int | None) -> None:
    """Draw a button, and once it was pressed the texts with several labels, one at a time."""
    with plain_failures():
        if not is_answering(_WHAT, view.session_id):
            if button("Decide texts with several labels", icon=":material/alt_route:", key="pairs_here"):
                st.session_state[_SKIPPED] = ()
                begin_answering(_WHAT, view.session_id)
            return
        with st.spinner(_WAIT):
            at = refilled_pairs(open_pairs(view.run_folder, home()))
        pair = _next(at)
        st.markdown(f"**{plain_text(left_words(at))}**")
        if pair is None:
            st.markdown("No other text has several labels. Run again on this table to use what you decided.")
        else:
            _draw_pair(pair)
            _draw_decisions(at, pair)
        _draw_below(at, project_id)


def _next(at: Pairs) -> DeskPair | None:
    skipped = set(st.session_state.get(_SKIPPED, ()))
    return next((one for one in at.waiting if one.text not in skipped), None)


def _draw_pair(one: DeskPair) -> None:
    """Draw its labels side by side, each with the text as its first row has it."""
    for column, side in zip(st.columns(len(one.sides), border=True), one.sides, strict=True):
        with column:
            label = plain_text(readable_labels(side.label))
            st.markdown(f"**{label}** · {count_words(side.rows, 'row')}")
            text = readable(side.text)
            st.markdown(plain_text(text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"))
    st.caption(plain_text(today_words(one)))


def _draw_decisions(at: Pairs, one: DeskPair) -> None:
    """Draw a button for each decision; its key names the text, so that no press counts for another one."""
    with st.container(horizontal=True):
        for number, label in enumerate(one.labels, start=1):
            words, key = f"It is {readable_labels(label)}", f"pairs_label_{number}_{one.number}"
            if button(words, shortcut=str(number) if number < 10 else None, key=key):
                _decide(at, one, Decision.LABEL, label)
        if button("Both stay" if len(one.sides) == 2 else "All stay", shortcut="B", key=f"pairs_both_{one.number}"):
            _decide(at, one, Decision.BOTH)
        if button("Drop", shortcut="D", help="Nothing is learned from this text.", key=f"pairs_drop_{one.number}"):
            _decide(at, one, Decision.DROP)
        if button("Skip", shortcut="S", key=f"pairs_skip_{one.number}"):
            st.session_state[_SKIPPED] = (*st.session_state.get(_SKIPPED, ()), one.text)
            draw_again()


def _decide(at: Pairs, one: DeskPair, decision: Decision, label: str = "") -> None:
    decide(at, one, decision, label, now_unix=now().timestamp())
    note_answer()
    draw_again()


def _draw_below(at: Pairs, project_id: int | None) -> None:
    """Draw what can be done with the decisions, and those texts that nobody may decide."""
    if decided := at.answers.of_pairs:
        with st.container(horizontal=True, vertical_alignment="center"):
            if button("Undo", icon=":material/undo:", shortcut="U", key=f"pairs_undo_{len(decided)}"):
                undo_pair(at)
                draw_again()
            st.caption(plain_text(answer_words(decided[-1])[:120]), width="stretch")
        st.caption(_KEPT_WORDS)
    draw_time_spent(project_id)
    _draw_scored(at)


def _draw_scored(at: Pairs) -> None:
    if not at.desk.scored or not st.toggle(
        f"Show {count_words(at.desk.scored_count, 'such text', 'such texts')} that are scored on", key="pairs_scored"
    ):
        return
    rows = [
        (readable(one.text), ", ".join(f"{readable_labels(side.label)} ({side.rows})" for side in one.sides))
        for one in at.desk.scored
    ]
    st.dataframe(
        pd.DataFrame(rows, columns=["Text", "Labels"]),
        hide_index=True,
        height="content",
        alt="Texts of validation and the held-out part that have several labels in the table.",
    )
    st.caption("These texts are scored on: shown, and never changed or learned from.")
