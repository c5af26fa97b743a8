"""How good were my estimates? Over all projects: ratios, what held, and whether it gets better."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from planner.charts.estimates import ratios_chart
from planner.forecast import FinishedPiece, course_of, ratios_frame, scores_of, too_few_words
from planner.pages.own_scores import draw_own_scores
from planner.retrospective.span import Span

_LEAST_DOTS = 3
_KEY = "Each dot is a finished phase, the tick the middle one of its name; the grey line is the middle of your range."


def draw_estimates(pieces: Sequence[FinishedPiece], span: Span) -> None:
    """Draw how the ranges of all projects did; nothing before one of them is known."""
    if not pieces:
        return
    st.subheader("How good were my estimates?", anchor=False)
    if span.words:
        st.caption("Of all time, and over all projects.")
    draw_own_scores(scores_of(pieces))
    course = course_of(pieces)
    st.markdown(course.sentence if course else too_few_words(pieces))
    ratios = ratios_frame(pieces)
    if len(ratios) >= _LEAST_DOTS:
        st.altair_chart(ratios_chart(ratios, title=_title(ratios["ratio"].median())), key="retro_ratios")
        st.caption(_KEY)


def _title(middle: float) -> str:
    """What a phase took in the middle of all, short enough for a phone.

    >>> _title(1.62), _title(0.98)
    ('Phases took 1.6 times what was planned', 'Phases took what was planned')
    """
    times = "" if round(middle, 1) == 1.0 else f"{middle:.1f} times "
    return f"Phases took {times}what was planned"
