"""Columns that give the label away are found, whatever their form; what chance or an id does is not."""

from __future__ import annotations

import random
from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from data.labels.bins import Bins
from data.labels.reading import LabelReading
from data.labels.threshold import parse_threshold
from data.profiling.leakage.find import find_leaks

WORDS = [
    "room",
    "small",
    "wait",
    "hour",
    "bags",
    "cold",
    "hall",
    "let",
]


def prose(draw: random.Random, words: int = 12) -> str:
    """A text that tells nothing."""
    return " ".join(draw.choices(WORDS, k=words))


def table(classes: list[str], **columns: Callable[[str, random.Random], object]) -> pd.DataFrame:
    """A row for each class in the column `mood`, beside columns made of it."""
    draw = random.Random(len(classes))
    made = {name: [str(of(mood, draw)) for mood in classes] for name, of in columns.items()}
    return pd.DataFrame({**made, "mood": classes})


def moods(rows: int, names: str = "good bad", seed: int = 0) -> list[str]:
    """Classes in random order, each in as many rows."""
    listed = [names.split()[row % len(names.split())] for row in range(rows)]
    random.Random(seed).shuffle(listed)
    return listed


def said(frame: pd.DataFrame, label: str = "mood", reading: LabelReading | None = None) -> list[str]:
    """The sentences."""
    return [leak.sentence for leak in find_leaks(frame, label, reading or LabelReading())]


def test_a_code_for_the_label_is_said() -> None:
    """Under any name, with any spelling of its cells."""
    frame = table(moods(300, "good bad mixed"), code=lambda mood, draw: draw.choice([f" {mood[0]}", mood[0].upper()]))
    assert said(frame) == ["'code' says the same as 'mood': one value for each class."]


def test_stars_are_said() -> None:
    """Several values a class."""
    frame = table(moods(300), stars=lambda mood, draw: draw.choice([4, 5] if mood == "good" else [1, 2, 3]))
    assert said(frame) == ["'stars' says the same as 'mood': each of its 5 values goes with one class."]


@pytest.mark.parametrize(("good", "bad", "how"), [
    ((0.5, 1.0), (0.0, 0.499), "from 0.5 on that is 'good', below 'bad'"),
    ((-9.0, -3.1), (2.0, 8.0), "from 2 on that is 'bad', below 'good'"),
])  # fmt: skip
def test_a_number_that_separates_the_classes_is_said(
    good: tuple[float, float], bad: tuple[float, float], how: str
) -> None:
    """With the place where it does."""
    frame = table(moods(400), score=lambda mood, draw: round(draw.uniform(*(good if mood == "good" else bad)), 4))
    (sentence,) = said(frame)
    assert sentence.startswith("'score' says the same as 'mood': from ")
    assert how.split(" on ")[1] in sentence


def test_numbers_cut_in_several_places_are_said() -> None:
    """Three classes, of which the middle one is a range."""
    within = {"bad": (0, 3), "mixed": (3.01, 5), "good": (5.01, 9)}
    frame = table(moods(400, "good bad mixed"), score=lambda mood, draw: draw.uniform(*within[mood]))
    assert said(frame) == ["'score' says the same as 'mood': cut in 2 places, it separates the classes."]


def test_a_reason_filled_for_one_class_is_said() -> None:
    """Blank cells tell as much as words do."""
    frame = table(
        moods(400, "good bad mixed"),
        reason=lambda mood, draw: f"{prose(draw, 3)} {draw.random()}" if mood == "bad" else draw.choice(["", "NaN"]),
    )
    assert said(frame) == ["'reason' gives the class 'bad' of 'mood' away: it is filled there alone."]
    assert said(frame.assign(mood=frame["mood"].replace("mixed", "good"))) == [
        "'reason' says the same as 'mood': it is filled where that is 'bad', and there alone."
    ]


def test_a_flag_of_one_class_is_said() -> None:
    """Of more than two."""
    frame = table(moods(400, "good bad mixed"), is_bad=lambda mood, _: mood == "bad")
    assert said(frame) == ["'is_bad' gives the class 'bad' of 'mood' away: it is 'true' there alone."]


def test_a_number_that_separates_one_class_is_said() -> None:
    """As a confidence that is 0 for all others."""
    frame = table(
        moods(400, "good bad mixed"),
        sure=lambda mood, draw: round(draw.uniform(0.3, 1), 3) if mood == "bad" else draw.choice(["", "0.0"]),
    )
    (sentence,) = said(frame)
    assert sentence.startswith("'sure' gives the class 'bad' of 'mood' away: it is at least 0.")


@pytest.mark.parametrize(("form", "where"), [
    ("{}: {}", "first word"),
    ("__label__{} {}", "first word"),
    ("Verdict {}. {}", "second word"),
    ("{1} #{0}", "last word"),
])  # fmt: skip
def test_texts_with_the_class_in_them_are_said(form: str, where: str) -> None:
    """The word stands at one place in nearly every row; the column stays one of texts."""
    frame = table(moods(300), text=lambda mood, draw: form.format(mood, prose(draw)))
    (leak,) = find_leaks(frame, "mood")
    assert leak.is_in_texts
    assert leak.sentence.startswith(f"The {where} of the texts in 'text' says what 'mood' is (")


def test_what_is_no_text_and_no_code_is_not_said() -> None:
    """Ids, dates, texts, a constant, a column of a few cells, and words that go with a class more often than not."""
    classes = sorted(moods(400))
    ids = iter(range(400))
    days = pd.date_range("2026-01-01", periods=40).strftime("%Y-%m-%d").repeat(10)
    frame = table(
        classes,
        text=lambda _, draw: prose(draw),
        kind=lambda *_: "review",
        gold=lambda mood, draw: mood if draw.random() < 0.04 else "",
        floor=lambda mood, draw: draw.choice("112" if mood == "good" else "122"),
        name=lambda _, draw: f"user{draw.random()}",
        row=lambda *_: next(ids),
    ).assign(day=days)
    assert said(frame) == []


def test_the_label_of_a_line_or_of_groups_is_not_said_of_itself() -> None:
    """But a column made of it is."""
    draw = random.Random(3)
    numbers = [round(draw.random(), 3) for _ in range(400)]
    frame = pd.DataFrame({"target": map(str, numbers), "toxic": [str(number >= 0.5) for number in numbers]})
    line = LabelReading(threshold=parse_threshold(">=0.5"))
    assert said(frame, "target", line) == ["'toxic' says the same as 'target >= 0.5': one value for each class."]
    assert said(frame[["target"]], "target", line) == []
    thirds = frame.assign(copy=frame["target"])
    assert said(thirds, "target", LabelReading(bins=Bins(3))) == [
        "'copy' says the same as 'target in 3 groups': cut in 2 places, it separates the classes."
    ]
    assert said(frame, "target") == []  # no classes, as long as nothing was said of the numbers


def test_rows_without_a_label_tell_nothing() -> None:
    """They are left out, wherever they are."""
    frame = table(["good", "bad", "", "nan"] * 100, code=lambda mood, draw: mood[:1] or draw.choice("gbx"))
    assert said(frame.assign(code=[cell if cell != "n" else "g" for cell in frame["code"]])) == [
        "'code' says the same as 'mood': one value for each class."
    ]


@settings(max_examples=60, deadline=None)
@given(
    rows=some.integers(100, 600), names=some.integers(2, 6), values=some.integers(1, 4), seed=some.integers(0, 10**6),
    share=some.sampled_from([0.0, 0.002, 0.01]),
)  # fmt: skip
def test_copies_with_a_slip_in_a_hundred_are_found(rows: int, names: int, values: int, seed: int, share: float) -> None:
    """Codes of one to four values a class, and numbers of one range a class."""
    draw = random.Random(seed)
    places = [draw.randrange(names) for _ in range(rows)]
    slipped = set(draw.sample(range(rows), int(share * rows)))
    copied = [(place + 1) % names if row in slipped else place for row, place in enumerate(places)]
    frame = pd.DataFrame({
        "code": [f"c{place}{draw.randrange(values)}" for place in copied],
        "score": [f"{place + 0.9 * draw.random():.6f}" for place in copied],
        "mood": [f"m{place}" for place in places],
    })  # fmt: skip
    assert [leak.column for leak in find_leaks(frame, "mood")] == ["code", "score"]


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    rows=some.integers(20, 400), names=some.integers(2, 5), rare=some.floats(0.02, 1), seed=some.integers(0, 10**6)
)  # fmt: skip
def test_chance_is_not_taken_for_a_leak(rows: int, names: int, rare: float, seed: int) -> None:
    """Ten columns of each kind that have nothing to do with the label, in tables of any size and balance."""
    draw = random.Random(seed)
    weights = [1.0, *[rare] * (names - 1)]
    frame = pd.DataFrame({
        **{f"code{n}": [f"v{draw.randrange(n + 2)}" for _ in range(rows)] for n in range(10)},
        **{f"score{n}": [f"{draw.random():.{n % 5 + 1}f}" for _ in range(rows)] for n in range(10)},
        **{f"filled{n}": ["x" if draw.random() < (n + 1) / 11 else "" for _ in range(rows)] for n in range(10)},
        **{f"text{n}": [prose(draw) for _ in range(rows)] for n in range(3)},
        **{f"pairs{n}": [f"p{draw.randrange(max(1, rows // 2))}" for _ in range(rows)] for n in range(3)},
        "mood": [f"m{name}" for name in draw.choices(range(names), weights, k=rows)],
    })  # fmt: skip
    assert find_leaks(frame, "mood") == []


CELLS = some.one_of(
    some.text(max_size=30),
    some.integers(-(10**30), 10**30).map(str),
    some.floats().map(str),
    some.sampled_from(["", "nan", "1,5", "30%", "True", "inf", "-", "1_000", "0x10", "1e400", "2026-11-29", "\x00"]),
)


@settings(max_examples=100, deadline=None)
@given(cells=some.lists(some.tuples(CELLS, CELLS), min_size=1, max_size=40), copies=some.integers(1, 5))
def test_whatever_stands_in_the_cells_there_are_sentences_or_none(cells: list[tuple[str, str]], copies: int) -> None:
    """Numbers of any size, control characters, words for nothing: in the label, too."""
    frame = pd.DataFrame(cells * copies, columns=["mood", "code"]).assign(both=lambda rows: rows["mood"] + rows["code"])
    for label in ("mood", "both"):
        assert all(sentence.startswith(("'", "The ")) for sentence in said(frame, label))


def test_numbers_with_a_decimal_comma_or_blank_where_unknown_are_read() -> None:
    """As people and their programs write them; blank cells of either class hide nothing."""
    frame = table(
        moods(400),
        comma=lambda mood, draw: f"{draw.uniform(50, 99) if mood == 'good' else draw.uniform(0, 49):.2f}".replace(
            ".", ","
        ),
        share=lambda mood, draw: f"{draw.uniform(50, 99) if mood == 'good' else draw.uniform(0, 49):.1f}%",
        sparse=lambda mood, draw: "" if draw.random() < 0.3 else 1 + draw.random() + (mood == "good"),
    )
    assert said(frame) == [
        "'comma' says the same as 'mood': from 50 on that is 'good', below 'bad'.",
        "'share' says the same as 'mood': from 50 on that is 'good', below 'bad'.",
        "'sparse' says the same as 'mood': where it is filled, from 2 on that is 'good', below 'bad'.",
    ]
