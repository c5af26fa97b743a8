"""The big clock and the cap filling up: both move in the browser, without drawing the page again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path

import streamlit as st

from planner.stop_rules import CapState

CAP_REACHED = "cap_reached"  # the key of the button that the script presses when there is something to ask
_SCRIPT = Path(__file__).with_name("clock.js").read_text(encoding="utf-8")
_CAP = (
    '<div class="cap"><span class="cap-name"></span>'
    '<div class="bar" role="progressbar" aria-label="{label}" aria-valuemin="0">'
    '<div class="used"></div><div class="past"></div><div class="mark"></div></div>'
    '<span class="cap-words"></span></div>'
)
_WITHOUT_CAP = '<div class="cap"><span class="cap-words"></span></div>'


@dataclass(frozen=True, slots=True)
class ClockFace:
    """What the clock shows.

    before_hours: attended hours of the phase without the running entry. counts: whether that entry adds to them.
    """

    phase: str
    started_at: datetime
    before_hours: float
    counts: bool
    cap: CapState


def draw_clock(face: ClockFace) -> None:
    """Draw the running clock over its cap; the title of the browser's tab shows the phase and the time too.

    The page is drawn again at the moment at which the cap, or what was agreed on past it, is reached.
    """
    st.html(clock_html(face), unsafe_allow_javascript=True)
    st.button("The cap is reached: show what to decide", key=CAP_REACHED)  # hidden by the stylesheet


def clock_html(face: ClockFace) -> str:
    """The clock's markup: the same on every run of the page, so the browser keeps what it shows."""
    facts = {
        "started-ms": face.started_at.timestamp() * 1000,
        "before-s": face.before_hours * 3600,
        "cap-s": (face.cap.cap_hours or 0) * 3600,
        "agreed-s": (face.cap.agreed_hours or 0) * 3600,
        "ask-s": (face.cap.ask_hours or 0) * 3600,
        "counts": face.counts,
    }
    data = " ".join(f'data-{name}="{value:.0f}"' for name, value in facts.items())
    time = '<div class="time" role="timer">0:00:00</div>'
    cap = _CAP.format(label=escape(f"Hours of {face.phase} against its cap")) if face.cap.cap_hours else _WITHOUT_CAP
    return f'<div id="clock" {data} data-phase="{escape(face.phase)}">{time}{cap}</div><script>{_SCRIPT}</script>'
