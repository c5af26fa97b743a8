"""The rules that leave rows out: blanks, spellings, contradictions, duplicates, rare labels; and their order."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.cleaning.clean import RULES, Cleaned, clean, without_texts
from data.cleaning.duplicate_key import fold
from data.cleaning.rule_report import RuleReport
from data.cleaning.split import split
from data.missing import is_missing_text, missing_among

Pairs = list[tuple[str, str]]
ORDINARY: Pairs = [(f"an ordinary text, number {i}", "good" if i % 2 else "bad") for i in range(100)]


def _clean(extra: Pairs, off: list[str] | None = None) -> Cleaned:
    texts, labels = zip(*extra, *ORDINARY, strict=True)
    return clean(pd.Series(texts, dtype="str"), pd.Series(labels, dtype="str"), rules_off=off or [])


def _report(cleaned: Cleaned, rule: str) -> RuleReport:
    return next(report for report in cleaned.rules if report.rule == rule)


def _extra_rows(cleaned: Cleaned) -> Pairs:
    rows = cleaned.frame[~cleaned.frame["text"].str.startswith("an ordinary")]
    return list(zip(rows["text"], rows["label"], strict=True))


CASES: dict[str, tuple[Pairs, Pairs, RuleReport]] = {
    "empty_text": (
        [("", "good"), ("   ", "bad"), ("N/A", "bad"), ("<br />", "good"), ("nano", "good")],
        [("nano", "good")],
        RuleReport("empty_text", "Rows without a text", 4, "good: (no text)", "(left out)"),
    ),
    "missing_label": (
        [("one", "NaN"), ("two", "  "), ("three", "?"), ("four", "None"), ("five", "good")],
        [("five", "good")],
        RuleReport("missing_label", "Rows without a label", 4, "NaN: one", "(left out)"),
    ),
    "label_spelling": (
        [("one", "Good"), ("two", " GOOD "), ("three", "good")],
        [("one", "good"), ("two", "good"), ("three", "good")],
        RuleReport("label_spelling", "Labels that differ only in case or spaces", 2, "Good", "good"),
    ),
    "label_value": (
        [*((f"two {i}", "2") for i in range(4)), ("two again", "2.0")],
        [*((f"two {i}", "2") for i in range(4)), ("two again", "2")],
        RuleReport("label_value", "Labels that are one value: 1, 1.0 and True", 1, "2.0", "2"),
    ),
    "conflicting_labels": (
        [("So so.", "good"), ("so so", "bad"), ("Fine!", "good"), ("fine", "good"), ("FINE", "bad")],
        [("Fine!", "good")],
        RuleReport(
            "conflicting_labels", "The same text with different labels", 3, "good (1), bad (1): So so.", "(left out)"
        ),
    ),
    "exact_duplicates": (
        [("so nice", "good"), ("so nice", "good"), ("so nice", "good")],
        [("so nice", "good")],
        RuleReport("exact_duplicates", "Exact duplicates", 2, "so nice", "(left out) same as: so nice"),
    ),
    "near_duplicates": (
        [("So nice.", "good"), ("so  nice!!", "good"), ("so nice :)", "good")],
        [("So nice.", "good"), ("so nice :)", "good")],
        RuleReport(
            "near_duplicates",
            "Duplicates but for case, punctuation or spaces",
            1,
            "so nice!!",
            "(left out) same as: So nice.",
        ),
    ),
    "rare_labels": (
        [*((f"odd {i}", "odd") for i in range(4)), *((f"rare {i}", "rare") for i in range(5))],
        [(f"rare {i}", "rare") for i in range(5)],
        RuleReport("rare_labels", "Labels with fewer than 5 rows", 4, "odd: odd 0", "(left out)"),
    ),
}


@pytest.mark.parametrize("rule", CASES)
def test_what_each_rule_leaves_out_and_says(rule: str) -> None:
    """The rows that go, those that stay, how many, and an example."""
    extra, left, report = CASES[rule]
    cleaned = _clean(extra)
    assert _extra_rows(cleaned) == left
    assert _report(cleaned, rule) == report


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_switched_off_leaves_its_rows(rule: str) -> None:
    """Switched off it is not reported, and rows stay that it would have taken or changed."""
    extra, left, _ = CASES[rule]
    off = {rule, "rare_labels"} | ({"near_duplicates"} if rule == "exact_duplicates" else set())
    cleaned = _clean(extra, off=sorted(off))
    assert rule not in {report.rule for report in cleaned.rules}
    assert _extra_rows(cleaned) != left


def test_rows_that_are_blank_go_whatever_is_switched_off() -> None:
    """Nothing can be learned from a row without a text or a label."""
    cleaned = _clean([("", "good"), ("one", ""), ("  ", "bad")], off=["empty_text", "missing_label"])
    assert _extra_rows(cleaned) == []


def test_the_rules_come_in_the_order_that_the_reader_is_told() -> None:
    """Texts are mended first, labels are settled before duplicates are counted, and rare labels come last."""
    assert [report.rule for report in _clean([]).rules] == list(RULES)
    assert list(RULES) == [
        *("markup", "mojibake", "links_and_handles", "split_accents", "odd_spaces", "long_text"),
        *("empty_text", "missing_label", "label_spelling", "label_value", "conflicting_labels"),
        *("exact_duplicates", "near_duplicates", "rare_labels"),
    ]


def test_what_becomes_the_same_by_mending_is_one_row() -> None:
    """Duplicates that differ in markup, links, handles or spelling of the label only are found."""
    extra = [("so <b>nice</b>, @ann", "good"), ("so nice, @bob", "Good"), ("so&nbsp;nice, @user", "good ")]
    assert _extra_rows(_clean(extra)) == [("so nice , @user", "good")]


def test_an_unlabelled_row_takes_part_in_no_conflict() -> None:
    """A blank label does not contradict the same text with a label."""
    assert _extra_rows(_clean([("so nice", "?"), ("so nice", "good")])) == [("so nice", "good")]


def test_each_row_left_knows_where_it_came_from() -> None:
    """The labels that look wrong can be shown in the person's own file."""
    texts = pd.Series(["", *(text for text, _ in ORDINARY)], index=range(1_000, 1_101), dtype="str")
    labels = pd.Series(["bad", *(label for _, label in ORDINARY)], dtype="str")
    cleaned = clean(texts, labels)
    assert cleaned.rows_before == 101
    assert cleaned.frame["source_row"].to_list() == list(range(1_001, 1_101))
    assert cleaned.frame.index.to_list() == list(range(100))


def test_texts_and_labels_of_different_number_are_refused() -> None:
    """A slip of the caller is not paired up wrongly."""
    with pytest.raises(ValueError, match="3 texts but 2 labels"):
        clean(pd.Series(["a", "b", "c"]), pd.Series(["x", "y"]))


TEXT = st.lists(st.sampled_from(["good", "Bad", "not", "so", "it", "was", "!", "...", "<b>", "@ann"]), max_size=5)


@settings(deadline=None)
@given(st.lists(st.tuples(TEXT.map(" ".join), st.sampled_from(["good", "bad", "Good", "nan"])), max_size=60))
def test_no_text_of_one_part_is_in_another(rows: Pairs) -> None:
    """After cleaning and splitting, nothing in validation or held-out is a duplicate of a training text."""
    frame = _clean(rows).frame
    parts = split(frame, seed=1)
    keys = [set(fold(frame["text"].iloc[rows])) for rows in (parts.train, parts.validation, parts.held_out)]
    assert not keys[0] & keys[1]
    assert not keys[0] & keys[2]
    assert not keys[1] & keys[2]
    assert sum(map(len, keys)) == len(frame)


@settings(deadline=None)
@given(st.lists(st.tuples(TEXT.map(" ".join), st.sampled_from(["good", "bad", "Good", "nan"])), max_size=60))
def test_cleaning_again_finds_nothing(rows: Pairs) -> None:
    """A cleaned table is clean."""
    frame = _clean(rows).frame
    again = clean(frame["text"], frame["label"])
    assert [report.rows for report in again.rules] == [0] * len(RULES)
    assert len(again.frame) == len(frame)


@pytest.mark.parametrize("off", [[], ["links_and_handles"], ["markup", "odd_spaces"]])
def test_texts_of_a_test_file_leave_the_training_rows(off: list[str]) -> None:
    """Near duplicates of a test file go from training, whichever rules were off."""
    cleaned = _clean([("thanks @ann &amp; all", "good"), ("Thanks @ann & all, again", "good")], off=off)
    left = without_texts(cleaned.frame, ["THANKS @bob & all", "an ordinary text, number 3"])
    assert len(left) == len(cleaned.frame) - 2
    assert left.index.to_list() == list(range(len(left)))
    assert sum("gain" in text for text in left["text"]) == 1


@pytest.mark.parametrize(
    ("labels", "missing"),
    [
        ({"good": 60, "bad": 40}, set()),
        ({"good": 60, "NULL": 2, "n/a": 1, "": 3, "#N/A": 1, "…": 1}, {"NULL", "n/a", "", "#N/A", "…"}),
        ({"+": 30, "-": 30}, set()),
        ({"up": 30, "-": 1}, {"-"}),
        ({"none": 40, "mild": 30, "severe": 30}, set()),
        ({"None": 1, "mild": 50, "severe": 49}, {"None"}),
        ({"0": 10, "1": 10, "no": 10, "NaN": 1}, {"NaN"}),
    ],
)
def test_which_labels_stand_for_none(labels: dict[str, int], missing: set[str]) -> None:
    """Words for a blank are blank; "none" is a class where many rows have it, and "-" is one beside "+"."""
    assert missing_among(labels) == missing


@pytest.mark.parametrize(
    ("text", "missing"), [("", True), (" NaN ", True), ("[deleted]", True), ("null and void", False), ("no", False)]
)
def test_which_texts_stand_for_none(text: str, missing: bool) -> None:
    """A text that says nothing but a word for a blank is blank; a sentence with such a word is not."""
    assert is_missing_text(text) is missing


@pytest.mark.slow
@settings(deadline=None)
@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(text: str) -> None:
    """The key of a key is the key: near duplicates of near duplicates meet."""
    assert fold(fold([text])) == fold([text])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Not good!", "not  good...", True),
        ("don’t", "don't", True),
        ("ＡＢＣ１２", "abc12", True),
        ("great :)", "great :(", False),
        ("5 stars", "1 stars", False),
        ("so 😀", "so 😡", False),
        ("costs $5", "costs £5", False),
        ("कि", "की", False),
        ("!!!", "???", False),
    ],
)
def test_what_counts_as_a_near_duplicate(one: str, other: str, same: bool) -> None:
    """Case, punctuation, width and spaces do not matter; what carries meaning does."""
    first, second = fold([one, other])
    assert (first == second) is same
