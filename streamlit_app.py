"""The app's entrance: names its pages and runs the chosen one; nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import streamlit as st

from planner.pages.addresses import PAGE_FILES, asked_address
from planner.pages.failure import plain_failures
from planner.pages.press import forget_presses
from planner.pages.steps import one_step, remember_step

PAGES = Path(__file__).parent / "planner" / "pages"
_SHOWN: Literal["visible"] = "visible"
_HIDDEN: Literal["hidden"] = "hidden"


def _page(address: str, title: str, icon: str, *, visibility: Literal["visible", "hidden"] = _SHOWN) -> st.Page:
    file = PAGES / PAGE_FILES[address]
    return st.Page(file, title=title, icon=f":material/{icon}:", url_path=address, visibility=visibility)


def _pages(asked: str) -> list[st.Page]:
    """The pages, Plan at the root and at its own name; for any other name a hidden one that says what to do."""
    at_root = not asked
    home = st.Page(
        PAGES / "home.py",
        title="Plan",
        icon=":material/edit_note:",
        default=True,
        visibility=_SHOWN if at_root else _HIDDEN,
    )
    known = [
        home,
        _page("plan", "Plan", "edit_note", visibility=_HIDDEN if at_root else _SHOWN),
        _page("work", "Work", "timer"),
        _page("train", "Train", "model_training"),
        _page("retrospective", "Retrospective", "history"),
        _page("import", "Import & backup", "import_export"),
    ]
    if at_root or asked in PAGE_FILES:
        return known
    file = PAGE_FILES.get(asked.casefold(), "nowhere.py")  # capitals do not matter
    return [*known, st.Page(PAGES / file, title=asked, url_path=asked, visibility=_HIDDEN)]


st.set_page_config(page_title="Call It", page_icon=str(PAGES / "mark.svg"), layout="wide")
st.logo(PAGES / "wordmark.svg", size="medium")
st.html(PAGES / "style.css")
asked = asked_address()
one_step(asked)
page = st.navigation(_pages(asked), position="top")
is_whole = False
try:
    with plain_failures():
        page.run()
    is_whole = True
finally:  # another run may cut this one short
    remember_step(asked, is_whole=is_whole)
forget_presses()
