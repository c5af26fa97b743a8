"""The retrospective to take away: one HTML file that needs no network, or Markdown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from planner.clock import now
from planner.domain.project import Project
from planner.pages.words import own_zone
from planner.report import Report, as_html, as_markdown, report_of
from planner.retrospective.named_period import ALL_TIME, NamedPeriod
from planner.store import open_store


def draw_export(project: Project, span: NamedPeriod = ALL_TIME) -> None:
    """Draw the two buttons; a file, of the span that is shown, is only made when one is pressed."""
    with st.container(horizontal=True):
        for label, writer, suffix, mime in (
            ("Export HTML", as_html, "html", "text/html"),
            ("Export Markdown", as_markdown, "md", "text/markdown"),
        ):
            st.download_button(
                label,
                data=partial(written, project.id, writer, span),
                file_name=f"{project.name} retrospective.{suffix}",
                mime=mime,
                icon=":material/download:",
                key=f"export_{suffix}",
                on_click="ignore",
            )


def written(project_id: int, writer: Callable[[Report], str], span: NamedPeriod = ALL_TIME) -> str:
    """The text of the file, as things stand when it is asked for."""
    with open_store() as store:
        return writer(report_of(store, project_id, now(), own_zone(), span))
