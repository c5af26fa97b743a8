"""What the files do not say themselves: order of day and month, units, zone, a start of the day, missing ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from functools import lru_cache
from zoneinfo import available_timezones

import streamlit as st

from planner.domain.local_time import zone_words
from planner.exchange import EndRule, ImportPreview, ImportQuestion
from planner.pages.exchange_page.draft import ImportDraft, answer, answer_with
from planner.pages.exchange_page.reading import Reading
from planner.pages.words import as_typed, own_zone

_ORDERS = {"dmy": "Day first: 03/04 is 3 April", "mdy": "Month first: 03/04 is 4 March"}
_UNITS = {"hours": "Hours", "minutes": "Minutes", "seconds": "Seconds", "milliseconds": "Milliseconds"}
_ENDS = {"skip": "Leave out", "at": "Ended at a time of day", "hours": "Lasted so long"}
_LONGEST_HOURS = 24.0


def open_ends_of(draft: ImportDraft) -> EndRule:
    """What was said about entries without an end."""
    match draft.open_ends:
        case "skip":
            return EndRule(skip=True)
        case "at":
            return EndRule(at=time.fromisoformat(draft.open_at))
        case "hours":
            return EndRule(hours=draft.open_hours)
    return EndRule()


def draw_day_order(draft: ImportDraft, reading: Reading) -> None:
    """Ask which number of a date is the day, where no date tells; nothing where that is clear."""
    _draw_choice(
        draft,
        "day_order",
        reading.unclear(ImportQuestion.DAY_ORDER),
        label="Dates such as 03/04/2026",
        choices=_ORDERS,
        icon="calendar_month",
    )


def draw_unit(draft: ImportDraft, reading: Reading) -> None:
    """Ask what the numbers of a duration count, where neither its name nor its values tell; nothing where they do."""
    _draw_choice(
        draft,
        "unit",
        reading.unclear(ImportQuestion.UNIT),
        label="Durations count",
        choices=_UNITS,
        icon="timer",
    )


def draw_week(draft: ImportDraft, reading: Reading) -> None:
    """Ask of what week the columns of a table are, where they name its days alone; nothing where dates say it."""
    if not _say_unclear(reading.unclear(ImportQuestion.WEEK), draft.week, "date_range"):
        return
    key = f"import_week_{draft.turn}"
    st.date_input(
        "A day of that week",
        date.fromisoformat(draft.week) if draft.week else None,
        key=key,
        format="YYYY-MM-DD",
        on_change=_keep_week,
        args=(key,),
        width=260,
    )


def draw_day_hours(draft: ImportDraft, reading: Reading) -> None:
    """Ask how many hours of work a day has, where durations count days; nothing where none do."""
    if not _say_unclear(reading.unclear(ImportQuestion.DAY_HOURS), draft.day_hours, "timer"):
        return
    key = f"import_day_hours_{draft.turn}"
    st.number_input(
        "Hours of work that a day has",
        min_value=0.5,
        max_value=_LONGEST_HOURS,
        value=draft.day_hours,
        step=0.5,
        key=key,
        on_change=answer,
        args=("day_hours", key),
        width=260,
    )


def _say_unclear(unclear: Sequence[str], answered: object, icon: str) -> bool:
    """Say what is unclear; whether there is something to answer, or an answer that can be changed."""
    for sentence in unclear:
        st.info(as_typed(sentence), icon=f":material/{icon}:")
    return bool(unclear) or answered is not None


def _draw_choice(
    draft: ImportDraft,
    field: str,
    unclear: Sequence[str],
    *,
    label: str,
    choices: Mapping[str, str],
    icon: str,
) -> None:
    """What is unclear, a sentence each, and the choices; they stay once one is made, so that it can be changed."""
    chosen = getattr(draft, field)
    if not _say_unclear(unclear, chosen, icon):
        return
    key = f"import_{field}_{draft.turn}"
    st.segmented_control(
        label,
        list(choices),
        default=chosen,
        format_func=choices.__getitem__,
        key=key,
        on_change=answer,
        args=(field, key),
    )


def draw_questions(draft: ImportDraft, preview: ImportPreview) -> None:
    """Ask what these files leave open; nothing where they say it all."""
    if preview.n_open:
        _draw_open_ends(draft, preview.n_open)
    placed = any(file.placed for file in preview.files)
    if not preview.zone_assumed and not placed:
        return
    with st.container(horizontal=True):
        if preview.zone_assumed:
            _draw_zone(draft)
        if placed:
            _draw_day_start(draft)


def _draw_zone(draft: ImportDraft) -> None:
    own_name = zone_words(own_zone())
    zones = [own_name, *(name for name in _zones() if name != own_name)]
    key = f"import_zone_{draft.turn}"
    st.selectbox(
        "Clock times in the files are those of",
        zones,
        index=zones.index(draft.zone) if draft.zone in zones else 0,
        key=key,
        on_change=_choose_zone,
        args=(key, own_name),
        width=320,
    )


def _draw_day_start(draft: ImportDraft) -> None:
    key = f"import_day_start_{draft.turn}"
    st.time_input(
        "The first entry of a date begins at",
        time.fromisoformat(draft.day_start),
        key=key,
        on_change=_keep_clock,
        args=("day_start", key),
        width=260,
    )


def _draw_open_ends(draft: ImportDraft, n_open: int) -> None:
    key = f"import_open_ends_{draft.turn}"
    st.segmented_control(
        "**1 entry has no end.** It stays out until you say when it ended; no timer is started."
        if n_open == 1
        else f"**{n_open} entries have no end.** They stay out until you say when they ended; no timer is started.",
        list(_ENDS),
        default=draft.open_ends,
        format_func=_ends_words,
        key=key,
        on_change=answer,
        args=("open_ends", key),
    )
    if draft.open_ends == "at":
        at = f"import_open_at_{draft.turn}"
        st.time_input(
            "On the day it began, each of them ended at",
            time.fromisoformat(draft.open_at),
            key=at,
            on_change=_keep_clock,
            args=("open_at", at),
            width=260,
        )
    if draft.open_ends == "hours":
        hours = f"import_open_hours_{draft.turn}"
        st.number_input(
            "Hours that each of them lasted",
            min_value=0.05,
            max_value=_LONGEST_HOURS,
            value=draft.open_hours,
            step=0.25,
            key=hours,
            on_change=answer,
            args=("open_hours", hours),
            width=260,
        )


def _keep_clock(name: str, key: str) -> None:
    clock = st.session_state.get(key)
    if clock is not None:
        answer_with(name, clock.strftime("%H:%M"))


def _keep_week(key: str) -> None:
    day = st.session_state.get(key)
    answer_with("week", day.isoformat() if day else None)


def _choose_zone(key: str, own_name: str) -> None:
    name = st.session_state.get(key)
    answer_with("zone", None if name == own_name else name)


@lru_cache(maxsize=1)
def _zones() -> tuple[str, ...]:
    return tuple(sorted(name for name in available_timezones() if not name.startswith(("Etc/", "posix", "right"))))


def _ends_words(way: str) -> str:
    return _ENDS[way]
