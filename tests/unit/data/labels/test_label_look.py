"""What a label column is, in one sentence, before anything is trained."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.labels.kind import LabelCounts, unfit_labels
from data.labels.label_look import LabelKind, LabelLook, look_at_label
from data.labels.reading import AS_WRITTEN

DICE = random.Random(9)
MOODS = ["sad", "mad", "glad"]


def look(cells: list[str], column: str = "label") -> LabelLook:
    return look_at_label(column, Counter(cells))


@pytest.mark.parametrize(
    ("cells", "kind", "words"),
    [
        (["good"] * 9 + ["bad"] * 8 + ["so so"] * 3, LabelKind.CLASSES, "holds 3 classes: good, bad and so so."),
        (["True", "False"] * 9, LabelKind.CLASSES, "holds 2 classes: False and True."),
        ([str(star) for star in range(1, 6)] * 9, LabelKind.CLASSES, "holds 5 classes: 1, 2, 3, 4 and 5."),
        (["a"] * 9, LabelKind.CLASSES, "holds 1 class: a."),
        (
            [f"topic {topic}" for topic in range(77)] * 5,
            LabelKind.CLASSES,
            "holds 77 classes: topic 0, topic 1, topic 10, topic 11, topic 12 and 72 more.",
        ),
        (
            ["1"] * 9 + ["1.0"] * 3 + ["0"] * 9 + ["False"] * 2,
            LabelKind.CLASSES,
            "holds 2 classes: 0 and 1; 'False' counts as '0'; '1.0' counts as '1'.",
        ),
        (
            ["positive"] * 9 + ["Positive ", "POSITIVE", "pOSITIVE", "PositivE"] + ["negative"] * 9,
            LabelKind.CLASSES,
            "holds 2 classes: positive and negative; 'Positive' counts as 'positive'; 'POSITIVE' counts as 'positive'; "
            "'pOSITIVE' counts as 'positive'; 1 more is joined so.",
        ),
        (
            ["1.1", "1.10", "1.2", "2.1", "2.10"] * 9,
            LabelKind.CLASSES,
            "holds 5 classes: 1.1, 1.10, 1.2, 2.1 and 2.10; '1.1' and '1.10' are two classes (and 1 more such pair).",
        ),
        (
            ["4", "4.00", "4.50", "4.5"] * 9,
            LabelKind.CLASSES,
            "holds 2 classes: 4.00 and 4.50; '4' counts as '4.00'; '4.5' counts as '4.50'.",
        ),
        (
            [f"{share / 239:.3f}" for share in range(240)] * 2,
            LabelKind.NUMBER,
            "is a number with 240 values between 0 and 1.",
        ),
        (["sad; mad", "mad; glad", *MOODS] * 9, LabelKind.TAGS, "separated by ';'."),
        (["sad\nmad", "mad\nglad", *MOODS] * 9, LabelKind.TAGS, "separated by a line break."),
        (
            ['["sad", "mad"]', '["mad", "glad"]', '["sad"]', '["glad"]', "[]"] * 9,
            LabelKind.TAGS,
            'holds several tags in a cell, 3 different ones, in lists such as ["mad", "glad"].',
        ),
        ([f"user {row}" for row in range(90)], LabelKind.VALUES, "holds 90 different values in 90 rows."),
        (["", "nan"] * 9, LabelKind.NOTHING, "holds no labels."),
    ],
)
def test_each_kind_is_said(cells: list[str], kind: LabelKind, words: str) -> None:
    """Names, booleans, stars, topics, spellings, numbers, tags, names of people, nothing."""
    seen = look(cells)
    assert (seen.kind, seen.words.removeprefix("'label' ").endswith(words)) == (kind, True), seen.words


def test_one_of_several_columns_is_said_with_the_others() -> None:
    """As the best known table of the kind has them; the rows are those of the yes."""
    flags = {"1": 12, "0": 88}
    names = ["toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"]
    table = {"id": {str(row): 1 for row in range(100)}, **dict.fromkeys(names, flags)}
    seen = look_at_label("toxic", flags, table)
    assert seen.words == (
        "'toxic' is one of 6 columns of 1 and 0 side by side: toxic, severe_toxic, obscene, threat, insult and "
        "identity_hate."
    )
    assert (seen.kind, seen.group, seen.rows_of["insult"]) == (LabelKind.ONE_OF_SEVERAL, tuple(names), 12)
    assert look_at_label("id", table["id"], table).kind is LabelKind.VALUES


def test_tags_are_counted_by_row() -> None:
    """Each once a row, spellings of one together, the commonest first."""
    seen = look(["sad;mad"] * 16 + ["mad; glad;"] * 2 + ["glad;"] * 4 + ["Sad"] * 3 + ["; mad;mad"] + [""] * 5)
    assert list(seen.rows_of.items()) == [("sad", 19), ("mad", 19), ("glad", 6)]
    assert seen.separator == ";"


def euros(cents: int) -> str:
    """A price as it is written in German."""
    return f"{cents / 100:,.2f}".translate(str.maketrans(",.", ".,"))


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([euros(99_950 + 1_355 * price) for price in range(50)], "50 values between 999.5 and 1663.45."),
        (
            [euros(100 * price)[:-3] for price in range(500, 1_500, 19)],
            "between 500 and 1,488; '1.013' is read as 1,013.",
        ),
        ([f"{price:,}".replace(",", "'") for price in range(500, 1_500, 19)], "53 values between 500 and 1,488."),
    ],
)
def test_prices_with_thousands_are_a_number_and_no_classes(cells: list[str], words: str) -> None:
    """Fifty prices, four rows each; where a dot could be another one, it is said how it is read."""
    seen = look(cells * 4)
    assert seen.kind is LabelKind.NUMBER
    assert seen.words.endswith(words), seen.words
    refused = str(unfit_labels(LabelCounts.of(Counter(cells * 4), AS_WRITTEN), "label"))
    assert "draw a line" in refused
    assert ("is read as" in refused) == ("is read as" in words)


@given(st.dictionaries(st.text(max_size=12), st.integers(1, 40), max_size=30))
def test_any_column_is_something_and_can_be_said(cells: dict[str, int]) -> None:
    """One sentence, and where it calls a column classes, the start does not call them too many."""
    seen = look_at_label("label", cells)
    assert seen.words.startswith("'label' ")
    assert seen.words.endswith(".")
    refused = unfit_labels(LabelCounts.of(cells, AS_WRITTEN), "label")
    if seen.kind is LabelKind.CLASSES:
        assert refused is None or "too many" not in refused
    if seen.kind in (LabelKind.NUMBER, LabelKind.VALUES):
        assert refused is not None
