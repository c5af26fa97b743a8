"""Labels that look wrong, of a session that has ended: how many, the most suspicious of them, and all as a file."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from model.protocol.result import About, Suspects
from model.protocol.run_folder import SUSPECTS_FILE
from planner.domain.wording.numbers import count_words
from planner.domain.wording.scores import score_number
from planner.pages.train_page.relabelling import draw_relabelling, is_relabelling
from planner.pages.train_page.words import plain_text
from planner.sessions import SessionView
from planner.sessions.continuing import can_continue
from planner.sessions.verdict_text import verdict_text

_TEXT_PX = 520
_COLUMNS = ("Text", "Label", "Likelier", "How sure")


def draw_suspects(view: SessionView, project_id: int | None = None) -> None:
    """Draw them folded; nothing where no label is suspected, or nobody could look."""
    table = suspects_table(view)
    if not len(table):
        if view.result is None and can_continue(view.run_folder):
            _draw_cut_short(view, project_id)
        return
    with st.expander(suspects_title(len(table), is_known=not _of(view).note), icon=":material/flag:"):
        st.markdown(plain_text(verdict_text(view, About.LABELS)))
        if can_continue(view.run_folder):
            draw_relabelling(view, project_id)
        if not is_relabelling(view):  # else the question is what matters
            _draw_table(table)
        _draw_download(view)


def _draw_table(table: pd.DataFrame) -> None:
    st.dataframe(
        table,
        hide_index=True,
        height="content",
        column_config={"Text": st.column_config.TextColumn(width=_TEXT_PX)},
        alt="Texts whose label looks wrong, with the label that is likelier.",
    )
    st.caption("Only texts that the model was trained on; the held-out ones stay unread.")


def _draw_cut_short(view: SessionView, project_id: int | None) -> None:
    """Draw the repair alone: a session that was cut short kept its texts, and did not get to a list of them."""
    with st.expander("Labels that look wrong", icon=":material/flag:"):
        st.markdown("This session ended before it said how many there are; its texts are kept.")
        draw_relabelling(view, project_id)


def suspects_title(count: int, *, is_known: bool = True) -> str:
    """What the fold is called; where nothing can be told, they are only worth a look.

    >>> suspects_title(20), suspects_title(1), suspects_title(20, is_known=False)
    ('20 labels that look wrong', '1 label that looks wrong', '20 labels to look at')
    """
    if not is_known:
        return count_words(count, "label") + " to look at"
    return count_words(count, "label that looks wrong", "labels that look wrong")


def suspects_table(view: SessionView) -> pd.DataFrame:
    """The most suspicious first: the text, its label, the likelier one, and the probability of that."""
    rows = [
        (one.text, one.label, one.likelier_label, score_number(one.confidence, digits=2))
        for one in _of(view).most_suspicious
    ]
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def _draw_download(view: SessionView) -> None:
    path = view.run_folder / SUSPECTS_FILE
    if path.exists():
        st.download_button(
            _download_words(view),
            data=path.read_bytes,
            file_name=SUSPECTS_FILE,
            mime="text/csv",
            icon=":material/download:",
            help="One row a label, the most suspicious first.",
        )


def _download_words(view: SessionView) -> str:
    """How many there are; of several labels a text, texts were counted, and the file has a row for each label."""
    return "Download all" if view.result_has_several_labels else f"Download all {_of(view).count:,}"


def _of(view: SessionView) -> Suspects:
    return view.result.suspects if view.result is not None else Suspects()
