"""Keys of the Work page: what they do, said in one small window, and the script for those that Streamlit has not.

All of them are pressed with Alt: a letter alone is also typed into the table. None is taken while a field has the
cursor. The digits need Shift, too: browsers on Linux go to another tab with Alt and a digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from planner.domain.project import Phase

START_STOP = "Alt+S"
INTERRUPTING, GETTING_STUCK = "interrupting", "getting_stuck"  # keys of the buttons that the script presses
_SCRIPT = Path(__file__).with_name("keys.js").read_text(encoding="utf-8")
_MOST_PHASES = 9
_KEYS = (
    ("Alt + S", "start, continue or stop"),
    ("Alt + I", "interrupted"),
    ("Alt + K", "I'm stuck"),
    ("Alt + U", "undo the last change to the log"),
    ("Alt + Shift + 1 … 9", "start or switch to the first … ninth phase"),
)


def draw_keyboard(phases: Sequence[Phase]) -> None:
    """Draw the quiet button that tells the keys, and have them listened to. Phases go by their place in the plan."""
    with st.popover("Keyboard", icon=":material/keyboard:", type="tertiary", key="keyboard"):
        st.markdown("\n".join(f"- `{keys}`: {what}" for keys, what in _KEYS))
        st.caption("On a Mac, Alt is the key Option. While you type in a field, nothing is taken.")
    ids = " ".join(str(phase.id) for phase in phases[:_MOST_PHASES])
    script = f'<div id="phase-keys" data-phases="{ids}" hidden></div><script>{_SCRIPT}</script>'
    st.html(script, unsafe_allow_javascript=True)
