"""The app's entrance: names its pages and runs the chosen one; nothing else."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from planner.pages.failure import plain_failures

PAGES = Path(__file__).parent / "planner" / "pages"


def _page(name: str, title: str, icon: str, *, address: str = "", default: bool = False) -> st.Page:
    file = PAGES / f"{name}.py"
    return st.Page(file, title=title, icon=f":material/{icon}:", url_path=address or name, default=default)


st.set_page_config(page_title="Call It", page_icon=str(PAGES / "mark.svg"), layout="wide")
st.logo(PAGES / "wordmark.svg", size="medium")
st.html(PAGES / "style.css")
page = st.navigation(
    [
        _page("plan", "Plan", "edit_note", default=True),
        _page("work", "Work", "timer"),
        _page("train", "Train", "model_training"),
        _page("retrospective", "Retrospective", "history"),
        _page("exchange", "Import & backup", "import_export", address="import"),
    ],
    position="top",
)
with plain_failures():
    page.run()
