"""A table on a phone: a card for each row, with all of its cells; a wider screen has the table itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from typing import Any

import pandas as pd
import streamlit as st


@contextmanager
def on_wide_screens(key: str) -> Iterator[None]:
    """A place for a table that a phone does not show, as it has the cards."""
    with st.container(key=f"wide_{key}"):
        yield


def draw_cards_or_edit(key: str, what: str, cards: Sequence[tuple[str, str, str]], *, is_edited: bool) -> None:
    """Draw the cards of the table `key`, which alone can be edited, and a switch between the two; seen on phones only.

    The stylesheet swaps them, so that the table stays where it is while something is typed into it; `is_edited` is
    how the switch begins.
    """
    switch = f"edit_{key}"
    st.session_state.setdefault(switch, is_edited)
    with st.container(key=f"phone_{key}"):
        with st.container(key=f"cards_{key}"):
            draw_cards(cards)
        st.toggle(f"Edit {what}", key=switch)


def draw_cards(cards: Sequence[tuple[str, str, str]]) -> None:
    """Draw cards of a title, what stands at its right, and a line below; seen on phones only, and not on paper."""
    body = "".join(
        f'<div role="listitem"><div class="head"><strong>{escape(title)}</strong><span>{escape(right)}</span></div>'
        f"<div>{escape(line)}</div></div>"
        for title, right, line in cards
    )
    st.html(f'<div class="cards" role="list">{body}</div>')


def draw_frame_cards(table: pd.DataFrame, *, title: Sequence[str], right: Sequence[str] = ()) -> None:
    """Draw a card for each row: the title's columns, those at its right, and below them all others with their names."""
    draw_cards(frame_cards(table, title=title, right=right))


def frame_cards(table: pd.DataFrame, *, title: Sequence[str], right: Sequence[str] = ()) -> list[tuple[str, str, str]]:
    """The cards of a table; an empty cell is left out.

    >>> table = pd.DataFrame([{"No.": 1, "Delivered": ".889", "n-gram": "", "Box": "5 min"}])
    >>> frame_cards(table, title=["No."], right=["Delivered", "n-gram"])
    [('1', 'Delivered .889', 'Box 5 min')]
    """
    rest = [str(name) for name in table.columns if name not in {*title, *right}]
    return [
        (
            " · ".join(_cell(row[name]) for name in title if _cell(row[name])),
            " · ".join(_named(name, row[name]) for name in right if _cell(row[name])),
            " · ".join(_named(name, row[name]) for name in rest if _cell(row[name])),
        )
        for row in table.to_dict("records")
    ]


def _named(name: str, value: Any) -> str:
    return f"{name} {_cell(value)}"


def _cell(value: Any) -> str:
    if value is None or pd.isna(value):
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)
