"""Which columns hold classes: numbers that measure something, ids and names do not; stars, codes and topics do."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.labels.kind import LabelCounts, unfit_labels
from data.labels.reading import AS_WRITTEN, LabelReading
from data.labels.threshold import parse_threshold
from data.reading.columns import label_columns
from planner.material.first_look import class_look


def unfit(labels: list[str], reading: LabelReading = AS_WRITTEN, candidates: tuple[str, ...] = ()) -> str | None:
    return unfit_labels(LabelCounts.of(Counter(labels), reading), "target", candidates)


def cycled(values: list[str], rows: int) -> list[str]:
    return [values[row % len(values)] for row in range(rows)]


@pytest.mark.parametrize(
    ("labels", "rows"),
    [
        (["0", "1"], 400),
        (["1", "2", "3", "4", "5"], 400),
        (["1.0", "2.0", "3.0"], 400),  # as pandas writes whole numbers beside a gap
        ([f"{half / 2:g}" for half in range(1, 11)], 400),  # half stars
        ([str(mark) for mark in range(20)], 400),
        ([str(topic) for topic in range(77)], 400),  # five rows each
        ([f"{topic}.0" for topic in range(1, 151)], 1_500),
        ([str(101 + 37 * code) for code in range(30)], 900),  # codes with wide gaps
        ([str(author) for author in range(1, 101)], 800),  # equally often
        (["-1", "0", "1"], 100),
        (["card_arrival", "refund", "top_up"], 100),
        ([f"topic {topic}" for topic in range(300)], 3_000),
        (["v1", "2", "x"], 60),
        ([f"{chapter}.{section}" for chapter in range(1, 4) for section in range(1, 13)], 400),  # 1.1 is not 1.10
        (["7", *(f"7.{section}" for section in range(1, 41))], 410),
    ],
)
def test_few_values_that_come_again_and_again_are_classes(labels: list[str], rows: int) -> None:
    """Stars, halves, ids of topics, codes, words."""
    assert unfit(cycled(labels, rows)) is None


@pytest.mark.parametrize(
    ("labels", "rows", "found"),
    [
        ([f"{share / 239:.3f}" for share in range(240)], 400, "240 different numbers between 0 and 1"),
        (
            [f"{share / 240:.3f}".replace(".", ",") for share in range(241)],
            900,
            "241 different numbers between 0 and 1",
        ),
        ([f"{price / 10:g}" for price in range(11, 50)], 9_000, "39 different numbers between 1.1 and 4.9"),
        ([f"{half / 2:g}" for half in range(21)], 9_000, "21 different numbers between 0 and 10"),
        ([f"{half / 2:g}" for half in range(20)], 60, "20 different numbers between 0 and 9.5"),  # three rows each
        ([str(age) for age in range(18, 80)], 10_000, "62 different numbers between 18 and 79"),
        (
            [str(topic) for topic in range(77)],
            300,
            "77 different numbers between 0 and 76",
        ),  # fewer than five rows each
        ([str(101 + 37 * code) for code in range(30)], 500, "30 different numbers between 101 and 1,174"),
        ([str(count) for count in range(201)], 90_000, "201 different numbers between 0 and 200"),
        ([f"{percent}%" for percent in range(5, 95)], 4_000, "90 different numbers between 5 and 94"),
        (
            [f"{10**exponent}" for exponent in range(21)],
            300,
            "21 different numbers between 1 and 100,000,000,000,000,000,000",
        ),
    ],
)
def test_numbers_that_measure_something_are_no_classes(labels: list[str], rows: int, found: str) -> None:
    """Shares, ages, counts, per cent: what was found, what is expected, and what to do, in one sentence."""
    sentence = str(unfit(cycled(labels, rows), candidates=("mood", "genre")))
    asked, rest = sentence.split('such as --positive-if "')
    assert asked == (
        f"Label 'target' holds {found}, too many for classes (a few values that come again and again): draw a line, "
    )
    line, rest = rest.split('"', 1)
    assert parse_threshold(line).typed == line
    assert rest == (
        ", or make groups of equal counts with --bins 3; else choose another label column ('mood', 'genre' look like "
        "labels)."
    )


def test_marks_up_to_a_hundred_are_no_classes() -> None:
    """A bell of marks, though all whole numbers from 0 to 100 are among them."""
    marks = [str(mark) for mark in range(101) for _ in range(3 + (50 - abs(50 - mark)) // 5)]
    assert "101 different numbers between 0 and 100" in str(unfit(marks))


def test_counts_are_no_classes_however_many_zeros_there_are() -> None:
    """Votes of a review: nearly all have none, and a long tail has many."""
    votes = [str(votes) for votes in range(40) for _ in range(max(1, 4_000 // (1 + votes) ** 3))]
    assert "40 different numbers between 0 and 39" in str(unfit(votes))


def test_a_slip_among_numbers_does_not_make_them_classes() -> None:
    """Up to one row in twenty may be no number; blank ones do not count."""
    shares = [f"{share / 1_000:.3f}" for share in range(400)]
    assert unfit([*shares, *["unknown"] * 5, *[""] * 500]) is not None


@given(st.lists(st.floats(-1e6, 1e6, allow_nan=False), min_size=60, max_size=120, unique=True), st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_continuous_numbers_are_refused_however_often_each_comes(values: list[float], times: int) -> None:
    """Any sixty different numbers of a measured kind."""
    labels = [f"{value:.4f}" for value in values for _ in range(times)]
    if len(set(labels)) > 20 and not all(float(label).is_integer() for label in labels):
        assert unfit(labels) is not None


@given(st.integers(2, 150), st.integers(0, 1), st.integers(5, 30))
@settings(max_examples=60, deadline=None)
def test_ids_of_classes_are_classes(n_classes: int, first: int, rows_each: int) -> None:
    """Whole numbers from 0 or 1 on without gaps, five rows each or more, as numbers or as numbers with a point."""
    ids = [first + number for number in range(n_classes)]
    assert unfit([str(number) for number in ids for _ in range(rows_each)]) is None
    assert unfit([f"{number}.0" for number in ids for _ in range(rows_each)]) is None


def test_a_whole_number_of_its_own_in_each_row_is_an_id_and_no_question() -> None:
    """No line is suggested through the numbers of rows, or of tweets; a person may still draw one."""
    for ids in (range(300), range(570_300_000_000, 570_300_900_000, 3_000)):
        sentence = unfit([str(number) for number in ids])
        assert sentence == "Column 'target' holds 300 different values, too many for classes. Choose another column."


@given(st.integers(50, 400), st.integers(2, 400))
@settings(max_examples=60, deadline=None)
def test_more_values_than_half_the_rows_are_no_classes(rows: int, n_values: int) -> None:
    """Names, ids and free text: the edge is exactly half."""
    n_values = min(rows, n_values)
    sentence = unfit(cycled([f"name {number}" for number in range(n_values)], rows))
    if n_values > rows / 2:
        assert (
            sentence
            == f"Column 'target' holds {n_values} different values, too many for classes. Choose another column."
        )
    elif n_values <= 200:
        assert sentence is None


def test_one_value_and_blanks_is_asked_about() -> None:
    """Blank may mean no; said so, there are two classes. A few slips are none."""
    labels = ["yes"] * 120 + [""] * 270 + ["NaN"] * 10
    assert unfit(labels) == (
        "Column 'target' holds 'yes' in 120 rows and nothing in 280. If blank means no, say so: --blank-label no, or "
        "the field on the Train page; else choose another label column."
    )
    assert unfit(labels, LabelReading(blank="no")) is None
    assert unfit(["yes"] * 120 + [""] * 4) is None  # one class only: said elsewhere


def test_columns_that_look_like_labels_are_named_and_numbers_are_not_among_them() -> None:
    """The likeliest first."""
    rows = range(200)
    frame = pd.DataFrame({
        "id": [str(row) for row in rows],
        "text": [f"a text of some words, number {row}" for row in rows],
        "score": [f"{row / 199:.3f}" for row in rows],
        "airline": [["a", "b", "c"][row % 3] for row in rows],
        "sentiment": [["good", "bad"][row % 2] for row in rows],
    })  # fmt: skip
    assert label_columns(frame) == ["sentiment", "airline"]


def test_the_page_says_the_same_before_a_start(tmp_path: Path) -> None:
    """The look at a column's classes holds the sentence, and the words that were taken for no label."""
    path = tmp_path / "t.csv"
    labels = [f"{row / 399:.3f}" for row in range(400)]
    path.write_text("\n".join(["text,target", *(f"text {row},{label}" for row, label in enumerate(labels))]))
    look = class_look(path, "target", candidates=("target", "mood"))
    assert look.unfit == look.problem == unfit(labels, candidates=("mood",))
    path.write_text("\n".join(["text,mood", *(f"text {row},{'?' if row < 3 else 'ab'[row % 2]}" for row in range(90))]))
    look = class_look(path, "mood")
    assert (look.missing, look.unlabelled, look.problem) == ((("?", 3),), 3, None)
    kept = class_look(path, "mood", reading=LabelReading(kept=("?",)))
    assert (set(kept.classes["label"]), kept.missing) == ({"a", "b", "?"}, ())
