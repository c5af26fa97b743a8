"""The log to take elsewhere: a format, a project, the days, and one button."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

import streamlit as st

from planner import planning, preferences, timelog
from planner.clock import now
from planner.domain.period import Period, period_of_days
from planner.domain.project import Project
from planner.domain.wording.numbers import count_words
from planner.exchange import EXPORT_FORMATS, export_log, n_to_export
from planner.pages.words import own_zone
from planner.store import Store, open_store

_NAMES = {
    "csv": "Table (CSV)",
    "json": "Call It (JSON)",
    "ics": "Calendar (ICS)",
    "toggl": "Toggl (CSV)",
    "clockify": "Clockify (CSV)",
    "timewarrior": "Timewarrior (JSON)",
    "watson": "Watson (JSON)",
}
_ENDINGS = {"csv": "csv", "toggl": "csv", "clockify": "csv", "ics": "ics"}
_TYPES = {"csv": "text/csv", "ics": "text/calendar", "json": "application/json"}
_ALL = 0  # the id of no project


def draw_export(store: Store) -> None:
    """Draw what to export and the button; the file is only made when it is pressed."""
    st.subheader("Export", anchor=False)
    projects = planning.projects(store)
    if not projects:
        st.caption("There is nothing to export yet.")
        return
    with st.container(horizontal=True):
        file_format = st.selectbox("Format", EXPORT_FORMATS, format_func=_format_words, key="export_format", width=220)
        project_id = _choose_project(projects)
        days = st.date_input("Days (all of them, if empty)", [], key="export_days", width=260)
    period = _period(days, preferences.day_starts_hour(store))
    n_entries = n_to_export(store, project_id=project_id, period=period)
    if not n_entries:
        st.caption(
            "No entry of these days is there to export." if not period.is_all_time else "No entry is logged yet."
        )
        return
    ending = _ENDINGS.get(file_format, "json")
    st.download_button(
        f"Export {count_words(n_entries, 'entry', 'entries')}",
        data=partial(_text, file_format, project_id, period),
        file_name=f"{_file_name(projects, project_id)}.{ending}",
        mime=_TYPES[ending],
        icon=":material/download:",
        on_click="ignore",
        key="export_now",
    )
    if timelog.running(store) is not None:
        st.caption("A timer that runs is left out: it has no end yet.")


def _choose_project(projects: Sequence[Project]) -> int | None:
    names = {_ALL: "All projects", **{project.id: project.name for project in projects}}
    chosen = st.selectbox("Project", list(names), format_func=names.__getitem__, key="export_project", width=260)
    return chosen or None


def _period(days: object, starts_hour: int) -> Period:
    """The days of a field for two dates, which holds one or none while it is filled in."""
    chosen = [day for day in days if isinstance(day, date)] if isinstance(days, tuple) else []
    return period_of_days(chosen[0], chosen[-1], own_zone(), starts_hour) if chosen else Period()


def _text(file_format: str, project_id: int | None, period: Period) -> bytes:
    with open_store() as store:
        exported = export_log(store, file_format, project_id=project_id, period=period, zone=own_zone(), now=now())
    return exported.text.encode()


def _file_name(projects: Sequence[Project], project_id: int | None) -> str:
    return next((project.name for project in projects if project.id == project_id), "callit")


def _format_words(file_format: str) -> str:
    return _NAMES[file_format]
