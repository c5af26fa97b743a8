"""Spellings of one class: case, blanks, how letters are stored; numbers with and without a point; yes in any word."""

from __future__ import annotations

import unicodedata
from itertools import product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.cleaning.clean import Cleaned, clean
from data.labels.joining import common_labels
from data.labels.kind import LabelCounts
from data.labels.reading import AS_WRITTEN

YES = ["1", "1.0", "1,0", "+1", "True", "true", "TRUE", "yes", "Yes", "y", "t", "on"]
NO = ["0", "0.0", "0,0", "-0", "False", "false", "FALSE", "no", "No", "n", "f", "off"]


def classes_of(*labels: str) -> set[str]:
    """What becomes of labels, five rows of each, the first of them commonest."""
    return set(common_labels({label: 9 - (place > 0) for place, label in enumerate(labels)}).values())


@given(st.lists(st.sampled_from(YES), min_size=1, unique=True), st.lists(st.sampled_from(NO), min_size=1, unique=True))
def test_yes_and_no_in_any_spelling_are_two_classes(yes: list[str], no: list[str]) -> None:
    """Whichever stand beside each other, unless a letter alone stands for a side of its own."""
    letters_alone = any(
        {word.casefold() for word in (*yes, *no)} & {*words, *letters} in ({letters[0]}, {letters[1]})
        for words, letters in ((("true", "false"), ("t", "f")), (("yes", "no"), ("y", "n")))
    )
    common = common_labels(dict.fromkeys((*yes, *no), 5))
    assert {common[word] for word in yes}.isdisjoint({common[word] for word in no})
    if not letters_alone:
        assert len(set(common.values())) == 2


@given(st.integers(-50, 50), st.integers(-50, 50))
def test_a_number_is_one_class_with_and_without_a_point(one: int, other: int) -> None:
    """And two numbers are two, however they are written."""
    spellings = [f"{{}}{tail}" for tail in ("", ".0", ",0", ".00", ".")]
    common = common_labels({spelling.format(number): 5 for number, spelling in product({one, other}, spellings)})
    assert len(set(common.values())) == len({one, other})


@given(st.integers(1, 9), st.integers(2, 30), st.sampled_from([".", ","]))
def test_sections_are_classes_of_their_own(chapters: int, sections: int, mark: str) -> None:
    """1.1 and 1.10 are the first and the tenth section, however often each comes."""
    labels = [f"{one + 1}{mark}{other + 1}" for one, other in product(range(chapters), range(sections))]
    assert classes_of(*labels) == set(labels)
    assert classes_of(*map(str, range(1, chapters + 1)), *labels) == {*map(str, range(1, chapters + 1)), *labels}


@given(st.lists(st.integers(-2_000, 2_000), min_size=1, max_size=9, unique=True), st.integers(2, 5))
def test_numbers_filled_up_with_zeros_are_the_same_as_without(hundredths: list[int], places: int) -> None:
    """Where a whole number is written so too, as 3.00: then all were filled up, and none is a code."""
    filled = [f"{number / 100:.{places}f}" for number in [300, *hundredths]]
    common = common_labels(dict.fromkeys([*filled, *(f"{float(number):g}" for number in filled)], 5))
    assert all(common[number] == common[f"{float(number):g}"] for number in filled)


@pytest.mark.parametrize(
    "labels",
    [
        ("1", "2", "True"),  # stars beside a word: no column of yes and no
        ("f", "n", "t"),  # false, neutral, true
        ("x", "y"),
        ("-", "+"),
        ("007", "7"),
        ("1,250", "1.25"),
        ("30%", "30"),
        ("-1", "1"),
        ("1.1", "1.10", "1.2", "2.1", "2.10"),
        ("3,1", "3,10", "3,100"),
        ("1.5", "1.50"),  # nothing tells which they are
        ("no", "none of it", "yes"),
        ("on", "offer"),
        ("ja", "1"),
    ],
)
def test_what_may_be_another_class_is_left_alone(labels: tuple[str, ...]) -> None:
    """Codes, thousands, letters, words in which only a part says yes."""
    assert classes_of(*labels) == set(labels)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("positive", "Positive "),
        ("very good", "Very\u00a0 good"),
        ("very good", "very\u2009good"),
        ("very good", "very\tgood"),
        ("straße", "STRASSE"),
        ("Straße", "STRAẞE"),
        ("kızgın", "KIZGIN"),
        ("iyi", "İYİ"),
        (unicodedata.normalize("NFC", "gefällt"), unicodedata.normalize("NFD", "Gefällt")),
        ("ＯＫ", "ok"),
        ("good", "go\u200bod"),
        ("good", "\ufeffgood"),
        ("❤", "❤️"),
        ("ΟΔΟΣ", "οδος"),
    ],
)
def test_spellings_that_differ_in_case_blanks_or_storage_are_one(one: str, other: str) -> None:
    """Unicode's own cases, blanks that do not break, letters in two parts, the Turkish i."""
    assert classes_of(one, other) == {one}
    assert len(set(common_labels({one: 9, other: 8}, ["label_spelling"]).values())) == 2


@given(st.dictionaries(st.text(max_size=8), st.integers(1, 50), max_size=12))
def test_joining_is_done_once(rows: dict[str, int]) -> None:
    """A class is its own spelling, it is one of those that came, and each rule by itself only joins."""
    common = common_labels(rows)
    assert common.keys() == rows.keys()
    assert set(common.values()) <= rows.keys()
    assert all(common[label] == label for label in common.values())
    assert set(common_labels(rows, ["label_spelling", "label_value"]).items()) == {(label, label) for label in rows}


def cleaned(labels: list[str], *off: str) -> Cleaned:
    """Rows of different texts with these labels, cleaned."""
    texts = pd.Series([f"an ordinary text, number {row}" for row in range(len(labels))], dtype="str")
    return clean(texts, pd.Series(labels, dtype="str"), rules_off=off)


BOOLEANS = ["True"] * 40 + ["1"] * 20 + ["1.0"] * 8 + ["False"] * 30 + ["0"] * 20 + ["no"] * 6


def test_cleaning_joins_what_was_looked_at_and_says_what() -> None:
    """The classes of the look, of the session and of each report are the same."""
    done = cleaned(BOOLEANS)
    assert done.frame["label"].value_counts().to_dict() == {"True": 68, "False": 56}
    (report,) = [report for report in done.rules if report.rule == "label_value"]
    assert (report.title, report.rows, report.before, report.after) == (
        "Labels that are one value: 1, 1.0 and True",
        54,
        "1",
        "True",
    )
    counts = LabelCounts.of({label: BOOLEANS.count(label) for label in BOOLEANS}, AS_WRITTEN)
    assert counts.classes == {"True": 68, "False": 56}
    assert counts.joined == {"1": "True", "1.0": "True", "0": "False", "no": "False"}


def test_the_rule_switched_off_leaves_each_spelling_a_class() -> None:
    """In cleaning, and where it is looked at before."""
    assert set(cleaned(BOOLEANS, "label_value").frame["label"]) == set(BOOLEANS)
    counts = LabelCounts.of(dict.fromkeys(BOOLEANS, 6), AS_WRITTEN, ["label_value"])
    assert (set(counts.classes), counts.joined) == (set(BOOLEANS), {})
    spelled = cleaned(["good"] * 40 + ["Good "] * 20 + ["bad"] * 30, "label_spelling")
    assert set(spelled.frame["label"]) == {"good", "Good", "bad"}


@pytest.mark.parametrize("written", ['["{}"]', "['{}']", "[{}]", '[ "{}" ]'])
def test_a_list_of_one_label_is_that_label(written: str) -> None:
    """As programs for labelling export the one choice that a person made."""
    cells = {written.format(label): rows for label, rows in (("pos", 9), ("neg", 5))}
    assert common_labels(cells) == dict(zip(cells, ("pos", "neg"), strict=True))
    assert common_labels(cells, ["label_value"]) == {cell: cell for cell in cells}


def test_a_few_lists_among_words_stay_as_they_are() -> None:
    """They are no column of lists: what they mean is not known."""
    assert common_labels({"pos": 90, "[neg]": 10}) == {"pos": "pos", "[neg]": "[neg]"}
