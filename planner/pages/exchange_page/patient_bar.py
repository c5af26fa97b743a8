"""A bar for what may take long: it shows itself only after a second."""

from __future__ import annotations

import time

import streamlit as st

_HIDDEN_S = 1.0
_DRAWN_EVERY_S = 0.2


class PatientBar:
    """Is told the share that is done, and draws it below what stands on the page so far."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._place = st.empty()
        self._due_s = time.monotonic() + _HIDDEN_S

    def __call__(self, share: float) -> None:
        """Draw the share, from 0 to 1, if it is time to."""
        instant_s = time.monotonic()
        if instant_s >= self._due_s:
            self._due_s = instant_s + _DRAWN_EVERY_S
            self._place.progress(share, text=f"{self._text} {share:.0%}")
