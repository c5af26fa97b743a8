"""Before a session: which data, which columns, how many minutes, and the button that promises an end."""

from __future__ import annotations

import streamlit as st

from planner.pages.current import project_in_mind
from planner.pages.failure import plain_failures
from planner.pages.sample_hints import draw_sample_hint
from planner.pages.train_page.box import choose_timebox
from planner.pages.train_page.columns import Material, choose_columns
from planner.pages.train_page.data import choose_data
from planner.pages.train_page.look import draw_look
from planner.pages.train_page.options import Options, choose_options
from planner.pages.train_page.rows import draw_material
from planner.pages.train_page.start import draw_start
from planner.store import Store


def draw_before(store: Store) -> None:
    """Draw the form of a new session: data to the left, time and start to the right, classes and rows below."""
    st.title("Train a model in the minutes you have", anchor=False)
    st.markdown("When they are over there is a saved model, scored against a quick n-gram benchmark.")
    draw_sample_hint(store, "Train", project_in_mind(store))
    left, right = st.columns([6, 5], gap="medium")
    material, options = None, Options()
    with left, plain_failures():
        material = _choose_material()
    with right, plain_failures():
        options = _choose_time_and_start(store, material)
    if material:
        draw_material(material)
        draw_look(material, options.choices.cleaning_rules_off)


def _choose_material() -> Material | None:
    data = choose_data()
    return choose_columns(data) if data else None


def _choose_time_and_start(store: Store, material: Material | None) -> Options:
    timebox = choose_timebox()
    above = st.container()  # the button stands above the choices that few people change
    name, is_several = (material.name, material.several is not None) if material else (None, False)
    options = choose_options(above, store, name, several_labels=is_several)
    with above:
        draw_start(material, timebox, options)
    return options
