"""The timebox of a new session: minutes, or the time of day at which it has to be over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from planner.clock import now
from planner.domain.wording.durations import duration_words
from planner.pages.steps import follow
from planner.pages.train_page.url_state import choices, choose
from planner.pages.words import clock_words, days_until, own_zone
from planner.parsing.times_of_day import next_time_of_day

_MINUTES = (2.0, 5.0, 10.0, 30.0)
_OTHER, _UNTIL = 0.0, -1.0
_WORDS = {_OTHER: "other", _UNTIL: "until"}
_DEFAULT_MINUTES = 10.0
_LEAST_MINUTES = 0.1
MOST_MINUTES = 24 * 60.0


@dataclass(frozen=True, slots=True)
class Timebox:
    """So many minutes, or until a time of day, such as 14:30, which goes before the minutes."""

    minutes: float
    until: str | None = None

    def seconds(self, at: datetime) -> float:
        """How long a session that starts at an instant takes."""
        if self.until is None:
            return self.minutes * 60
        end = next_time_of_day(self.until, now=at.astimezone(own_zone()))
        return (end - at).total_seconds()

    def end_words(self, at: datetime) -> str:
        """When a session that starts at an instant has ended: `14:30`, or `07:30 tomorrow`."""
        end = datetime.fromtimestamp(at.timestamp() + self.seconds(at), at.tzinfo)
        return clock_words(end) + (" tomorrow" if days_until(end, at) else "")


def choose_timebox() -> Timebox | None:
    """Draw the timebox; None while no time of day is typed that could be one."""
    kept = choices()
    minutes = kept.minutes or _DEFAULT_MINUTES
    follow("train_minutes", _UNTIL if kept.until is not None else minutes if minutes in _MINUTES else _OTHER)
    chosen = st.segmented_control(
        "Timebox, minutes",
        [*_MINUTES, _OTHER, _UNTIL],
        required=True,
        format_func=_minutes_words,
        key="train_minutes",
    )
    if chosen == _UNTIL:
        return _until(kept.until or "", minutes)
    choose("until", None)
    return Timebox(_other(minutes) if chosen == _OTHER else _chosen(float(chosen or minutes)))


def _minutes_words(option: float) -> str:
    return _WORDS.get(option, f"{option:g}")


def _chosen(minutes: float) -> float:
    choose("minutes", None if minutes == _DEFAULT_MINUTES else minutes)
    return minutes


def _other(kept: float) -> float:
    follow("train_other", min(max(kept, _LEAST_MINUTES), MOST_MINUTES))
    typed = st.number_input(
        "Minutes", min_value=_LEAST_MINUTES, max_value=MOST_MINUTES, step=1.0, format="%g", key="train_other"
    )
    return _chosen(float(typed))


def _until(kept: str, minutes: float) -> Timebox | None:
    follow("train_until", kept)
    typed = st.text_input("Until, time of day", placeholder="14:30", max_chars=5, key="train_until")
    if not typed.strip():
        st.caption("The next time the clock shows it: 14:30, or 07:30 for a night's training.")
        return None
    box = Timebox(minutes, typed.strip())
    try:
        st.caption(f"That is {duration_words(box.seconds(now()))} from now.")
    except ValueError as error:
        st.error(str(error), icon=":material/error:")
        return None
    choose("until", box.until)
    return box
