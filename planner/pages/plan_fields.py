"""The fields of a project that a person types: each with its check, and the complaint right below the field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planner.clock import local_zone
from planner.domain.errors import InvalidPlan
from planner.domain.hours import HourRange
from planner.domain.project import DeadlineKind, Project
from planner.pages.words import day_words, to_local, until_words
from planner.planning import range_from

KIND_WORDS = {DeadlineKind.TARGET: "My own target", DeadlineKind.FIXED: "Fixed by somebody else"}


@dataclass(frozen=True)
class ProjectFields:
    """What was typed, checked."""

    name: str
    total: HourRange | None
    deadline: datetime | None
    deadline_kind: DeadlineKind


@dataclass(frozen=True)
class DrawnFields:
    """What was typed, as it stands, and the places for complaints."""

    name: str
    low: float | None
    high: float | None
    day: date | None
    kind: DeadlineKind
    passed_is_meant: bool
    name_place: DeltaGenerator
    hours_place: DeltaGenerator
    deadline_place: DeltaGenerator


def draw_fields(key: str, now: datetime, project: Project | None = None) -> DrawnFields:
    """Draw name, hours and deadline, filled from a project where there is one."""
    name = st.text_input(
        "Project", project.name if project else "", key=f"{key}_name", placeholder="Toxic comments", max_chars=120
    )
    name_place = st.container()
    low, high = _draw_hours(key, project.total if project else None)
    hours_place = st.container()
    day, kind = _draw_deadline(key, project)
    deadline_place = st.container()
    passed_is_meant = _ask_about_the_past(deadline_place, key, day, now, project)
    return DrawnFields(name, low, high, day, kind, passed_is_meant, name_place, hours_place, deadline_place)


def checked(fields: DrawnFields, *, needs_hours: bool) -> ProjectFields | None:
    """The fields where all of them can be right; else None, with a sentence below each that cannot."""
    name_stands = _stands(fields.name_place, "" if fields.name.strip() else "Give the project a name.")
    try:
        total, complaint = range_from(fields.low, fields.high), ""
    except InvalidPlan as error:
        total, complaint = None, str(error)
    if needs_hours and total is None and not complaint:
        complaint = "How many hours could it take? Give a low and a high number, such as 20 and 30."
    hours_stand = _stands(fields.hours_place, complaint)
    if not (name_stands and hours_stand and fields.passed_is_meant):
        return None
    return ProjectFields(fields.name.strip(), total, end_of_day(fields.day), fields.kind)


def end_of_day(day: date | None) -> datetime | None:
    """The last minute of a day on this machine's clocks, as a UTC instant."""
    return None if day is None else datetime.combine(day, time(23, 59), tzinfo=local_zone()).astimezone(UTC)


def preset(key: str, value: object) -> None:
    """Fill a field before it is drawn. What is given as `value` instead could not be emptied again by hand."""
    if value is not None:
        st.session_state.setdefault(key, value)


def _draw_hours(key: str, total: HourRange | None) -> tuple[float | None, float | None]:
    left, right = st.columns(2)
    preset(f"{key}_low", total.low_hours if total else None)
    preset(f"{key}_high", total.high_hours if total else None)
    with left:
        low = st.number_input("Hours, at least", value=None, step=1.0, format="%g", key=f"{key}_low", placeholder="20")
    with right:
        high = st.number_input(
            "Hours, at most",
            value=None,
            step=1.0,
            format="%g",
            key=f"{key}_high",
            placeholder="30",
            help="Your own hours, not the machine's. Eight of ten such ranges should hold what it really takes.",
        )
    return low, high


def _draw_deadline(key: str, project: Project | None) -> tuple[date | None, DeadlineKind]:
    left, right = st.columns(2)
    known = to_local(project.deadline).date() if project and project.deadline else None
    preset(f"{key}_day", known)
    with left:
        day = st.date_input("Deadline (optional)", value=None, key=f"{key}_day", format="YYYY-MM-DD")
    with right:
        kind = st.selectbox(
            "Who set it?",
            list(KIND_WORDS),
            index=list(KIND_WORDS).index(project.deadline_kind) if project else 0,
            format_func=KIND_WORDS.__getitem__,
            key=f"{key}_kind",
        )
    return day, kind


def _ask_about_the_past(
    place: DeltaGenerator, key: str, day: date | None, now: datetime, project: Project | None
) -> bool:
    deadline = end_of_day(day)
    if deadline is None or deadline >= now or (project and deadline == project.deadline):
        return True
    place.warning(
        f"{day_words(deadline, now)} was {until_words(deadline, now)}. Correct the deadline, or say that it is meant.",
        icon=":material/event_busy:",
    )
    return place.checkbox("Yes, it has passed already", key=f"{key}_passed")


def _stands(place: DeltaGenerator, complaint: str) -> bool:
    if complaint:
        place.error(complaint, icon=":material/error:")
    return not complaint
