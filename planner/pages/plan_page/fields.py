"""The fields of a project that a person types: each with its check, and the complaint right below the field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planner import outlook
from planner.domain.errors import InvalidPlan
from planner.domain.hours import HourRange
from planner.domain.project import DeadlineKind, Project
from planner.pages.words import as_typed, day_words, own_zone, to_local, until_words
from planner.parsing.hour_range import parse_range
from planner.planning import range_from

WORK_DAYS_HOURS = (4.0, 6.0, 7.0, 8.0)
_DIGITS = 4
_UNIT_HELP = (
    "Your own time, not the machine's. Eight of ten such ranges should hold what it really takes. "
    "People who estimate in hours say less than those who estimate in work-days. "
    "Changing only the unit leaves the hours as they are."
)
KIND_WORDS = {DeadlineKind.TARGET: "My own target", DeadlineKind.FIXED: "Fixed by somebody else"}


@dataclass(frozen=True)
class TypedRange:
    """Two ends as typed, and their unit: hours, or work-days of so many hours. `project` is what was said before."""

    low: float | None
    high: float | None
    work_day_hours: float | None
    project: Project | None

    @property
    def total(self) -> HourRange | None:
        """The range in hours; `InvalidPlan` where it cannot be right.

        Where only the unit was changed, the hours stay: nobody means 20 hours to become 20 days. So does an end that
        was not touched: its days are shown rounded.
        """
        if self.project and (self.low, self.high) == shown_ends(self.project):
            return self.project.total
        return range_from(*(self._hours(place, end) for place, end in enumerate((self.low, self.high))))

    def _hours(self, place: int, end: float | None) -> float | None:
        saved = self.project
        if saved and saved.total and saved.work_day_hours == self.work_day_hours and end == shown_ends(saved)[place]:
            return (saved.total.low_hours, saved.total.high_hours)[place]
        return None if end is None else round(end * (self.work_day_hours or 1.0), _DIGITS)


@dataclass(frozen=True)
class TypedText:
    """A range as typed into one field, and its unit: hours, or work-days of so many hours."""

    text: str
    work_day_hours: float | None

    @property
    def total(self) -> HourRange | None:
        """The range in hours, None where nothing is typed; `InvalidPlan` where it cannot be right."""
        ends = parse_range(self.text)
        if ends is None:
            return None
        if ends.says_hours and self.work_day_hours:
            raise InvalidPlan(f"'{self.text.strip()}' is in hours. Choose hours as the unit, or leave the word away.")
        unit_hours = self.work_day_hours or 1.0
        return range_from(round(ends.low * unit_hours, _DIGITS), round(ends.high * unit_hours, _DIGITS))


@dataclass(frozen=True)
class ProjectFields:
    """What was typed, checked."""

    name: str
    total: HourRange | None
    work_day_hours: float | None
    deadline: datetime | None
    deadline_kind: DeadlineKind


@dataclass(frozen=True)
class DrawnFields:
    """What was typed, as it stands, and the places for complaints."""

    name: str
    typed: TypedRange | TypedText
    day: date | None
    kind: DeadlineKind
    passed_is_meant: bool
    name_place: DeltaGenerator
    hours_place: DeltaGenerator
    deadline_place: DeltaGenerator


def draw_fields(key: str, now: datetime, project: Project | None = None) -> DrawnFields:
    """Draw name, hours and deadline, filled from a project where there is one."""
    preset(f"{key}_name", project.name if project else None)
    name = st.text_input("Project", key=f"{key}_name", placeholder="Toxic comments", max_chars=120)
    name_place = st.container()
    typed = draw_range(key, project) if project else _draw_range_text(key)
    hours_place = st.container()
    day, kind = _draw_deadline(key, project)
    deadline_place = st.container()
    passed_is_meant = _ask_about_the_past(deadline_place, key, day, now, project)
    return DrawnFields(name, typed, day, kind, passed_is_meant, name_place, hours_place, deadline_place)


def checked(fields: DrawnFields, *, needs_hours: bool) -> ProjectFields | None:
    """The fields where all of them can be right; else None, with a sentence below each that cannot."""
    name_stands = _stands(fields.name_place, "" if fields.name.strip() else "Give the project a name.")
    try:
        total, complaint = fields.typed.total, ""
    except InvalidPlan as error:
        total, complaint = None, as_typed(str(error))
    if needs_hours and total is None and not complaint:
        complaint = "How many hours could it take? Give a low and a high number, such as 20-30."
    hours_stand = _stands(fields.hours_place, complaint)
    if not (name_stands and hours_stand and fields.passed_is_meant):
        return None
    return ProjectFields(fields.name.strip(), total, fields.typed.work_day_hours, end_of_day(fields.day), fields.kind)


def end_of_day(day: date | None) -> datetime | None:
    """The last minute of a day on this machine's clocks, as a UTC instant."""
    return None if day is None else outlook.end_of_day(day, own_zone()).astimezone(UTC)


def preset(key: str, value: object) -> None:
    """Fill a field before it is drawn. What is given as `value` instead could not be emptied again by hand."""
    if value is not None:
        st.session_state.setdefault(key, value)


def _draw_range_text(key: str) -> TypedText:
    """Draw one field for both ends of a first range, and its unit."""
    left, right = st.columns([4, 3])
    with left:
        text = st.text_input("Range", key=f"{key}_range", placeholder="20-30", max_chars=60)
    with right:
        return TypedText(text, _draw_unit(key, None))


def draw_range(key: str, project: Project) -> TypedRange:
    """Draw the two ends of the total and their unit."""
    columns = st.columns([2, 2, 3])
    for end, value in zip(("low", "high"), shown_ends(project), strict=True):
        preset(f"{key}_{end}", value)
    with columns[0]:
        low = st.number_input("At least", value=None, step=1.0, format="%g", key=f"{key}_low", placeholder="20")
    with columns[1]:
        high = st.number_input("At most", value=None, step=1.0, format="%g", key=f"{key}_high", placeholder="30")
    with columns[2]:
        return TypedRange(low, high, _draw_unit(key, project.work_day_hours), project)


def _draw_unit(key: str, saved_unit: float | None) -> float | None:
    units = [None, *sorted({*WORK_DAYS_HOURS, *([saved_unit] if saved_unit else [])})]
    preset(f"{key}_unit", saved_unit)
    return st.selectbox("Unit", units, format_func=unit_words, key=f"{key}_unit", help=_UNIT_HELP)


def shown_ends(project: Project) -> tuple[float | None, float | None]:
    """The ends of the total in the project's unit."""
    if project.total is None:
        return None, None
    unit_hours = project.work_day_hours or 1.0
    total = project.total
    return round(total.low_hours / unit_hours, _DIGITS), round(total.high_hours / unit_hours, _DIGITS)


def unit_words(work_day_hours: float | None) -> str:
    """A unit as it is chosen.

    >>> unit_words(None), unit_words(7.5)
    ('hours', 'work-days of 7.5 h')
    """
    return "hours" if work_day_hours is None else f"work-days of {work_day_hours:g} h"


def _draw_deadline(key: str, project: Project | None) -> tuple[date | None, DeadlineKind]:
    left, right = st.columns(2)
    saved_day = to_local(project.deadline).date() if project and project.deadline else None
    preset(f"{key}_day", saved_day)
    with left:
        day = st.date_input("Deadline (optional)", value=None, key=f"{key}_day", format="YYYY-MM-DD")
    preset(f"{key}_kind", project.deadline_kind if project else None)
    with right:
        kind = st.selectbox(
            "Who set it?",
            list(KIND_WORDS),
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
