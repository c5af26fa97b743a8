"""Labels that look wrong, repaired on the page of an ended session: one text at a glance, one key an answer."""

from __future__ import annotations

from mimetypes import guess_type

import pandas as pd
import streamlit as st

from data.text_mark import readable
from model.protocol.suspect_desk import DeskSuspect
from planner.clock import now
from planner.domain.wording.numbers import count_words
from planner.domain.wording.scores import score_number
from planner.home import home
from planner.pages.failure import plain_failures
from planner.pages.press import button
from planner.pages.train_page.again import draw_again
from planner.pages.train_page.answering import begin_answering, is_answering
from planner.pages.train_page.time_spent import draw_time_spent, note_answer
from planner.pages.train_page.words import plain_text
from planner.relabelling import (
    Relabelling,
    answer_words,
    give_answer,
    is_moment_to_price,
    open_relabelling,
    undo_answer,
    worth_now,
)
from planner.relabelling.answering import counted_words, refilled
from planner.relabelling.export import exported_bytes, exported_name, why_not_exported
from planner.sessions import SessionView

_WHAT = "suspects"
_SKIPPED = "relabel_skipped"  # texts that were passed over, until the page is loaded again
_WORTH = "relabel_worth"  # {"answers": how many there were, "sentences"}
_WAIT = "Looking at the texts. It takes some seconds."
_PRICING = "Fitting the n-gram model again with your answers. It takes some seconds."
_SHOWN = 1_000  # characters of a text
_NEIGHBOUR_PX = 420
_KEPT_WORDS = (
    "Answers are kept as you give them. Run again… learns from them; Continue… does not, as it goes on with the labels "
    "and the n-gram model that this session kept."
)


def is_relabelling(view: SessionView) -> bool:
    """Whether somebody is at it."""
    return is_answering(_WHAT, view.session_id)


@st.fragment
def draw_relabelling(view: SessionView, project_id: int | None) -> None:
    """Draw a button, and once it was pressed the suspects, one at a time; the page around them stays as it is."""
    with plain_failures():
        if not is_relabelling(view):
            _draw_opening(view)
            return
        with st.spinner(_WAIT):
            at = refilled(open_relabelling(view.run_folder, home()))
        suspect = _next(at)
        st.markdown(f"**{plain_text(_counter(at))}**")
        if suspect is None:
            st.markdown("No other label looks wrong. Run again on this table to learn from your answers.")
        else:
            _draw_suspect(suspect)
            _draw_answers(at, suspect)
            _draw_neighbours(suspect)
        _draw_below(at, project_id)


def _draw_opening(view: SessionView) -> None:
    if button("Repair them here", icon=":material/edit:", key="relabel_here"):
        st.session_state[_SKIPPED] = ()
        begin_answering(_WHAT, view.session_id)


def _next(at: Relabelling) -> DeskSuspect | None:
    skipped = set(st.session_state.get(_SKIPPED, ()))
    return next((one for one in at.waiting if one.about not in skipped), None)


def _counter(at: Relabelling) -> str:
    left = at.desk.count - sum(one not in at.waiting for one in at.desk.suspects)
    return " · ".join(filter(None, (count_words(left, "label") + " to look at", counted_words(at.answers))))


def _draw_suspect(one: DeskSuspect) -> None:
    """Draw both labels, the text, and why: at a glance, without a click."""
    text = readable(one.text)
    with st.container(border=True):
        sure = score_number(one.confidence, digits=2)
        st.markdown(f"Labelled **{plain_text(one.label)}**, likelier **{plain_text(one.likelier_label)}** ({sure})")
        st.markdown(plain_text(text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"))
        for label, words in ((one.label, one.for_label), (one.likelier_label, one.for_likelier)):
            if words:
                st.caption(plain_text(f"For {label}: {', '.join(words)}"))


def _draw_neighbours(one: DeskSuspect) -> None:
    rows = [(score_number(near.likeness, digits=2), near.label, readable(near.text)) for near in one.neighbours]
    if rows:
        st.dataframe(
            pd.DataFrame(rows, columns=["Alike", "Label", "Text"]),
            hide_index=True,
            height="content",
            column_config={"Text": st.column_config.TextColumn(width=_NEIGHBOUR_PX)},
            alt="The training texts that are most alike, with their labels.",
        )


def _draw_answers(at: Relabelling, one: DeskSuspect) -> None:
    """Draw a button for each answer; its key names the text, so that no press counts for another one."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if button(f"It is {one.likelier_label}", type="primary", shortcut="A", key=f"relabel_accept_{one.number}"):
            _give(at, one, one.likelier_label)
        if button(f"Keep {one.label}", shortcut="K", key=f"relabel_keep_{one.number}"):
            _give(at, one, one.label)
        if button("Skip", shortcut="S", key=f"relabel_skip_{one.number}"):
            st.session_state[_SKIPPED] = (*st.session_state.get(_SKIPPED, ()), one.about)
            draw_again()
        _draw_other_labels(at, one)


def _draw_other_labels(at: Relabelling, one: DeskSuspect) -> None:
    others = [name for name in at.choices(one) if name not in (one.label, one.likelier_label)]
    if not others:
        return
    chosen = st.selectbox(
        "Another label",
        others,
        index=None,
        placeholder="Another label",
        key=f"relabel_other_{one.number}",
        label_visibility="collapsed",
        width=200,
    )
    if chosen is not None:
        _give(at, one, chosen)


def _give(at: Relabelling, one: DeskSuspect, label: str) -> None:
    """Write the answer down; every ten answers say what they brought."""
    at = give_answer(at, one, label, now_unix=now().timestamp())
    note_answer()
    if is_moment_to_price(len(at.answers.of_suspects)):
        with st.spinner(_PRICING):
            sentences = worth_now(at).sentences
        st.session_state[_WORTH] = {"answers": len(at.answers.answers), "sentences": sentences}
    draw_again()


def _draw_below(at: Relabelling, project_id: int | None) -> None:
    """Draw what can be done with the answers: undo, take the table away, and what they are worth."""
    answers = at.answers.of_suspects
    for sentence in (st.session_state.get(_WORTH) or {}).get("sentences", ()):
        st.markdown(plain_text(sentence))
    if answers:
        with st.container(horizontal=True, vertical_alignment="center"):
            if button("Undo", icon=":material/undo:", shortcut="U", key=f"relabel_undo_{len(answers)}"):
                undo_answer(at)
                draw_again()
            st.caption(plain_text(answer_words(answers[-1])[:120]), width="stretch")
        _draw_export(at)
        st.caption(_KEPT_WORDS)
    draw_time_spent(project_id)
    _draw_held_out(at)


def _draw_export(at: Relabelling) -> None:
    if at.answers.repaired and not why_not_exported(at):
        st.download_button(
            "Download the repaired table",
            data=lambda: exported_bytes(at),
            file_name=exported_name(at),
            mime=guess_type(exported_name(at))[0] or "application/octet-stream",
            icon=":material/download:",
            help="Same columns, same order; only repaired labels differ. Your own table is never changed.",
        )


def _draw_held_out(at: Relabelling) -> None:
    if not at.desk.held_out or not st.toggle(
        f"Show {count_words(at.desk.held_out_count, 'label')} of the held-out part", key="relabel_held_out"
    ):
        return
    rows = [(readable(one.text), one.label, one.likelier_label) for one in at.desk.held_out]
    st.dataframe(
        pd.DataFrame(rows, columns=["Text", "Label", "Likelier"]),
        hide_index=True,
        height="content",
        alt="Held-out texts whose label looks wrong.",
    )
    st.caption("These texts are scored on: shown, and never changed or learned from.")
