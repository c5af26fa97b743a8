"""Whether a row may have several labels: further columns of yes and no, or tags in the cells of one column."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from data.labels.label_look import LabelKind, LabelLook
from data.labels.numbers import numbers_in
from data.labels.reading import LabelReading
from data.labels.several import SeveralLabels
from data.labels.share_columns import share_columns
from data.labels.tag_cells import NotSeparator, parse_separator, typed_separator
from data.labels.threshold import NotThreshold, Threshold, parse_threshold
from data.labels.yes_no import is_positive
from model.protocol.any_text import shown
from planner.domain.wording.numbers import count_words
from planner.material.first_look import FirstLook
from planner.material.several_look import SeveralLook, several_look, several_words
from planner.pages.steps import follow
from planner.pages.train_page.url_state import choices, choose, rules_off
from planner.pages.train_page.words import plain_text

_USUAL_SEPARATOR, _USUAL_LINE = ";", ">=0.5"
_BLANKS_ASKED = 0.1  # of all rows: fewer rows without any entry are slips
_HELP = "Each label is then decided for itself: a text may be given several of them, or none."

_Stamp = tuple[float, int]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the address says: further label columns, or what stands between tags."""

    columns: tuple[str, ...]
    separator: str | None

    @classmethod
    def now(cls, look: FirstLook) -> _Asked:
        names = tuple(name for name in (choices().labels or "").split("\n") if name in look.columns)
        return cls(names, choices().separator)

    @property
    def is_any(self) -> bool:
        return bool(self.columns) or self.separator is not None


def forget_several() -> None:
    """Take back what was chosen beside another column."""
    choose("labels", None)
    choose("separator", None)


def choose_several(
    look: FirstLook, texts: tuple[str | None, ...], label: str | None, seen: LabelLook | None
) -> tuple[SeveralLabels | None, str]:
    """Draw the tick where a row may well have several labels, and what belongs to it.

    What was chosen, None for one class a row; and why it cannot be used, empty where it can.
    """
    group = tuple(name for name in _side_by_side(look, texts, seen) if name not in (*texts, label))
    mark = (seen.separator or None) if seen else None
    others = [name for name in look.label_columns if name not in (*texts, label)]
    if label is None or not (group or mark or others or _Asked.now(look).is_any):
        return None, ""
    key = f"train_several_{label}_of_{shown(look.path)}"
    follow(key, _Asked.now(look).is_any)
    is_several = st.checkbox(
        _tick_words(group, mark), key=key, help=_HELP, on_change=lambda: _ticked(st.session_state[key], group, mark)
    )
    if not is_several:
        return None, ""
    columns = _choose_columns(look, texts, label, group)
    return _choose_tags(label) if not columns else _choose_line(look, (label, *columns))


def _side_by_side(look: FirstLook, texts: tuple[str | None, ...], seen: LabelLook | None) -> tuple[str, ...]:
    """The columns that look as if they belonged together, the label's own among them: of yes and no, or of shares."""
    if seen is None or seen.kind is not LabelKind.NUMBER:
        return seen.group if seen else ()
    others = {name: cells for name, cells in look.cells.items() if name not in texts}
    return share_columns(others, seen.column)


def look_at_several(path: Path, stamp: _Stamp, several: SeveralLabels) -> tuple[SeveralLabels, SeveralLook]:
    """The labels counted; a field asks what rows without any entry mean where many are. What it says is kept."""
    seen = _look(os.fsencode(path), stamp, several.columns, several.separator, several.reading, off=rules_off())
    blank = _choose_blank(several, seen)
    if blank is None:
        return several, seen
    reading = LabelReading(blank, several.reading.kept, several.reading.threshold)
    told = SeveralLabels(several.columns, several.separator, reading)
    return told, _look(os.fsencode(path), stamp, told.columns, told.separator, reading, off=rules_off())


def draw_several(seen: SeveralLook) -> None:
    """Say which labels there are, with the rows of each, and what is left out."""
    if seen.look.unfit is None:
        st.caption(plain_text(several_words(seen)))


def _tick_words(group: tuple[str, ...], mark: str | None) -> str:
    if group:
        return f"Several labels a row: from {len(group) + 1} columns side by side"
    if mark:
        return "Several labels a row: tags in a cell"
    return "A row may have several labels"


def _ticked(is_several: bool, group: tuple[str, ...], mark: str | None) -> None:
    """The suggestion is chosen at first: the columns beside it, or the mark that was seen between tags."""
    forget_several()
    if is_several and group:
        choose("labels", "\n".join(group))
    elif is_several:
        choose("separator", typed_separator(mark or _USUAL_SEPARATOR))


def _choose_columns(
    look: FirstLook, texts: tuple[str | None, ...], label: str, group: tuple[str, ...]
) -> tuple[str, ...]:
    open_to = [name for name in look.columns if name not in (*texts, label)]
    key = f"train_labels_beside_{label}_of_{shown(look.path)}"
    follow(key, [name for name in _Asked.now(look).columns if name in open_to])
    st.session_state[key] = [name for name in st.session_state[key] if name in open_to]
    chosen = st.multiselect(
        "Further label columns",
        [*group, *(name for name in open_to if name not in group)],
        placeholder="None: the cells hold tags",
        key=key,
        help="Columns that say yes or no of each row: 1 and 0, true and false, x and blank.",
        on_change=lambda: _choose_names(st.session_state[key]),
    )
    return tuple(name for name in look.columns if name in chosen)


def _choose_names(names: list[str]) -> None:
    choose("labels", "\n".join(names) or None)
    choose("separator", None if names else _USUAL_SEPARATOR)


def _choose_tags(label: str) -> tuple[SeveralLabels | None, str]:
    key = f"train_separator_{label}"
    follow(key, choices().separator or _USUAL_SEPARATOR)
    typed = st.text_input("Between the tags of a cell stands", key=key, help="; or | or , or \\t for a tab.")
    try:
        separator = parse_separator(typed)
    except NotSeparator as error:
        return None, str(error)
    choose("separator", typed_separator(separator))
    return SeveralLabels((label,), separator), ""


def _choose_line(look: FirstLook, columns: tuple[str, ...]) -> tuple[SeveralLabels | None, str]:
    """The columns; where some hold numbers, with the line from which on they say yes."""
    numbered = [name for name in columns if _holds_numbers(look.cells.get(name, {}))]
    if not numbered:
        return SeveralLabels(columns), ""
    key = f"train_several_line_{columns[0]}"
    follow(key, choices().positive_if or _USUAL_LINE)
    typed = st.text_input(f"Numbers say yes where they are ('{plain_text(numbered[0])}' holds some)", key=key)
    try:
        line: Threshold = parse_threshold(typed)
    except NotThreshold as error:
        return None, str(error)
    choose("positive_if", line.typed)
    return SeveralLabels(columns, reading=LabelReading(threshold=line)), ""


def _holds_numbers(cells: Iterable[str]) -> bool:
    """Whether a column holds numbers that say neither yes nor no."""
    return bool(numbers_in(cell for cell in cells if is_positive(cell) is None))


def _choose_blank(several: SeveralLabels, seen: SeveralLook) -> str | None:
    """A field for what a row without any entry means, where many are so."""
    unlabelled = seen.look.unlabelled
    if several.reading.threshold or unlabelled <= _BLANKS_ASKED * (seen.facts.labelled + unlabelled):
        return None
    key = f"train_several_blank_{several.columns[0]}"
    follow(key, choices().blank is not None)
    words = f"A row without any entry has none of the labels ({count_words(unlabelled, 'row')}; left out otherwise)"
    is_none = st.checkbox(words, key=key)
    choose("blank", "none" if is_none else None)
    return "none" if is_none else None


@st.cache_data(max_entries=16, show_spinner="Counting the labels…")
def _look(
    path: bytes,
    stamp: _Stamp,
    columns: tuple[str, ...],
    separator: str | None,
    reading: LabelReading,
    *,
    off: tuple[str, ...],
) -> SeveralLook:
    return several_look(Path(os.fsdecode(path)), SeveralLabels(columns, separator, reading), rules_off=off)
