"""Which column holds the texts and which the labels, with the classes as a picture and ten rows to see."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from planner.charts import training
from planner.first_look import ClassLook, FirstLook, class_look, first_look
from planner.pages.train_data import DataFile
from planner.pages.train_place import choices, choose

_Stamp = tuple[float, int]  # when a file was changed, and its bytes: a changed file is looked at anew


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """A file with its columns chosen. `problem` says why no training can start on them; None when it can."""

    path: Path
    name: str
    look: FirstLook
    text: str | None
    label: str | None
    problem: str | None


def choose_columns(data: DataFile) -> Material:
    """Draw the two columns, guessed and changeable, and the classes they give.

    Raises
    ------
    UnreadableFile
        When the file is missing or no table.
    """
    look = _first_look(str(data.path), _stamp(data.path))
    summary = st.empty()
    text_side, label_side = st.columns(2)
    text = _choose(text_side, "Text", "text", look, look.text)
    label = _choose(label_side, "Label", "label", look, look.label)
    classes = _classes(data.path, text, label)
    summary.markdown(f"**{_words(data.name)}** · {look.rows_words} · {_class_words(classes)}")
    problem = _problem(text, label, classes)
    if problem:
        st.error(problem, icon=":material/error:")
    elif classes:
        _draw_classes(classes)
    return Material(data.path, data.name, look, text, label, problem)


def draw_rows(look: FirstLook) -> None:
    """Draw the first ten rows as they stand in the file."""
    with st.expander(f"The first {len(look.head)} rows", expanded=True, icon=":material/table_rows:"):
        st.dataframe(look.head, hide_index=True, height="content", alt="The first rows of the file, all columns.")


def _choose(
    side: st.delta_generator.DeltaGenerator, title: str, name: str, look: FirstLook, guessed: str | None
) -> str | None:
    asked = getattr(choices(), name)
    wanted = asked if asked in look.columns else guessed
    key = f"train_{name}_of_{look.path}"
    return side.selectbox(
        f"{title} column",
        look.columns,
        index=look.columns.index(wanted) if wanted in look.columns else None,
        placeholder=f"Choose the {title.lower()} column",
        key=key,
        on_change=lambda: choose(name, st.session_state[key]),
    )


def _classes(path: Path, text: str | None, label: str | None) -> ClassLook | None:
    if label is None or text is None or label == text:
        return None
    with st.spinner("Counting the classes…"):
        return _class_look(str(path), _stamp(path), label)


def _problem(text: str | None, label: str | None, classes: ClassLook | None) -> str | None:
    if text is None or label is None:
        return "Choose the column with the texts and the column with the labels."
    if text == label:
        return f"Text and label are both '{text}'. Choose two different columns."
    return classes.problem if classes else None


def _draw_classes(look: ClassLook) -> None:
    most = training.MOST_CLASSES
    beyond = f", the {most} largest" if len(look.classes) > most else ""
    title = f"{_class_words(look)}{beyond}"
    st.altair_chart(training.class_counts(look.classes, title=title), key="train_classes")
    if look.counted:
        st.caption(look.counted)


def _class_words(look: ClassLook | None) -> str:
    if look is None:
        return "classes not known yet"
    return "1 class" if len(look.classes) == 1 else f"{len(look.classes):,} classes"


def _words(name: str) -> str:
    return name.replace("_", "\\_").replace("*", "\\*")


def _stamp(path: Path) -> _Stamp:
    try:
        status = path.stat()
    except OSError:
        return (0.0, 0)
    return (status.st_mtime, status.st_size)


@st.cache_data(max_entries=8, show_spinner=False)
def _first_look(path: str, stamp: _Stamp) -> FirstLook:
    return first_look(Path(path))


@st.cache_data(max_entries=16, show_spinner=False)
def _class_look(path: str, stamp: _Stamp, label: str) -> ClassLook:
    return class_look(Path(path), label)
