"""What a person has, drawn: the hours until the deadline in words, and week by week as a picture."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby

import pandas as pd
import streamlit as st

from planner.availability import Availability, FreeDay, Taken, TakenBy, save_availability, taken_in
from planner.charts.free_hours import free_hours_chart
from planner.domain.wording.days import short_day, short_days, short_month
from planner.domain.wording.durations import free_words, hours_words
from planner.domain.wording.numbers import count_words
from planner.outlook import Supply
from planner.pages.action import run_action
from planner.pages.plan_page.supply import WITHOUT_DEADLINE, basis_sentence, have_sentence
from planner.pages.words import day_words
from planner.parsing.week_text import parse_week
from planner.store import Store

ANCHOR = "when-can-i-work"  # of the form below the phases
Stretch = tuple[str, list[FreeDay]]  # its name, and its days

USUAL_WEEKS = {
    "Evenings": "Mon-Fri 18:00-21:00",
    "Weekends": "Sat-Sun 10:00-16:00",
    "Full time": "Mon-Fri 09:00-17:00",
}
_MOST_WEEKS, _MOST_MONTHS = 10, 13  # more bars than these, and longer stretches stand for them
_MOST_DAYS = 28  # drawn one by one
_VIEWS = ("Weeks", "Days")
_MOST_NAMED = 2
_KINDS = list(TakenBy)


def draw_have(supply: Supply) -> None:
    """Draw the hours that a person has, on what they rest, and how many parts of calendars are left out."""
    st.markdown(have_sentence(supply))
    if supply.free_hours:
        st.caption(basis_sentence(supply.share))
    if supply.troubles:
        st.caption(f"{troubles_words(supply.troubles)}: [see below](#{ANCHOR}).")


def draw_way_to_say() -> None:
    """Draw one click for the usual weeks, and the way to the form, for whoever has said nothing about free time yet."""
    with st.container(border=True, key="way_to_say"):
        st.markdown("**When can you work?** Say it, and the page tells you whether you will finish.")
        with st.container(horizontal=True):
            for name, week in USUAL_WEEKS.items():
                st.button(name, key=f"week_{name}", help=week, on_click=partial(run_action, partial(_say, week)))
        st.caption(f"Or [say it exactly](#{ANCHOR}): other hours, holidays, calendars.")


def _say(week: str, store: Store) -> str:
    save_availability(store, Availability(parse_week(week)))
    return f"Your week: {week}. Change it below."


def troubles_words(troubles: Sequence[str]) -> str:
    """How much of the calendars is left out, or used in another way than it stands there.

    >>> troubles_words(["work.ics: the event 'Fair' is left out: it cannot be read."])
    '1 thing to know about your calendars'
    """
    return f"{count_words(len(troubles), 'thing')} to know about your calendars"


def draw_free_hours(supply: Supply, now: datetime) -> None:
    """Draw the free hours week by week as bars; nothing where no hours were meant for work."""
    meant = math.fsum(day.pattern_hours for day in supply.days)
    if not meant:
        return
    when = f"until {day_words(supply.deadline, now)}" if supply.deadline else WITHOUT_DEADLINE
    taken = meant - supply.free_hours
    title = f"{free_words(supply.free_hours).capitalize()} {when}"
    subtitle = f"of {hours_words(meant)} meant for work; pale: taken" if taken > 0 else ""
    stretches = _chosen_stretches(supply.days)
    chart = free_hours_chart(stretch_rows(stretches), part_rows(stretches), title=title, subtitle=subtitle)
    st.altair_chart(chart, width="stretch", key="free_hours")


def _chosen_stretches(days: Sequence[FreeDay]) -> list[Stretch]:
    """Weeks, or at a click the next days one by one."""
    chosen = st.segmented_control(
        "Free hours", _VIEWS, default=_VIEWS[0], label_visibility="collapsed", key="free_hours_view", required=True
    )
    return stretches_of(days) if chosen == _VIEWS[0] else days_of(days[:_MOST_DAYS])


def stretch_rows(stretches: Sequence[Stretch]) -> pd.DataFrame:
    """One row a stretch of days: its name, free and meant hours, and why."""
    return pd.DataFrame([
        {
            "name": name,
            "free_hours": math.fsum(day.free_hours for day in of_stretch),
            "meant_hours": math.fsum(day.pattern_hours for day in of_stretch),
            "why": _why(taken_in(of_stretch)),
        }
        for name, of_stretch in stretches
    ])  # fmt: skip


def part_rows(stretches: Sequence[Stretch]) -> pd.DataFrame:
    """One row for each kind of thing that takes hours in a stretch: from which hour of its bar to which."""
    rows = [row for name, of_stretch in stretches for row in _parts(name, of_stretch)]
    return pd.DataFrame(rows, columns=["name", "kind", "from_hours", "to_hours", "label"])


def _parts(name: str, days: Sequence[FreeDay]) -> Iterable[dict[str, object]]:
    starts = math.fsum(day.free_hours for day in days)
    by_kind = sorted(taken_in(days), key=lambda taken: _KINDS.index(taken.by))
    for kind, group in groupby(by_kind, key=lambda taken: taken.by):
        of_kind = list(group)
        stops = starts + math.fsum(taken.hours for taken in of_kind)
        yield {"name": name, "kind": str(kind), "from_hours": starts, "to_hours": stops, "label": _why(of_kind)}
        starts = stops


def _why(taken: Sequence[Taken]) -> str:
    """What takes most, by name, the rest as a number: `Whit Monday 8 h, children 3 h, 2 more 4 h`."""
    largest = sorted(taken, key=lambda part: -part.hours)
    rest = largest[_MOST_NAMED:]
    words = [f"{part.what} {hours_words(part.hours)}" for part in largest[:_MOST_NAMED]]
    if rest:
        words.append(f"{len(rest)} more {hours_words(math.fsum(part.hours for part in rest))}")
    return ", ".join(words)


def days_of(days: Sequence[FreeDay]) -> list[Stretch]:
    """Each day on its own, those left out on which nobody meant to work."""
    return [(short_day(day.date), [day]) for day in days if day.pattern_hours]


def stretches_of(days: Sequence[FreeDay]) -> list[Stretch]:
    """Days gathered into weeks; into months, or years, where those would be too many to look at."""
    weeks = _gathered(days, lambda day: day - timedelta(days=day.weekday()))
    if len(weeks) <= _MOST_WEEKS:
        return [(short_days(of[0].date, of[-1].date), of) for of in weeks]
    months = _gathered(days, lambda day: day.replace(day=1))
    if len(months) <= _MOST_MONTHS:
        return [(short_month(of[0].date), of) for of in months]
    return [(f"{of[0].date:%Y}", of) for of in _gathered(days, lambda day: day.replace(month=1, day=1))]


def _gathered(days: Sequence[FreeDay], stretch_of: Callable[[date], date]) -> list[list[FreeDay]]:
    return [list(of) for _, of in groupby(days, key=lambda day: stretch_of(day.date))]
