"""The big clock and the cap filling up: both move in the browser, without drawing the page again."""

from __future__ import annotations

from datetime import datetime
from html import escape
from pathlib import Path

import streamlit as st

_SCRIPT = Path(__file__).with_name("clock.js").read_text(encoding="utf-8")


def draw_clock(phase: str, started_at: datetime, *, before_hours: float, cap_hours: float | None, counts: bool) -> None:
    """Draw the running clock over its cap; the title of the browser's tab shows the phase and the time too.

    `before_hours` are the attended hours of the phase without this entry; `counts` whether this entry adds to them.
    """
    st.html(clock_html(phase, started_at, before_hours, cap_hours, counts), unsafe_allow_javascript=True)


def clock_html(phase: str, started_at: datetime, before_hours: float, cap_hours: float | None, counts: bool) -> str:
    """The clock's markup: the same on every run of the page, so the browser keeps what it shows."""
    cap = '<div class="cap"><div class="used"></div><div class="past"></div></div>' if cap_hours else ""
    facts = {
        "started-ms": started_at.timestamp() * 1000,
        "before-s": before_hours * 3600,
        "cap-s": (cap_hours or 0) * 3600,
        "counts": counts,
    }
    data = " ".join(f'data-{name}="{value:.0f}"' for name, value in facts.items())
    time = '<div class="time" role="timer">0:00:00</div>'
    return f'<div id="clock" {data} data-phase="{escape(phase)}">{time}{cap}</div><script>{_SCRIPT}</script>'
