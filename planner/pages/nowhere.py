"""An address at which no page answers: a sentence, and the way to the page that was probably meant."""

from __future__ import annotations

import streamlit as st

from planner.pages.addresses import ASKED, PAGE_FILES, asked_address, meant
from planner.pages.press import button
from planner.pages.words import as_typed


def draw(address: str) -> None:
    """Say that there is no such page, and lead to the closest one, with the project of the URL."""
    name = meant(address)
    st.title(f"There is no page “{as_typed(address)}”", anchor=False)
    st.markdown(f"The address may be mistyped; the closest page is **{name.capitalize()}**.")
    if button(f"Go to {name.capitalize()}", type="primary", icon=":material/arrow_forward:", key="go_to_meant"):
        parameters = {key: value for key, value in st.query_params.to_dict().items() if key != ASKED}
        st.switch_page(f"planner/pages/{PAGE_FILES[name]}", query_params=parameters)


if __name__ == "__main__":  # as the app runs it; not where the module is only looked at
    draw(st.query_params.get(ASKED) or asked_address())
