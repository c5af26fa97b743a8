"""Which column of the file holds the texts and which the labels."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from data.labels.reading import AS_WRITTEN, LabelReading
from model.protocol.any_text import shown
from model.protocol.order import TableOrder
from planner.domain.wording.numbers import large_count_words
from planner.material.first_look import ClassLook, FirstLook, LabelCells, first_look, label_cells, look_at_classes
from planner.pages.steps import follow
from planner.pages.train_page.data import DataFile
from planner.pages.train_page.further_texts import choose_further
from planner.pages.train_page.given_parts import choose_parts
from planner.pages.train_page.label_line import draw_seen
from planner.pages.train_page.labels import choose_reading
from planner.pages.train_page.leaks import draw_leaks
from planner.pages.train_page.number_label import asks_for_numbers, choose_numbers, draw_made, forget_numbers
from planner.pages.train_page.url_state import choices, choose, rules_off
from planner.pages.train_page.words import plain_text

_Stamp = tuple[float, int]  # when a file was changed, and its bytes: a changed file is looked at anew


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """A file with its columns chosen. `problem` says why no training can start on them; None when it can.

    `reading` is what was said of labels that look like none.
    """

    path: Path
    name: str
    look: FirstLook
    text: str | None
    label: str | None
    classes: ClassLook | None
    problem: str | None
    reading: LabelReading = AS_WRITTEN
    further: tuple[str, ...] = ()
    split: str | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """All columns of texts, in the file's order, in which a title mostly comes first."""
        return tuple(name for name in self.look.columns if name == self.text or name in self.further)

    @property
    def table(self) -> TableOrder | None:
        """What a session learns from; None until both columns are chosen."""
        if self.text is None or self.label is None:
            return None
        first, *further = self.texts
        return TableOrder(self.path, self.name, first, self.label, self.reading, tuple(further), self.split)


def choose_columns(data: DataFile) -> Material:
    """Draw the two columns, guessed and changeable, and say what rows and classes they give.

    Raises
    ------
    UnreadableFile
        When the file is missing or no table.
    """
    look = _first_look(os.fsencode(data.path), _stamp(data.path))
    summary = st.empty()
    sides = st.container(horizontal=True)  # beside each other on a phone too
    text = _choose(sides, "Text", "text", look, look.text)
    label = _choose(sides, "Label", "label", look, look.label)
    further = choose_further(look, text, label)
    split, unfit_split = choose_parts(look, _stamp(data.path), (text, label, *further))
    written = _classes(data.path, text, label, AS_WRITTEN, look)
    reading = _choose_reading(written, label)
    classes = written if reading == AS_WRITTEN else _classes(data.path, text, label, reading, look)
    if classes is not None and label is not None:
        draw_seen(classes)
        draw_made(classes, label)
        reading = classes.reading
    summary.markdown(f"**{_words(data.name)}** · {_rows_words(look, classes)} · {_class_words(classes)}")
    if look.remarks:
        st.caption(plain_text(" ".join(look.remarks)))
    chosen = () if text is None else (text, *further)
    texts, leaking = draw_leaks(look, _stamp(data.path), label, classes, texts=chosen, split=split)
    problem = _only_column(look) or _problem(text, label, classes) or unfit_split or leaking or None
    if problem:
        st.error(problem, icon=":material/error:")
    first, further = (texts[0], texts[1:]) if texts else (None, ())
    return Material(data.path, data.name, look, first, label, classes, problem, reading, further, split)


def _choose(
    side: st.delta_generator.DeltaGenerator, title: str, name: str, look: FirstLook, guessed: str | None
) -> str | None:
    asked = getattr(choices(), name)
    wanted = asked if asked in look.columns else guessed
    key = f"train_{name}_of_{shown(look.path)}"
    is_known = wanted in look.columns
    follow(key, wanted if is_known else None)
    return side.selectbox(
        f"{title} column",
        look.columns,
        index=0 if is_known else None,  # which one is shown the key says; a known one cannot be emptied
        placeholder=f"Choose the {title.lower()} column",
        key=key,
        on_change=lambda: _chosen(name, st.session_state[key]),
    )


def _chosen(name: str, column: str | None) -> None:
    choose(name, column)
    if name == "label":
        forget_numbers()


def _choose_reading(written: ClassLook | None, label: str | None) -> LabelReading:
    """What there is to ask about the labels as they stand: words that look like none, or a number."""
    if written is None or label is None or written.numbers is None or not asks_for_numbers(written):
        return choose_reading(written, label)
    return choose_numbers(written.numbers, label)


def _classes(
    path: Path, text: str | None, label: str | None, reading: LabelReading, look: FirstLook
) -> ClassLook | None:
    if label is None or text is None or label == text:
        return None
    with st.spinner("Counting the classes…"):
        candidates = tuple(name for name in look.label_columns if name != text)
        place = " in the field above"
        cells = _label_cells(os.fsencode(path), _stamp(path), label)
        return look_at_classes(
            cells,
            reading=reading,
            candidates=candidates,
            blank_place=place,
            rules_off=rules_off(),
            columns=look.cells,
        )


def _only_column(look: FirstLook) -> str | None:
    if len(look.columns) > 1:
        return None
    return f"The file has one column only ('{look.columns[0]}'). A column of texts and a column of labels are needed."


def _problem(text: str | None, label: str | None, classes: ClassLook | None) -> str | None:
    if text is None or label is None:
        return "Choose the column with the texts and the column with the labels."
    if text == label:
        return f"Text and label are both '{text}'. Choose two different columns."
    return classes.problem if classes else None


def _rows_words(look: FirstLook, classes: ClassLook | None) -> str:
    """Rows as counted for the classes; before that, or where only a part was counted, as guessed from the file."""
    if classes is None or classes.counted:
        return look.rows_words
    return f"{int(classes.classes['rows'].sum()):,} labelled rows"


def _class_words(look: ClassLook | None) -> str:
    if look is None:
        return "classes not known yet"
    return large_count_words(len(look.classes), "class", "classes")


def _words(name: str) -> str:
    return name.replace("_", "\\_").replace("*", "\\*")


def _stamp(path: Path) -> _Stamp:
    try:
        status = path.stat()
    except OSError:
        return (0.0, 0)
    return (status.st_mtime, status.st_size)


@st.cache_data(max_entries=8, show_spinner=False)
def _first_look(path: bytes, stamp: _Stamp) -> FirstLook:
    return first_look(Path(os.fsdecode(path)))


@st.cache_data(max_entries=16, show_spinner=False)
def _label_cells(path: bytes, stamp: _Stamp, label: str) -> LabelCells:
    return label_cells(Path(os.fsdecode(path)), label)
