"""Draw a part of a page anew, and the whole page only where the whole page is being drawn."""

from __future__ import annotations

import streamlit as st
from streamlit.errors import StreamlitAPIException


def draw_again() -> None:
    """End this run of a fragment and begin another one."""
    try:
        st.rerun(scope="fragment")
    except StreamlitAPIException:  # it is no run of this part alone
        st.rerun()
