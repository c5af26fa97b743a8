"""What the address of a page has to say: back and forward are followed, an address that comes late is not."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from planner.pages import steps


def _page() -> None:
    import streamlit as st

    from planner.pages.steps import follow, one_step, remember_step

    one_step("train")
    is_whole = False
    try:
        asked = float(st.query_params.get("minutes", "10"))
        follow("minutes", asked)
        minutes = st.number_input("Minutes", key="minutes")
        st.query_params["minutes"] = f"{minutes:g}"
        if st.session_state.pop("cut short", False):
            st.rerun()
        is_whole = True
    finally:
        remember_step("train", is_whole=is_whole)


@pytest.fixture
def page() -> AppTest:
    """A page whose one number stands in its address, drawn once."""
    return AppTest.from_function(_page).run()


def _type(page: AppTest, minutes: float) -> AppTest:
    return page.number_input("minutes").set_value(minutes).run()


@pytest.mark.parametrize("is_cut_short", [False, True])
def test_what_was_typed_stays_where_the_next_click_comes_with_the_address_of_before(
    page: AppTest, is_cut_short: bool
) -> None:
    """The browser had not heard yet that the minutes stand in the address now."""
    page.session_state["cut short"] = is_cut_short
    _type(page, 1)
    page.query_params["minutes"] = "10"
    page.run()
    assert page.number_input("minutes").value == 1
    assert page.query_params["minutes"] == "1"


def test_an_address_without_the_parameter_is_late_too(page: AppTest) -> None:
    """As at first, when the page had not written it yet."""
    _type(page, 1)
    del page.query_params["minutes"]
    page.run()
    assert page.number_input("minutes").value == 1


def test_back_is_followed(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser's back button shows the number of before, though it is an address of before."""
    _type(page, 1)
    page.query_params["minutes"] = "10"
    monkeypatch.setattr(steps, "went_back", lambda: True)
    page.run()
    assert page.number_input("minutes").value == 10


def test_an_address_that_nobody_had_before_is_followed(page: AppTest) -> None:
    """A link with another number leads to that number."""
    _type(page, 1)
    page.query_params["minutes"] = "30"
    page.run()
    assert page.number_input("minutes").value == 30


def test_an_old_address_is_late_only_until_the_browser_has_heard(page: AppTest) -> None:
    """Once it came with the newest one, an older one is a step that somebody took."""
    _type(page, 1)
    page.run()
    page.run()
    page.query_params["minutes"] = "10"
    page.run()
    assert page.number_input("minutes").value == 10
