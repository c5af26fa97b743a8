"""The app as it is served: the pages of `streamlit_app.py`, and what their web server has to know besides."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from planner.pages.deep_addresses import DeepAddresses
from planner.pages.serving import with_browser

app = st.App(
    Path(__file__).with_name("streamlit_app.py"),
    middleware=[Middleware(DeepAddresses)],
    lifespan=with_browser,
)
