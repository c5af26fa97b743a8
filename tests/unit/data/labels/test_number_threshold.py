"""A line through numbers: what a person types is read as meant, and every number is on the side it belongs to."""

from __future__ import annotations

import math
from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.labels.kind import Numbers
from data.labels.number_classes import unfit
from data.labels.numbers import numbers_in
from data.labels.reading import LabelReading
from data.labels.threshold import NotThreshold, Relation, Threshold, parse_threshold

FINITE = st.floats(-1e9, 1e9, allow_nan=False)
HOLDS = {
    ">": lambda number, value: number > value,
    ">=": lambda number, value: number >= value,
    "<": lambda number, value: number < value,
    "<=": lambda number, value: number <= value,
}
BLANKS = st.sampled_from(["", " ", "  "])


@given(relation=st.sampled_from(list(HOLDS)), value=FINITE, number=FINITE, blank=BLANKS)
def test_a_line_that_is_typed_holds_for_the_numbers_it_says(
    relation: str, value: float, number: float, blank: str
) -> None:
    """With blanks wherever a person puts them; the two sides are never both, and never neither."""
    line = parse_threshold(f"{blank}{relation}{blank}{value!r}{blank}", "toxic")
    expected = "toxic" if HOLDS[relation](number, value) else "not toxic"
    assert (line.value, line.class_of(number)) == (value, expected)


@given(relation=st.sampled_from(list(HOLDS)), value=FINITE, name=st.one_of(st.none(), st.just("toxic")))
def test_a_line_is_written_as_it_is_read(relation: str, value: float, name: str | None) -> None:
    """The address of the page and the command say the same line, to the last digit."""
    line = parse_threshold(f"{relation}{value!r}", name)
    assert parse_threshold(line.typed, line.own_name) == line
    assert line.own_name == name


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        *[("≥0.5", ">=0.5"), ("=> 0.5", ">=0.5"), ("≤ 3", "<=3"), ("=<3", "<=3")],
        *[(">0,5", ">0.5"), ("<-2", "<-2"), ("<−2", "<-2")],
    ],
)
def test_other_ways_to_write_a_line(typed: str, read: str) -> None:
    """As phones, languages and habits have it."""
    assert parse_threshold(typed).typed == read


@pytest.mark.parametrize("typed", ["", "0.5", "=0.5", "==0.5", ">", ">=x", ">nan", "<inf", ">=0.5 <0.9", ">1_0", "!=2"])
def test_what_is_no_line_is_refused_with_an_example(typed: str) -> None:
    """No guess is made of it."""
    with pytest.raises(NotThreshold, match="Give >, >=, < or <= and a number"):
        parse_threshold(typed)


@given(st.text(max_size=30))
def test_nothing_that_is_typed_raises_anything_else(typed: str) -> None:
    """Any alphabet, any nonsense: a line or a sentence."""
    with suppress(NotThreshold):
        assert math.isfinite(parse_threshold(typed).value)


def test_the_sides_have_names() -> None:
    """The person's, or what the line says."""
    assert parse_threshold(">= 0.50").names == (">= 0.5", "< 0.5")
    assert parse_threshold("<2", " very  sad ").names == ("very sad", "not very sad")
    for name in ("", "  ", "x" * 61):
        with pytest.raises(NotThreshold, match="needs a name"):
            parse_threshold(">1", name)


@given(values=st.lists(FINITE, min_size=1, max_size=40))
def test_cells_are_the_numbers_that_python_reads(values: list[float]) -> None:
    """Written with a point; as per cent signs and blanks around it do not count."""
    cells = [f" {value!r}%" for value in values]
    assert [numbers_in(cells)[cell] for cell in cells] == values


@given(values=st.lists(st.integers(0, 10**9), min_size=2, max_size=30))
def test_thousands_are_marked_with_a_comma(values: list[int]) -> None:
    """Where every comma of the column could be one; a number below a thousand has none."""
    cells = [f"{value:,}" for value in values]
    assert [numbers_in(cells)[cell] for cell in cells] == values


def test_a_decimal_comma_is_seen_in_the_whole_column() -> None:
    """One cell that can be nothing else tells it of all."""
    assert numbers_in(["1,250", "0,5", "3"]) == {"1,250": 1.25, "0,5": 0.5, "3": 3.0}
    assert numbers_in(["1,250.5", "0.5"]) == {"1,250.5": 1250.5, "0.5": 0.5}


GROUPED = {  # each has thousands, and may have hundreds beside them
    "1.250": lambda value: f"{value:,}".replace(",", "."),
    "1.250,50": lambda value: f"{value:,}".replace(",", ".") + ",50",
    "1'250": lambda value: f"{value:,}".replace(",", "'"),
    "1’250.50": lambda value: f"{value:,}".replace(",", "’") + ".50",
    "1 250,5": lambda value: f"{value:,}".replace(",", " ") + ",5",
    "1 250": lambda value: f"{value:,}".replace(",", "\u202f"),
}


@given(
    st.lists(st.integers(1_000, 10**9), min_size=1, max_size=20),
    st.lists(st.integers(100, 998).filter(lambda value: value % 111 != 0), min_size=3, max_size=20, unique=True),
    st.sampled_from(sorted(GROUPED)),
)
def test_thousands_are_marked_as_people_do_elsewhere(thousands: list[int], hundreds: list[int], kind: str) -> None:
    """Dots, apostrophes and blanks, with and without places behind them; hundreds stand beside."""
    values = [1_250, *thousands, *hundreds]
    cells = [GROUPED[kind](value) for value in values]
    part = 0.5 if "5" in kind[5:] else 0.0
    assert [numbers_in(cells)[cell] for cell in cells] == [value + part for value in values]


@given(st.lists(st.integers(0, 3_000), min_size=1, max_size=40, unique=True), st.sampled_from([3, 6, 7, 9, 11]))
def test_means_of_a_few_raters_stay_decimal(sums: list[int], raters: int) -> None:
    """As R and spreadsheets write them: 3.667 and 4, without a zero at the end."""
    values = [round(total / raters, 3) for total in sums if total <= 100 * raters]
    cells = [f"{value:.3f}".rstrip("0").rstrip(".") for value in values]
    assert [numbers_in(cells)[cell] for cell in cells] == values


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1.250", "2.500", "312"], [1250, 2500, 312]),
        (["1.250", "2.500", "3000"], [1250, 2500, 3000]),  # not all of them are marked
        (["1.249", "1.999", "899", "149", "349"], [1249, 1999, 899, 149, 349]),
        (["1.250", "312,5"], [1250, 312.5]),  # a comma is the decimal one already
        (["1.250.000", "2.500"], [1_250_000, 2500]),
        (["-1.250,50", "+1.250,50", "1.250"], [-1250.5, 1250.5, 1250]),
        (["1.100,50", "3.5"], [1100.5, 3.5]),  # a slip
        (["12,34,567", "1,250"], [1_234_567, 1250]),  # as in India
        (["1.250", "2.500", "0.375"], [1.25, 2.5, 0.375]),  # three places of weights
        (["1.250", "2.500", "12.5"], [1.25, 2.5, 12.5]),
        (["1.250", "2.500"], [1.25, 2.5]),  # nothing tells: as a program reads it
        (["1.250", "2.500", "3"], [1.25, 2.5, 3]),
        (["12.500", "13.120", "999", "-999"], [12.5, 13.12, 999, -999]),  # codes for a number that is missing
        (["66.667", "83.333", "100", "50"], [66.667, 83.333, 100, 50]),
    ],
)
def test_dots_before_three_digits_are_told_by_what_stands_beside_them(cells: list[str], values: list[float]) -> None:
    """Thousands beside hundreds, and places of decimals beside small numbers."""
    assert [numbers_in(cells)[cell] for cell in cells] == values


@pytest.mark.parametrize("cells", [["1.250.00", "1.25.000"], ["1,250.000.5"], ["1'25"], ["12'2'"], ["192.168.0.1"]])
def test_groups_of_other_lengths_are_no_numbers(cells: list[str]) -> None:
    """Versions, addresses of machines, feet and inches."""
    assert numbers_in(cells) == {}


def test_rows_without_a_finite_number_have_no_class() -> None:
    """Blank, words for nothing, words for endless."""
    reading = LabelReading(threshold=parse_threshold(">=0.5"))
    assert reading.read(["0.7", "", "nan", "inf", "-Infinity", "1e999", "?", "0.1"]) == [
        ">= 0.5", "", "", "", "", "", "", "< 0.5"
    ]  # fmt: skip


@given(st.lists(FINITE, min_size=2, max_size=60))
def test_a_suggested_line_never_leaves_a_side_bare(values: list[float]) -> None:
    """Half, or the median; of one value only there is none to suggest."""
    rows = dict(sorted(Counter(values).items()))
    line = Numbers(rows).suggested()
    positive = sum(line.class_of(value) == line.positive for value in values)
    if len(rows) > 1:
        assert 0 < positive < len(values)
        assert Numbers(rows).rows_on_sides(line) == (positive, len(values) - positive)


def test_the_suggestion_is_half_for_shares_and_the_median_elsewhere() -> None:
    """Also where most rows are 0, as those of comments nobody minds."""
    shares = {0.0: 700, 0.166667: 200, 0.4: 60, 0.6: 30, 1.0: 10}
    assert Numbers(shares).suggested() == Threshold.at(Relation.FROM, 0.5)
    assert Numbers({1.2: 30, 3.0: 40, 4.6: 30}).suggested() == Threshold.at(Relation.FROM, 3.0)
    assert Numbers({0.0: 700, 1.0: 10, 250.0: 30}).suggested() == Threshold.at(Relation.ABOVE, 0.0)
    assert Numbers({0.1: 50, 0.2: 50, 0.3: 50}).suggested() == Threshold.at(Relation.FROM, 0.2)  # none from 0.5 on


@pytest.mark.parametrize(("typed", "counts"), [(">=0.99", "2 rows '>= 0.99' and 198"), ("<0", "0 rows '< 0' and 200")])
def test_a_line_with_nothing_on_a_side_is_refused_with_the_counts(typed: str, counts: str) -> None:
    """And says where the middle is."""
    cells = {f"{share / 100:.2f}": 2 for share in range(100)}
    sentence = str(unfit(cells, LabelReading(threshold=parse_threshold(typed)), "target"))
    assert counts in sentence
    assert sentence.endswith("Both need 5 rows at least: move the line; the middle of the numbers is 0.49.")


def test_a_line_through_words_is_refused_with_what_was_found() -> None:
    """Slips among numbers are none."""
    reading = LabelReading(threshold=parse_threshold(">=3"))
    assert unfit({"good": 60, "bad": 30, "1": 10}, reading, "mood") == (
        "Column 'mood' holds no numbers that a line or groups could be made of: 10 of 100 labels are numbers, others "
        "are 'good', 'bad'. Leave --positive-if and --bins out, or choose another label column."
    )
    assert unfit({"1": 60, "5": 60, "unsure": 3, "": 70, "inf": 30}, reading, "stars") is None
