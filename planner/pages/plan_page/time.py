"""When a person can work: said once for all projects, kept, and changed in place."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import streamlit as st

from planner.availability import Availability, forget_availability, keep_calendar, load_availability, save_availability
from planner.domain.errors import InvalidAvailability
from planner.outlook import Supply
from planner.pages.failure import plain_failures
from planner.pages.notice import flash
from planner.pages.plan_page.free import ANCHOR, draw_free_hours, troubles_words
from planner.pages.plan_page.supply import week_words
from planner.pages.plan_page.time_fields import DrawnTime, checked_time, draw_place, draw_time_fields
from planner.pages.press import form_button
from planner.pages.saved_form import COMPLAINT, saved_form
from planner.pages.undo import UndoForgottenHours
from planner.pages.words import as_typed
from planner.store import Store, open_store

_MOST_UNFOLDED = 3
_SEND = "save_time"


def draw_time(store: Store, supply: Supply | None, now: datetime) -> None:
    """Draw the free hours, the form, folded, and below it what there is to know about calendars."""
    availability = load_availability(store)
    st.subheader("When can I work?", anchor=ANCHOR)
    if supply:
        draw_free_hours(supply, now)
    summary = as_typed(week_words(availability)) if availability else "Say when you can work: week, holidays, calendars"
    with st.expander(summary, icon=":material/calendar_month:"):
        form = saved_form("time", availability, buttons=[_SEND])
        country, part = draw_place(form.key, availability)
        with st.form("time", border=False):
            drawn = draw_time_fields(form.key, availability)
            saved = form_button("Save these hours", type="primary", icon=":material/save:", key=_SEND)
            if form.is_stale:
                st.warning(COMPLAINT, icon=":material/sync_problem:")
        if availability:
            st.button("Forget my hours", type="tertiary", icon=":material/delete:", on_click=_forget, key="forget_time")
    _draw_troubles(supply.troubles if supply else [])
    if saved and not form.is_stale:
        _save(store, drawn, country, part)


def _forget() -> None:
    with plain_failures(), open_store() as store:
        former = forget_availability(store)
        flash("Your hours are forgotten.", undo=UndoForgottenHours(former) if former else None)


def _draw_troubles(troubles: list[str]) -> None:
    if not troubles:
        return
    lines = "\n".join(f"- {as_typed(trouble)}" for trouble in troubles)
    if len(troubles) <= _MOST_UNFOLDED:
        st.warning(lines, icon=":material/event_busy:")
        return
    with st.expander(troubles_words(troubles), icon=":material/event_busy:"):
        st.markdown(lines)


def _save(store: Store, drawn: DrawnTime, country: str | None, part: str | None) -> None:
    fields = checked_time(drawn)
    if fields is None:
        return
    availability = Availability(
        fields.week,
        commitments=fields.commitments,
        country=country,
        subdivision=part,
        all_day_blocks=drawn.all_day_blocks,
        own_addresses=fields.own_addresses,
    ).with_exceptions(fields.exceptions)
    try:
        uploaded = tuple(keep_calendar(store, upload.name, upload.getvalue()) for upload in drawn.uploads)
        save_availability(store, replace(availability, calendars=(*drawn.kept_calendars, *uploaded)))
    except InvalidAvailability as error:
        drawn.calendars_place.error(as_typed(str(error)), icon=":material/error:")
        return
    flash(" ".join(["Your hours are saved.", *map(as_typed, fields.remarks)]))
    st.rerun()
