"""The pictures of the Retrospective page: each below the question that it answers."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from planner import planning
from planner.charts import palette, retrospective
from planner.clock import now
from planner.domain.period import ALWAYS, Period
from planner.domain.project import Project
from planner.forecast import FinishedPiece
from planner.hindsight import honest_ranges_then, with_honest_ranges
from planner.pages.colour_key import draw_key
from planner.pages.terms import meaning
from planner.pages.words import as_typed
from planner.phase_order import phase_visits
from planner.report.pictures import LEAST_RESULTS, WORTH_KEY, burn_up_picture, hours_lines, worth_picture
from planner.retrospective import (
    burn_up,
    day_timeline,
    moment_words,
    order_sentences,
    phase_comparison,
    three_sentences,
    worth_of,
)
from planner.retrospective.answers import days_title, order_title, overrun_words
from planner.retrospective.span import ALL_TIME, Span, entries_within
from planner.store import Store

_LEAST_VISITS = 2  # one visit has no order
_MOST_DAYS = 31


def draw_plan_and_actual(
    store: Store, project: Project, record: Sequence[FinishedPiece], *, span: Span = ALL_TIME
) -> None:
    """Draw the hours of each phase (in a span) on the bands planned and honest then, and what they say most."""
    compared = phase_comparison(store, project.id, now(), period=span.period)
    if not len(compared):
        return
    phases = with_honest_ranges(compared, honest_ranges_then(store, project.id, record))
    _ask("Where did the hours go?", explained=meaning("honest", "cap", "attended", "unattended"))
    chart = retrospective.planned_against_actual(phases, title=overrun_words(phases, span))
    st.altair_chart(chart, key="retro_phases")
    _draw_key(phases)
    _draw_lines([*hours_lines(phases, span), *three_sentences(store, project.id, now(), span)])


def _draw_key(phases: pd.DataFrame) -> None:
    """What the colours mean, of those that are drawn."""
    has_hours = phases["attended_hours"] > 0
    is_stray = ~phases["planned"] if phases["planned"].any() else has_hours & False
    drawn = {
        "planned at first": (palette.PLANNED, phases["low_hours"].notna()),
        "honest then (forecast)": (palette.FORECAST, phases["honest_low_hours"].notna()),
        "your hours": (palette.ATTENDED, has_hours & ~is_stray),
        "never planned (dashed edge)": (palette.ATTENDED, has_hours & is_stray),
        "past the cap (line)": (palette.PAST_CAP, phases["cap_hours"].notna()),
        "machine alone (thin)": (palette.UNATTENDED, phases["unattended_hours"] > 0),
    }
    draw_key({words: colour for words, (colour, is_drawn) in drawn.items() if is_drawn.any()})


def draw_worth(store: Store, project: Project, *, period: Period = ALWAYS) -> None:
    """Say when one could have called it, and draw the best score over hours; one result has no picture."""
    worth = worth_of(store, project.id, now(), period=period)
    if worth is None:
        return
    _ask("What were the training hours worth?", f"{worth.gain_sentence} {moment_words(worth)}".strip())
    if len(worth.scored) < LEAST_RESULTS:
        return
    st.altair_chart(worth_picture(worth), key="retro_worth")
    st.caption(as_typed(f"{worth.whole.left_out} {WORTH_KEY}".strip()))


def draw_burn_up(store: Store, project: Project, *, period: Period = ALWAYS) -> None:
    """Draw hours over the days against plan and forecast; nothing before two days had work."""
    found = burn_up(store, project.id, now(), period=period)
    if found is None:
        return
    _ask("When?", found.sentence)
    st.altair_chart(burn_up_picture(found), key="retro_burn_up")


def draw_days(store: Store, project: Project, *, period: Period = ALWAYS) -> None:
    """Draw the newest days, each with its blocks of work."""
    blocks = day_timeline(store, project.id, now(), period=period)
    if not len(blocks):
        return
    kept = sorted(blocks["day"].unique())[-_MOST_DAYS:]
    shown = blocks[blocks["day"].isin(kept)]
    st.altair_chart(retrospective.days(shown, title=days_title(blocks)), key="retro_days")
    if len(kept) < blocks["day"].nunique():
        st.caption(f"The last {_MOST_DAYS} of {blocks['day'].nunique()} days with work.")


def draw_order(store: Store, project: Project, *, period: Period = ALWAYS) -> None:
    """Draw in which order phases had the attention; say which took turns, and how often one switched."""
    phases = planning.phases(store, project.id)
    entries = entries_within(store, project.id, now(), period)
    visits = phase_visits(entries, phases)
    if len(visits) < _LEAST_VISITS:
        return
    names = [phase.name for phase in phases if phase.name in set(visits["phase"])]
    _ask("In what order?")
    title = order_title(entries, phases)
    st.altair_chart(retrospective.order_of_phases(visits, names, title=title), key="retro_order")
    _draw_lines(order_sentences(store, project.id, now(), period=period))


def _ask(question: str, answer: str = "", *, explained: str | None = None) -> None:
    st.subheader(question, anchor=False, help=explained)
    if answer:
        st.markdown(as_typed(answer))


def _draw_lines(lines: list[str]) -> None:
    if lines:
        st.markdown("\n".join(f"- {as_typed(line)}" for line in lines))
