"""The fields of a person's free time: each with its check, and the complaint right below the field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from io import BytesIO
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planner.availability import (
    Availability,
    CalendarFile,
    Commitment,
    countries,
    country_names,
    parse_address,
)
from planner.domain.errors import InvalidAvailability
from planner.domain.week import DateHours, WeekPattern
from planner.pages.plan_page.fields import preset
from planner.pages.words import as_typed
from planner.parsing.week_text import parse_commitment, parse_exception, parse_week

WEEK_LABEL = "Your week"
EXCEPTIONS_LABEL = "Days that differ, one a line"
COMMITMENTS_LABEL = "Other things you do, one a line"
ADDRESSES_LABEL = "Your mail addresses in these calendars, one a line (optional)"
_LARGEST_UPLOAD_MB = 100  # larger ones are not read anyway
_WEEK_EXAMPLE = "Mon-Fri 09:00-17:00"
_Read = TypeVar("_Read")


@dataclass(frozen=True)
class DrawnTime:
    """What was typed, as it stands, and the places for complaints."""

    week: str
    exceptions: str
    commitments: str
    kept_calendars: tuple[CalendarFile, ...]
    uploads: Sequence[BytesIO]
    all_day_blocks: bool
    addresses: str
    week_place: DeltaGenerator
    exceptions_place: DeltaGenerator
    commitments_place: DeltaGenerator
    calendars_place: DeltaGenerator
    addresses_place: DeltaGenerator


@dataclass(frozen=True)
class TimeFields:
    """What was typed, checked; `remarks` are sentences on how it was read where it can be meant in two ways."""

    week: WeekPattern
    exceptions: tuple[DateHours, ...]
    commitments: tuple[Commitment, ...]
    own_addresses: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def draw_place(key: str, availability: Availability | None) -> tuple[str | None, str | None]:
    """Draw the boxes for a country and a part of it; the parts offered are those of the country chosen."""
    left, right = st.columns(2)
    preset(f"{key}_country", availability.country if availability else None)
    with left:
        country = st.selectbox(
            "Public holidays of (optional)",
            sorted(countries(), key=country_names().__getitem__),
            index=None,
            format_func=_country_words,
            key=f"{key}_country",
            placeholder="A country",
            help="Its public holidays are taken off.",
        )
    parts = countries().get(country, ()) if country else ()
    part_key = f"{key}_part_{country}"
    preset(part_key, availability.subdivision if availability and availability.country == country else None)
    with right:
        part = st.selectbox(
            "Part of the country (optional)",
            parts,
            index=None,
            key=part_key,
            placeholder="A part: BY" if country == "DE" else "All of it",
            disabled=not parts,
        )
    return country, part


def _country_words(code: str) -> str:
    return f"{country_names()[code]} ({code})"


def draw_time_fields(key: str, availability: Availability | None) -> DrawnTime:
    """Draw week, exceptions, commitments and calendars, filled with what is kept."""
    preset(f"{key}_week", str(availability.week) if availability else None)
    week = st.text_input(WEEK_LABEL, key=f"{key}_week", placeholder=_WEEK_EXAMPLE)
    week_place = st.container()
    left, right = st.columns(2)
    with left:
        preset(f"{key}_exceptions", exception_lines(availability.exceptions) if availability else None)
        exceptions = st.text_area(
            EXCEPTIONS_LABEL, key=f"{key}_exceptions", placeholder="2026-12-24 off\n2026-08-03 to 2026-08-14 off"
        )
        exceptions_place = st.container()
    with right:
        preset(f"{key}_commitments", "\n".join(map(str, availability.commitments)) if availability else None)
        commitments = st.text_area(COMMITMENTS_LABEL, key=f"{key}_commitments", placeholder="children, Tue 15:00-18:00")
        commitments_place = st.container()
    calendars, uploads, all_day_blocks = _draw_calendars(key, availability)
    calendars_place = st.container()
    preset(f"{key}_addresses", "\n".join(availability.own_addresses) if availability else None)
    addresses = st.text_area(
        ADDRESSES_LABEL,
        key=f"{key}_addresses",
        placeholder="me@example.org",
        help="Invitations that one of them declined take no time.",
        height=68,
    )
    return DrawnTime(
        week, exceptions, commitments, calendars, uploads, all_day_blocks, addresses,
        week_place, exceptions_place, commitments_place, calendars_place, st.container(),
    )  # fmt: skip


def checked_time(drawn: DrawnTime) -> TimeFields | None:
    """The fields where all of them can be read; else None, with a sentence below each that cannot."""
    remarks: list[str] = []
    week = _read([drawn.week], partial(_week, tell=remarks.append), drawn.week_place)
    exceptions = _read(_lines(drawn.exceptions), parse_exception, drawn.exceptions_place)
    with_remarks = partial(parse_commitment, tell=remarks.append)
    commitments = _read(_lines(drawn.commitments), with_remarks, drawn.commitments_place)
    addresses = _read(_lines(drawn.addresses), parse_address, drawn.addresses_place)
    if week is None or exceptions is None or commitments is None or addresses is None:
        return None
    differing = tuple(hours for of_line in exceptions for hours in of_line)
    return TimeFields(week[0], differing, tuple(commitments), tuple(addresses), tuple(remarks))


def exception_lines(exceptions: Sequence[DateHours]) -> str:
    """Exceptions as they can be typed again, days in a row with the same hours on one line."""
    runs: list[list[DateHours]] = []
    for hours in exceptions:
        last = runs[-1][-1] if runs else None
        if last and hours.day - last.day == timedelta(days=1) and hours.blocks == last.blocks:
            runs[-1].append(hours)
        else:
            runs.append([hours])
    return "\n".join(
        str(run[0]) if len(run) == 1 else f"{run[0].day} to {run[-1].day} {run[0].hours_words}" for run in runs
    )


def _draw_calendars(
    key: str, availability: Availability | None
) -> tuple[tuple[CalendarFile, ...], list[BytesIO], bool]:
    """The kept calendars that are to stay, the uploaded ones, and whether all-day events take their days."""
    uploads = st.file_uploader(
        "Calendars (.ics), whose events take time",
        type=["ics"],
        accept_multiple_files=True,
        key=f"{key}_files",
        max_upload_size=_LARGEST_UPLOAD_MB,
    )
    calendars = availability.calendars if availability else ()
    removed = {
        calendar.path
        for number, calendar in enumerate(calendars)
        if st.checkbox(f"Remove {as_typed(calendar.name)}", key=f"{key}_remove_{number}")
    }
    preset(f"{key}_all_day", availability.all_day_blocks if availability else True)
    all_day_blocks = st.toggle("All-day events take the whole day", key=f"{key}_all_day")
    return tuple(calendar for calendar in calendars if calendar.path not in removed), list(uploads), all_day_blocks


def _week(text: str, *, tell: Callable[[str], None]) -> WeekPattern:
    if not text.strip():
        raise InvalidAvailability(f"Say which hours of the week you can work, such as {_WEEK_EXAMPLE}.")
    return parse_week(text, tell)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _read(lines: Sequence[str], parse: Callable[[str], _Read], place: DeltaGenerator) -> list[_Read] | None:
    """Each line read; None, with all complaints at their place, where one cannot be."""
    values: list[_Read] = []
    complaints: list[str] = []
    for line in lines:
        try:
            values.append(parse(line))
        except InvalidAvailability as error:
            complaints.append(as_typed(str(error)))
    if complaints:
        place.error("\n\n".join(complaints), icon=":material/error:")
        return None
    return values
