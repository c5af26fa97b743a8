"""Which column of the file holds the texts and which the labels."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from data.labels.reading import AS_WRITTEN, LabelReading
from data.labels.several import SeveralLabels
from model.protocol.any_text import shown
from model.protocol.order import TableOrder
from planner.domain.wording.numbers import count_words
from planner.material.first_look import ClassLook, FirstLook, LabelCells, first_look, label_cells, look_at_classes
from planner.pages.steps import follow
from planner.pages.train_page.data import DataFile
from planner.pages.train_page.further_texts import choose_further
from planner.pages.train_page.given_parts import choose_parts
from planner.pages.train_page.label_line import draw_seen
from planner.pages.train_page.labels import choose_reading
from planner.pages.train_page.leaks import draw_leaks
from planner.pages.train_page.number_label import asks_for_numbers, choose_numbers, draw_made, forget_numbers
from planner.pages.train_page.several_labels import choose_several, draw_several, forget_several, look_at_several
from planner.pages.train_page.url_state import choices, choose, rules_off
from planner.pages.train_page.words import plain_text

_Stamp = tuple[float, int]  # when a file was changed, and its bytes: a changed file is looked at anew


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """A file with its columns chosen. `problem` says why no training can start on them; None when it can.

    `reading` is what was said of labels that look like none; `several` are the labels where a row may have more than
    one.
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
    several: SeveralLabels | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """All columns of labels."""
        return self.several.columns if self.several else tuple(filter(None, [self.label]))

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
        table = TableOrder(self.path, self.name, first, self.label, self.reading, tuple(further), self.split)
        if self.several is None:
            return table
        return replace(table, further_label_columns=self.several.columns[1:], tag_separator=self.several.separator)


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
    written = _classes(data.path, text, label, AS_WRITTEN, look)
    several, unfit = choose_several(look, (text, *further), label, written.seen if written else None)
    taken = (text, label, *further, *(several.columns if several else ()))
    split, unfit_split = choose_parts(look, _stamp(data.path), taken)
    if several is not None or unfit:
        several, classes, labelled = _draw_several(data.path, several)
        reading = several.reading if several else AS_WRITTEN
    else:
        reading, classes, labelled = _draw_classes(data.path, text, label, written, look)
    counted = _class_words(classes, several)
    summary.markdown(f"**{_words(data.name)}** · {_rows_words(look, classes, labelled)} · {counted}")
    if look.remarks:
        st.caption(plain_text(" ".join(look.remarks)))
    chosen = () if text is None else (text, *further)
    texts, leaking = draw_leaks(look, _stamp(data.path), label, classes, texts=chosen, split=split, several=several)
    problem = _only_column(look) or _problem(text, label, classes) or unfit or unfit_split or leaking or None
    if problem:
        st.error(problem, icon=":material/error:")
    first, further = (texts[0], texts[1:]) if texts else (None, ())
    return Material(data.path, data.name, look, first, label, classes, problem, reading, further, split, several)


def _draw_several(path: Path, several: SeveralLabels | None) -> tuple[SeveralLabels | None, ClassLook | None, int]:
    """Several labels, counted, and the rows that have any entry."""
    if several is None:
        return None, None, 0
    several, seen = look_at_several(path, _stamp(path), several)
    draw_several(seen)
    return several, seen.look, seen.facts.labelled


def _draw_classes(
    path: Path, text: str | None, label: str | None, written: ClassLook | None, look: FirstLook
) -> tuple[LabelReading, ClassLook | None, int]:
    """The reading that was chosen, the classes that it gives, and the rows that have one."""
    reading = _choose_reading(written, label)
    classes = written if reading == AS_WRITTEN else _classes(path, text, label, reading, look)
    if classes is None or label is None:
        return reading, classes, 0
    draw_seen(classes)
    draw_made(classes, label)
    return classes.reading, classes, int(classes.classes["rows"].sum())


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
        forget_several()


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


def _rows_words(look: FirstLook, classes: ClassLook | None, labelled: int) -> str:
    """Rows as counted for the classes; before that, or where only a part was counted, as guessed from the file."""
    if classes is None or classes.counted:
        return look.rows_words
    return f"{labelled:,} labelled rows"


def _class_words(look: ClassLook | None, several: SeveralLabels | None) -> str:
    if look is None:
        return "classes not known yet"
    if several is not None:
        return count_words(len(look.classes), "label")
    return count_words(len(look.classes), "class", "classes")


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
