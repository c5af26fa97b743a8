"""What is asked about a label that is a number: where the line is, or how many groups are made of it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import streamlit as st

from data.errors import NoClasses
from data.labels.bins import FEWEST, MOST, Bins, NotBins, parse_bins
from data.labels.kind import Numbers
from data.labels.numbers import typed
from data.labels.reading import AS_WRITTEN, LabelReading
from data.labels.threshold import NotThreshold, Relation, Threshold, parse_threshold
from planner.charts.numbers import nice_step, number_bars, number_histogram
from planner.material.first_look import ClassLook
from planner.material.number_words import made_words, number_words, suggestion_words
from planner.pages.steps import follow
from planner.pages.train_page.url_state import choices, choose
from planner.pages.train_page.words import plain_text

_LINE, _GROUPS, _AS_THEY_ARE = "A line", "Groups of equal counts", "A class for each number"
_STEPS = 200  # of the line, over all numbers
_USUAL_GROUPS = 3


def asks_for_numbers(look: ClassLook | None) -> bool:
    """Whether there is something to ask: of a number with many values always, of a few numbers where it was chosen."""
    if look is None or look.numbers is None:
        return False
    return look.numbers.are_many or bool(choices().positive_if or choices().bins)


def forget_numbers() -> None:
    """Take back what was chosen of another column."""
    for name in ("positive_if", "positive_name", "bins"):
        choose(name, None)


def choose_numbers(numbers: Numbers, label: str) -> LabelReading:
    """Draw the choice between a line and groups, and where the line is; the suggestion is chosen at first."""
    st.markdown(plain_text(f"{number_words(numbers, label)} Which rows are one class?"))
    follow("train_number", _GROUPS if choices().bins else _LINE)
    kind = st.segmented_control(
        "Make classes by",
        [_LINE, _GROUPS, *([] if numbers.are_many else [_AS_THEY_ARE])],
        required=True,
        key="train_number",
        label_visibility="collapsed",
        on_change=_switched,
    )
    if kind == _AS_THEY_ARE:
        return AS_WRITTEN
    picture = st.container()  # above the line that is moved in it
    reading = LabelReading(bins=_choose_groups()) if kind == _GROUPS else _choose_line(numbers, label)
    with picture, suppress(NoClasses):  # groups that cannot be cut: said where the classes are counted
        _draw_picture(
            numbers, reading.fitted({typed(one): rows for one, rows in numbers.rows_of.items()}, label), label
        )
    return reading


def draw_made(look: ClassLook, label: str) -> None:
    """Say which classes come of the numbers, with the rows of each; nothing where they are not made of any."""
    if made := made_words(look, label):
        st.caption(plain_text(made))


def _draw_picture(numbers: Numbers, reading: LabelReading, label: str) -> None:
    cuts = reading.groups.cuts if reading.groups else ()
    chart = number_histogram(number_bars(numbers.rows_of), cuts, title=reading.label_words(label), column=label)
    st.altair_chart(chart, key="train_numbers")


def _switched() -> None:
    """The other choice is taken back, so that the address says one of them."""
    forget_numbers()
    if st.session_state["train_number"] == _GROUPS:
        choose("bins", str(_USUAL_GROUPS))


def _choose_groups() -> Bins:
    follow("train_bins", _asked_bins().count)
    count = st.number_input("Groups", FEWEST, MOST, key="train_bins")
    choose("bins", str(count))
    return Bins(int(count))


def _asked_bins() -> Bins:
    try:
        return parse_bins(choices().bins or "")
    except NotBins:
        return Bins(_USUAL_GROUPS)


def _choose_line(numbers: Numbers, label: str) -> LabelReading:
    asked = _asked_line(numbers)
    relation, value = _draw_relation(asked, label), _draw_line(numbers, asked, label)
    name = _draw_name(asked, Threshold.at(relation, value).positive, label)
    try:
        line = Threshold.at(relation, value, name or None)
    except NotThreshold as error:
        st.error(str(error), icon=":material/error:")
        line = Threshold.at(relation, value)
    is_suggested = line.typed == numbers.suggested().typed and numbers.are_many
    choose("positive_if", None if is_suggested else line.typed)
    choose("positive_name", line.own_name)
    st.caption(plain_text(suggestion_words(numbers)))
    return replace(AS_WRITTEN, threshold=line)


def _asked_line(numbers: Numbers) -> Threshold:
    """What the address says, else the suggestion."""
    said = choices()
    try:
        line = parse_threshold(said.positive_if) if said.positive_if else numbers.suggested()
        return Threshold.at(line.relation, line.value, said.positive_name)
    except NotThreshold:
        return numbers.suggested()


def _draw_relation(asked: Threshold, label: str) -> Relation:
    key = f"train_relation_{label}"
    follow(key, str(asked.relation))
    chosen = st.segmented_control("Positive are numbers", [str(one) for one in Relation], required=True, key=key)
    return Relation(str(chosen))


def _draw_line(numbers: Numbers, asked: Threshold, label: str) -> float:
    """The line as a slider, and as a number for who wants one that lies between its steps."""
    slider, exact = f"train_line_{label}", f"train_exact_{label}"
    step = nice_step((numbers.most - numbers.least) / _STEPS)
    low, high = min(numbers.least, asked.value), max(numbers.most, asked.value)
    low, high = _down(low, step), _down(high, step) + step
    for key in (slider, exact):
        follow(key, asked.value)
        if not low <= st.session_state[key] <= high:
            st.session_state[key] = asked.value
    places = st.container(horizontal=True, vertical_alignment="bottom")
    places.slider(
        "The line", low, high, step=step, key=slider, on_change=_moved, args=(slider, exact), format="%.6g",
        label_visibility="collapsed",
    )  # fmt: skip
    value = places.number_input(
        "The line as a number", step=step, key=exact, on_change=_moved, args=(exact, slider), format="%.6g", width=150,
        label_visibility="collapsed",
    )  # fmt: skip
    return float(f"{value:.12g}")


def _moved(moved: str, other: str) -> None:
    st.session_state[other] = st.session_state[moved]


def _down(value: float, step: float) -> float:
    return float(f"{value // step * step:.12g}")


def _draw_name(asked: Threshold, usual: str, label: str) -> str:
    key = f"train_positive_name_{label}"
    follow(key, asked.own_name or "")
    return st.text_input("These rows are called", placeholder=usual, key=key).strip()
