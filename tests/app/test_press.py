"""A press of a button counts once, also where the run that it began is cut short before the button is reached."""

from __future__ import annotations

from itertools import chain, repeat

import pytest
from streamlit.testing.v1 import AppTest

from model.protocol.config import STOP_FILE
from planner.pages.train_page import running
from planner.store import Store
from tests.app.made_runs import record
from tests.app.test_train_running import Live, live
from tests.app.train_tab import opened, press

__all__ = ["live"]


def _page() -> None:
    import streamlit as st

    from planner.pages.press import button, forget_presses, form_button

    state = st.session_state
    if state.pop("cut short", False):
        st.rerun()
    if state.get("has button", True) and button("Save", key="save", disabled=state.get("is off", False)):
        state["saved"] = state.get("saved", 0) + 1
    with st.form("form"):
        typed = st.text_input("Name", key="name")
        if form_button("Send", key="send"):
            state["sent"] = [*state.get("sent", []), typed]
    forget_presses()


@pytest.fixture
def page() -> AppTest:
    """A page with a button and a form, drawn once."""
    return AppTest.from_function(_page).run()


def _saved(page: AppTest) -> int:
    return int(page.session_state["saved"]) if "saved" in page.session_state else 0


@pytest.mark.parametrize("is_cut_short", [False, True])
def test_a_press_counts_once(page: AppTest, is_cut_short: bool) -> None:
    """Cut short or not: once, and not again in the runs that follow."""
    page.session_state["cut short"] = is_cut_short
    page.button("save").click().run()
    assert _saved(page) == 1
    page.run()
    assert _saved(page) == 1
    page.button("save").click().run()
    assert _saved(page) == 2


def test_a_form_that_was_sent_is_read_although_its_run_was_cut_short(page: AppTest) -> None:
    """With what was typed into it, once."""
    page.session_state["cut short"] = True
    page.text_input("name").input("Anna")
    page.button("send").click().run()
    page.run()
    assert page.session_state["sent"] == ["Anna"]


def test_a_press_whose_button_is_gone_is_forgotten(page: AppTest) -> None:
    """It does nothing on the day on which the button comes back."""
    page.session_state["has button"] = False
    page.button("save").click().run()
    page.session_state["has button"] = True
    page.run()
    assert _saved(page) == 0


def test_a_button_that_was_switched_off_meanwhile_does_nothing(page: AppTest) -> None:
    """What was possible when it was pressed is not any more."""
    page.session_state["cut short"] = True
    page.session_state["is off"] = True
    page.button("save").click().run()
    page.session_state["is off"] = False
    page.run()
    assert _saved(page) == 0


def test_stop_and_keep_is_heard_in_the_moment_in_which_the_pictures_come(
    live: Live, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The top of the page then asks for the whole page before it reaches the button."""
    one = live(170)
    one.run.through_training(4.4)
    record(store, one.run)
    app = opened()
    answers = chain([False], repeat(True))
    monkeypatch.setattr(running, "_has_pictures", lambda view: next(answers))
    press(app, "Stop and keep")
    assert (one.run.folder / STOP_FILE).exists()
