"""What a page shows on paper only: a heading with its day, and plain tables in place of those that are scrolled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape

import pandas as pd
import streamlit as st

from planner.domain.project import Project
from planner.pages.words import day_words, to_local


def draw_paper_heading(project: Project, kind: str, now: datetime) -> None:
    """Draw the project's name, what this is, and the day: `Comments: plan of Fri 8 May 2026`."""
    day = f"{day_words(now, now)} {to_local(now).year}"
    st.html(f'<p class="on-paper"><strong>{escape(project.name)}</strong>: {escape(kind)} of {day}</p>')


def draw_paper_table(
    heads: Iterable[str], rows: Iterable[Sequence[str]], *, title: str = "", on_phones: bool = False
) -> None:
    """Draw a table of words, under a title of its own where one is given; `on_phones` shows it there, too."""
    head = "".join(f"<th>{escape(name)}</th>" for name in heads)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    above = f'<p class="on-paper"><strong>{escape(title)}</strong></p>' if title else ""
    kind = "on-paper on-phones" if on_phones else "on-paper"
    st.html(f'{above}<table class="{kind}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>')


def draw_paper_frame(table: pd.DataFrame, *, title: str = "") -> None:
    """Draw a table that is scrolled on the screen."""
    cells = table.astype(str).itertuples(index=False, name=None)
    draw_paper_table(map(str, table.columns), cells, title=title)
