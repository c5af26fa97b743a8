"""Cleaning that would lose most of the texts or labels: left off, kept, and said."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.cleaning.clean import Cleaned, clean, normalise, without_texts
from data.labels.label_words import label_notes
from data.labels.reading import LabelReading
from data.missing import missing_among
from data.profiling.cleaning_look import look_at_cleaning

ROWS = 400


def cleaned(texts: list[str], labels: list[str] | None = None, **how: object) -> Cleaned:
    labels = labels or ["pos" if row % 3 else "neg" for row in range(len(texts))]
    return clean(pd.Series(texts, dtype="str"), pd.Series(labels, dtype="str"), **how)  # type: ignore[arg-type]


def notes_of(found: Cleaned) -> list[str]:
    counts = found.counts
    return list(label_notes(counts.missing, blank=counts.blank, labelled=counts.rows))


@pytest.mark.parametrize(
    ("text", "rule", "title"),
    [
        ("https://safe.example/home{}", "links_and_handles", "Links and @handles"),
        ("see www.example.org/{} now", "links_and_handles", "Links and @handles"),
        ("@person_{}", "links_and_handles", "Links and @handles"),
        ("<img src='picture{}.png'>", "markup", "HTML tags and entities"),
        ("<!-- note {} -->", "markup", "HTML tags and entities"),
        ("<script>call({});</script>", "markup", "HTML tags and entities"),
        ("<a href='page{}'></a>", "markup", "HTML tags and entities"),
        ("word " * 4_001 + "{}", "long_text", "Texts of more than 20,000 characters"),
    ],
)
def test_a_rule_that_would_lose_most_texts_is_left_off_and_said(text: str, rule: str, title: str) -> None:
    """Links alone, handles alone, tags alone, the same long beginning: all rows stay usable."""
    texts = [text.format(row) for row in range(ROWS)]
    found = cleaned(texts)
    assert len(found.frame) == ROWS
    assert found.left_off == (rule,)
    (report,) = (report for report in found.rules if report.left_off)
    assert (report.rule, report.rows) == (rule, 0)
    (note,) = found.notes
    assert note.startswith(f"The rule '{title}' was left off: it would have emptied or made alike ")
    assert note.endswith("of 400 different texts.")


def test_a_look_at_the_texts_shows_what_cleaning_will_do() -> None:
    """The same rule is left off in the look, and the same rows are kept."""
    texts = pd.Series([f"https://safe.example/home{row}" for row in range(ROWS)])
    labels = pd.Series(["pos" if row % 3 else "neg" for row in range(ROWS)])
    seen, done = look_at_cleaning(texts, labels), clean(texts, labels)
    assert [rule.left_off for rule in seen.rules if rule.left_off] == [done.rules[2].left_off]
    assert list(seen.kept.texts) == done.frame["text"].to_list()


@given(st.integers(0, 100))
@settings(max_examples=40, deadline=None)
def test_more_than_half_of_the_texts_is_the_edge(n_links: int) -> None:
    """Of 100 texts, up to 51 links become one text: 50 are lost, and that is half."""
    texts = [f"https://safe.example/{row}" if row < n_links else f"a plain text, number {row}" for row in range(100)]
    found = cleaned(texts, ["neg" if row % 2 else "pos" for row in range(100)], rules_off=["conflicting_labels"])
    assert found.left_off == (("links_and_handles",) if n_links > 51 else ())


def test_new_texts_and_test_texts_are_mended_without_a_rule_that_was_left_off() -> None:
    """Else every link of a test file would be a duplicate of every link in training."""
    found = cleaned([f"https://safe.example/home{row}" for row in range(ROWS)])
    test = ["https://safe.example/home7", "https://new.example"]
    assert normalise(test, rules_off=found.left_off) == test
    assert len(without_texts(found.frame, test, left_off=found.left_off)) == ROWS - 1


@pytest.mark.parametrize("word", ["-", "--", "—", "?", "n/a", "N/A", "none", "None", "null", "nil", "missing", "."])
def test_a_word_for_nothing_is_a_class_where_many_rows_have_it(word: str) -> None:
    """Beside one other class, or about as common as the others; where it is rare, it is no label."""
    assert missing_among({"x": 199, word: 201}) == frozenset()
    assert missing_among({"x": 380, word: 20}) == frozenset()
    assert missing_among({"a": 100, "b": 120, word: 90}) == frozenset()
    assert missing_among({"a": 200, "b": 190, word: 4}) == {word}
    assert missing_among({"a": 1_000, "b": 1_000, word: 30}) == {word}
    assert missing_among({"a": 1_000, "b": 1_000, word: 30}, kept=[word.upper()]) == frozenset()


@pytest.mark.parametrize("word", ["", " ", "NaN", "#N/A", "<NA>"])
def test_what_programs_write_for_blank_is_no_class(word: str) -> None:
    """However many rows have it."""
    assert missing_among({"a": 100, "b": 100, word: 300}) == {word}


def test_the_spelling_that_was_taken_for_missing_is_said_and_can_be_kept() -> None:
    """With the switch to keep it."""
    texts = [f"a plain text, number {row}" for row in range(200)]
    labels = ["?" if row < 6 else "n/a" if row < 8 else "ab"[row % 2] for row in range(200)]
    found = cleaned(texts, labels)
    assert len(found.frame) == 192
    assert notes_of(found) == [
        "8 rows whose label is '?', 'n/a' count as without a label. Is one of them a class? Say --keep-label '?', or "
        "on the Train page."
    ]
    kept = cleaned(texts, labels, reading=LabelReading(kept=("?",)))
    assert sorted(kept.frame["label"].unique()) == ["?", "a", "b"]
    assert [note[:31] for note in notes_of(kept)] == ["2 rows whose label is 'n/a' cou"]


def test_a_blank_half_is_said_and_can_be_named() -> None:
    """Two classes and more blanks than labels: left out, but never without a word."""
    texts = [f"a plain text, number {row}" for row in range(400)]
    labels = ["" if row % 2 or row % 3 == 0 else "ab"[row // 2 % 2] for row in range(400)]
    found = cleaned(texts, labels)
    blank = labels.count("")
    assert notes_of(found) == [
        f"{blank} of 400 rows have no label and are left out. If blank means something, say what: --blank-label no, or "
        "the field on the Train page."
    ]
    named = cleaned(texts, labels, reading=LabelReading(blank="no"))
    assert (len(named.frame), notes_of(named)) == (400, [])
    assert (named.frame["label"] == "no").sum() == blank
