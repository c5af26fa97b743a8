"""Today: hours so far, and when they were. Looks again by itself, and sees what another tab has changed."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import streamlit as st

from planner import retrospective, timelog
from planner.charts.work import day_chart
from planner.clock import now
from planner.domain.wording import hours_words
from planner.pages.failure import plain_failures
from planner.pages.notice import tell
from planner.pages.words import clock_words, to_local
from planner.store import Store, open_store

_LOOK_AGAIN_S = 5


@st.fragment(run_every=_LOOK_AGAIN_S)
def draw_today(project_id: int, timer_shown: int | None) -> None:
    """Draw the day; draw the whole page again when the running entry is no longer `timer_shown`."""
    with plain_failures(), open_store() as store:
        _follow_the_timer(store, timer_shown)
        _draw_day(store, project_id, now())


def today_blocks(timeline: pd.DataFrame, now: datetime) -> pd.DataFrame:
    """The intervals of today, as `day_chart` takes them."""
    today = timeline[timeline["day"] == to_local(now).date()].copy()
    today["length"] = today["end_hour"] - today["start_hour"]
    today["label"] = today["phase"].map({phase: _own_and_machine(of) for phase, of in today.groupby("phase")})
    today["from_to"] = [
        f"{clock_words(start)}–{clock_words(now if pd.isna(stop) else stop)}"
        for start, stop in zip(today["started_at"], today["stopped_at"], strict=True)
    ]
    return today[["phase", "start_hour", "end_hour", "attended", "length", "label", "from_to"]]


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
        tell(f"Meanwhile, elsewhere: {timer.phase.name} runs since {clock_words(timer.entry.started_at)}.")
    else:
        tell("Meanwhile, elsewhere: the timer was stopped.")
    st.rerun()


def _draw_day(store: Store, project_id: int, instant: datetime) -> None:
    blocks = today_blocks(retrospective.day_timeline(store, project_id, now=instant), instant)
    if blocks.empty:
        st.subheader("Today: nothing logged yet", anchor=False)
        return
    local = to_local(instant)
    now_hour = local.hour + local.minute / 60
    st.altair_chart(day_chart(blocks, title=day_headline(blocks), now_hour=now_hour), width="stretch", key="today")
