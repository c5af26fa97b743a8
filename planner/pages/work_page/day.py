"""Today: hours so far, and when they were. Looks again by itself, and sees what another tab has changed."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import streamlit as st

from planner import planning, timelog
from planner.charts.work import day_chart
from planner.clock import now
from planner.domain.wording.durations import hours_words
from planner.pages.failure import plain_failures
from planner.pages.notice import flash
from planner.pages.words import clock_words, own_zone
from planner.store import Store, open_store

_LOOK_AGAIN_S = 5


@st.fragment(run_every=_LOOK_AGAIN_S)
def draw_today(project_id: int, timer_shown: int | None) -> None:
    """Draw the day; draw the whole page again when the running entry is no longer `timer_shown`."""
    with plain_failures(), open_store() as store:
        timelog.note_sign_of_life(store, timelog.sighting(now()))
        _follow_the_timer(store, timer_shown)
        _draw_day(store, project_id, now())


def today_blocks(store: Store, project_id: int, now: datetime) -> pd.DataFrame:
    """The intervals of today, as `day_chart` takes them. Hours go on past 24 where the day began after midnight."""
    days = _today(store, now)
    names = {phase.id: phase.name for phase in planning.phases(store, project_id)}
    rows = [
        {
            "phase": names[entry.phase_id],
            "start_hour": part.start_hour + days.starts_hour,
            "end_hour": part.end_hour + days.starts_hour,
            "attended": entry.attended,
            "length": part.hours,
            "from_to": f"{clock_words(part.started_at)}–{clock_words(part.stopped_at)}",
        }
        for entry, part in days.parts(timelog.entries_of_days(store, project_id, days), now)
    ]
    today = pd.DataFrame(rows, columns=["phase", "start_hour", "end_hour", "attended", "length", "from_to"])
    today["label"] = today["phase"].map({phase: _own_and_machine(of) for phase, of in today.groupby("phase")})
    return today


def day_headline(blocks: pd.DataFrame) -> str:
    """The hours of a day in words, a person's and the machine's apart."""
    own, machine = _hours(blocks)
    return f"Today {hours_words(own)}" + (f", and {hours_words(machine)} of the machine alone" if machine else "")


def _own_and_machine(blocks: pd.DataFrame) -> str:
    own, machine = _hours(blocks)
    return " + ".join(hours_words(hours) for hours in (own, machine) if hours)


def _hours(blocks: pd.DataFrame) -> tuple[float, float]:
    """Attended and unattended hours."""
    attended = blocks["attended"].astype(bool)
    return float(blocks.loc[attended, "length"].sum()), float(blocks.loc[~attended, "length"].sum())


def _follow_the_timer(store: Store, timer_shown: int | None) -> None:
    timer = timelog.running(store)
    if (timer.entry.id if timer else None) == timer_shown:
        return
    if timer:
        flash(f"Meanwhile, elsewhere: {timer.phase.name} runs since {clock_words(timer.entry.started_at)}.")
    else:
        flash("Meanwhile, elsewhere: the timer was stopped.")
    st.rerun()


def _today(store: Store, now: datetime) -> timelog.Days:
    zone = own_zone()
    day = timelog.today(store, now, zone)
    return timelog.days_between(store, day, day, zone)


def _draw_day(store: Store, project_id: int, instant: datetime) -> None:
    blocks = today_blocks(store, project_id, instant)
    if blocks.empty:
        st.subheader("Today: nothing logged yet", anchor=False)
        return
    days = _today(store, instant)
    now_hour = days.starts_hour + (instant - days.begin).total_seconds() / 3600
    st.altair_chart(day_chart(blocks, title=day_headline(blocks), now_hour=now_hour), width="stretch", key="today")
