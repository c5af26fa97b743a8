"""Labelling new texts with the model of a session: a few that are typed, or a file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from model.protocol.any_text import shown
from model.protocol.run_folder import LABEL_COLUMN, LABELS_COLUMN, PROBABILITY_COLUMN
from planner.domain.wording.lists import list_words
from planner.domain.wording.scores import probability_words
from planner.home import home
from planner.material.first_look import first_look, typed_path
from planner.material.uploads import keep_upload
from planner.pages.failure import plain_failures
from planner.pages.press import button, form_button
from planner.pages.train_page.label_answers import draw_label_answers
from planner.pages.train_page.words import plain_text
from planner.sessions import SessionView
from planner.sessions.prediction import (
    PREVIEW_ROWS,
    Predicted,
    labelled_place,
    predict_file,
    predict_parts,
    predict_texts,
    read_again,
)

_SOURCES = {
    "type": ":material/keyboard: Type",
    "upload": ":material/upload_file: Upload",
    "path": ":material/folder_open: File path",
}
_KEPT = "predict_kept_upload"  # {"id", "path"}: a large upload is written once, not on each run
_TYPED, _FILE = "predict_typed", "predict_file"  # the last answers: {"session", ...}
_MOST_TEXTS = 100
_WAIT = "Loading the model and labelling. It takes some seconds, and longer for a large file."


def draw_predict(view: SessionView) -> None:
    """Draw it folded; the page around it stays as it is while texts are labelled."""
    with st.expander("Label new texts", icon=":material/label:"):
        _draw(view)


@st.fragment
def _draw(view: SessionView) -> None:
    with plain_failures():
        source = st.segmented_control(
            "What to label",
            list(_SOURCES),
            default="type",
            required=True,
            format_func=_SOURCES.__getitem__,
            key="predict_source",
            label_visibility="collapsed",
        )
        if source == "type":
            _draw_typed(view)
            return
        file = _upload() if source == "upload" else _path()
        if file:
            _draw_file(view, file)


def _draw_typed(view: SessionView) -> None:
    if len(view.text_columns) > 1:
        _draw_typed_parts(view)
        return
    with st.form("predict_form", border=False):
        typed = st.text_area("Texts, one a line", key="predict_texts", height=96, placeholder="Not bad at all")
        is_asked = form_button("Label them", icon=":material/label:", key="label_typed")
    texts = [line.strip() for line in typed.splitlines() if line.strip()]
    if is_asked and not texts:
        st.caption("Type a text first.")
    elif is_asked and len(texts) > _MOST_TEXTS:
        st.caption(f"These are {len(texts):,} texts. Up to {_MOST_TEXTS} are labelled here; put more into a file.")
    elif is_asked:
        with st.spinner(_WAIT, show_time=True):
            labelled = predict_texts(view.run_folder, texts)
        st.session_state[_TYPED] = {"session": view.session_id, "rows": labelled.to_dict("records")}
    _draw_typed_answers(view)


def _draw_typed_parts(view: SessionView) -> None:
    """Draw a field for each column of the training: one text is typed, in its parts."""
    with st.form("predict_form", border=False):
        fields = {
            column: st.text_area(column, key=f"predict_part_{place}", height=68)
            for place, column in enumerate(view.text_columns)
        }
        is_asked = form_button("Label it", icon=":material/label:", key="label_typed")
    parts = {column: " ".join(text.split()) for column, text in fields.items()}
    if is_asked and not any(parts.values()):
        st.caption("Type a text first.")
    elif is_asked:
        with st.spinner(_WAIT, show_time=True):
            labelled = predict_parts(view.run_folder, parts)
        st.session_state[_TYPED] = {"session": view.session_id, "rows": labelled.to_dict("records")}
    _draw_typed_answers(view)


def _draw_typed_answers(view: SessionView) -> None:
    kept = st.session_state.get(_TYPED)
    if kept and kept["session"] == view.session_id:
        _draw_answers(pd.DataFrame(kept["rows"]))


def _draw_answers(labelled: pd.DataFrame) -> None:
    """One answer as a sentence, several as a table."""
    if LABELS_COLUMN in labelled:
        draw_label_answers(labelled)
        return
    if len(labelled) == 1:
        only = labelled.iloc[0]
        probability = probability_words(float(only[PROBABILITY_COLUMN]))
        st.markdown(f"**{plain_text(str(only[LABEL_COLUMN]))}**, probability {probability}")
        return
    words = [probability_words(value) for value in labelled[PROBABILITY_COLUMN]]
    shown = pd.DataFrame({"Label": labelled[LABEL_COLUMN], "Probability": words, "Text": labelled["text"]})
    st.dataframe(shown, hide_index=True, height="content", alt="Typed texts with label and probability.")


def _upload() -> Path | None:
    file = st.file_uploader("File to label", key="predict_upload", label_visibility="collapsed")
    if file is None:
        st.caption("A table with a column of texts: CSV, TSV, JSON Lines or Parquet, also zipped, or a spreadsheet.")
        return None
    kept = st.session_state.get(_KEPT, {})
    if kept.get("id") != file.file_id:
        kept = {"id": file.file_id, "path": str(keep_upload(file, file.name, home()))}
        st.session_state[_KEPT] = kept
    return Path(kept["path"])


def _path() -> Path | None:
    typed = st.text_input("Path of the file to label", placeholder="data/new.csv", key="predict_path")
    return typed_path(typed) if typed.strip() else None


def _draw_file(view: SessionView, file: Path) -> None:
    look = first_look(file)
    names = look.columns
    columns = _choose_columns(view, file, names, look.text)
    if button("Label the file", icon=":material/label:", disabled=None in columns, key="label_file"):
        with st.spinner(_WAIT, show_time=True):
            out = labelled_place(home(), view.session_id, file)
            done = predict_file(view.run_folder, file, text_columns=[str(column) for column in columns], out=out)
        st.session_state[_FILE] = {"session": view.session_id, "of": str(file), "out": str(out), "words": done.words}
        st.rerun()  # the whole page: the file is now among those to take away
    kept = st.session_state.get(_FILE)
    if kept and (kept["session"], kept["of"]) == (view.session_id, str(file)):
        _draw_predicted(read_again(Path(kept["out"]), kept["words"]))


def _choose_columns(view: SessionView, file: Path, names: list[str], guessed: str | None) -> list[str | None]:
    """Draw a choice for each column of the training; what the file does not have by name is said."""
    missing = [f"'{column}'" for column in view.text_columns if column not in names]
    several = len(view.text_columns) > 1
    if several and missing:
        st.caption(
            plain_text(
                f"The model was trained on {list_words(view.text_columns)}, and this file has no "
                f"{list_words(missing)}. Choose the column that holds the same."
            )
        )
    chosen: list[str | None] = []
    for place, column in enumerate(view.text_columns):
        shown_first = column if column in names else None if several else guessed
        chosen.append(
            st.selectbox(
                f"Column for '{plain_text(column)}'" if several else "Column of texts",
                names,
                index=names.index(shown_first) if shown_first in names else None,
                placeholder="Choose the column of texts",
                key=f"predict_column_of_{shown(file)}" + (f"_{place}" if place else ""),
            )
        )
    return chosen


def _draw_predicted(done: Predicted) -> None:
    st.markdown(f"**{done.words}**; the first {min(PREVIEW_ROWS, len(done.head))}:")
    st.dataframe(done.head, hide_index=True, height="content", alt="The first labelled rows, the answers in front.")
    st.download_button(
        "Download the labelled file",
        data=done.path.read_bytes,
        file_name=done.path.name,
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
