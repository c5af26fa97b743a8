"""The sections of a report on the page: each below its question, with what only the page can do in its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planner.domain.wording.numbers import count_words
from planner.pages.cards import draw_frame_cards, on_wide_screens
from planner.pages.colour_key import draw_key
from planner.pages.on_paper import draw_paper_frame
from planner.pages.terms import meaning
from planner.pages.words import as_typed
from planner.report import Key, Section

_BESIDE = (Key.DAYS, Key.ORDER)  # each other, on a screen that is wide enough
_EXPLAINED = {Key.HOURS: meaning("honest", "cap", "attended", "unattended")}


@dataclass(frozen=True, slots=True)
class _Shown:
    """How a table is shown: what heads the card of a row on a phone, and what a row is where rows are counted."""

    title: Sequence[str]
    right: Sequence[str]
    row: str = ""


_SHOWN = {  # of other sections the picture says the same
    Key.SESSIONS: _Shown(["No.", "Data"], ["Delivered", "n-gram"], "training session"),
    Key.SCORES: _Shown(["Scores"], ["When"], "line"),
    Key.ESTIMATES: _Shown(["Ranges of", "Name"], ["Held"]),
}
_FOLDED = {Key.SCORES: ":material/fingerprint:"}


def draw_sections(
    sections: Sequence[Section], *, extras: Mapping[Key, Callable[[], None]], absent: Mapping[Key, str]
) -> None:
    """Draw the sections in their order, each with the extra of its key; `absent` has the words for one without data."""
    by_key = {section.key: section for section in sections}
    for _, keys in groupby(Key, key=lambda key: "beside" if key in _BESIDE else key):
        row = [key for key in keys if key in by_key or key in absent]
        for place, key in zip(_places(len(row)), row, strict=True):
            with place:
                if key in by_key:
                    draw_section(by_key[key])
                else:
                    st.caption(absent[key])
                if key in extras:
                    extras[key]()


def draw_section(section: Section) -> None:
    """Draw a section, folded where it is for looking things up."""
    if section.key in _FOLDED:
        with st.expander(f"{section.question} ({_count(section)})", icon=_FOLDED[section.key]):
            _draw_parts(section)
        if section.table is not None:
            draw_paper_frame(section.table, title=section.question)  # what is folded is not printed
    else:
        st.subheader(section.question, anchor=False, help=_EXPLAINED.get(section.key))
        if section.chart is None or not section.is_titled:
            st.markdown(as_typed(section.answer))
        _draw_parts(section)


def draw_table(section: Section) -> None:
    """Draw the table of a section: as a table on wide screens, as cards on a phone, and plain on paper."""
    shown = _SHOWN.get(section.key)
    if section.table is None or shown is None:
        return
    if shown.row and section.key not in _FOLDED:
        st.markdown(f"**{_count(section)}**")
    with on_wide_screens(section.key.name.lower()):
        st.dataframe(section.table, hide_index=True, height="content", alt=section.question)
    draw_frame_cards(section.table, title=shown.title, right=shown.right)
    if section.key not in _FOLDED:
        draw_paper_frame(section.table)


def _draw_parts(section: Section) -> None:
    if section.chart is not None:
        st.altair_chart(section.chart, key=f"retro_{section.key.name.lower()}")
        if section.colours:
            draw_key(section.colours)
        if section.legend:
            st.caption(as_typed(section.legend))
    draw_points(section.lines)
    draw_table(section)
    if section.note:
        st.caption(as_typed(section.note))


def draw_points(lines: Sequence[str]) -> None:
    """Draw sentences below each other, as they were typed; nothing of none."""
    if lines:
        st.markdown("\n".join(f"- {as_typed(line)}" for line in lines))


def _places(count: int) -> Sequence[DeltaGenerator]:
    return st.columns(count, gap="medium") if count > 1 else [st.container() for _ in range(count)]


def _count(section: Section) -> str:
    return count_words(0 if section.table is None else len(section.table), _SHOWN[section.key].row)
