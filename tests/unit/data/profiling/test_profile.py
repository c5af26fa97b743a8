"""The facts of a table before anything is cleaned, and what cleaning would do to it."""

from __future__ import annotations

import pandas as pd
import pytest

from data.cleaning.clean import clean
from data.errors import WrongColumn
from data.profiling.cleaning_look import MOST_CHANGES, look_at_cleaning
from data.profiling.profile import Lengths, length_bars, profile
from data.sample.corpus import make_sample_corpus


def test_the_facts_of_two_columns() -> None:
    """Classes, lengths, duplicates, blanks and contradictions are counted as they stand."""
    table = pd.DataFrame(
        {
            "text": ["one two", "One two!", "three", "three", "a b c d", "", "nan", "last one here"],
            "label": ["x", "y", "x", "x", "?", "x", "y", "x"],
        }
    )
    seen = profile(table, "text", "label")
    assert (seen.rows, seen.empty_texts, seen.missing_labels) == (8, 2, 1)
    assert (seen.duplicates, seen.conflicting_texts) == (2, 1)
    assert seen.classes.to_dict("list") == {"label": ["x", "y"], "rows": [5, 2], "share": [5 / 7, 2 / 7]}
    assert seen.lengths == Lengths("words", mean=13 / 6, low=2, median=2, high=3, p95=4, most=4)


def test_a_table_without_any_text_has_no_lengths() -> None:
    """Nothing is divided by nothing."""
    seen = profile(pd.DataFrame({"text": ["", " "], "label": ["x", "y"]}), "text", "label")
    assert seen.lengths == Lengths("words", 0.0, 0, 0, 0, 0, 0)
    assert not len(length_bars(seen))


def test_a_column_that_is_not_there_is_refused() -> None:
    """The columns there are stand in the message."""
    with pytest.raises(WrongColumn, match="It has: text"):
        profile(pd.DataFrame({"text": ["a"]}), "text", "label")


def test_lengths_of_japanese_texts_are_characters() -> None:
    """Where there are no blanks a whole text would be one word."""
    seen = profile(pd.DataFrame({"text": ["とても良い", "悪い"], "label": ["x", "y"]}), "text", "label")
    assert (seen.lengths.unit, seen.lengths.most) == ("characters", 5)


def test_the_picture_of_lengths_holds_every_text_and_few_bars() -> None:
    """One giant among a thousand texts flattens nothing: it stands in the last bar."""
    texts = [" ".join(["word"] * (5 + i % 40)) for i in range(999)] + ["word " * 9000, ""]
    bars = length_bars(profile(pd.DataFrame({"text": texts, "label": "x"}), "text", "label"))
    assert bars["texts"].sum() == 1000
    assert len(bars) <= 24
    assert bars["start"].iloc[0] == 5
    assert bars["end"].iloc[-1] < 60
    assert (bars["start"].iloc[1:].to_numpy() == bars["end"].iloc[:-1].to_numpy()).all()


@pytest.mark.parametrize("rules_off", [(), ("markup", "near_duplicates", "conflicting_labels")])
def test_the_look_at_cleaning_is_what_cleaning_does(rules_off: tuple[str, ...]) -> None:
    """The same rules touch as many rows, and the same texts and labels are left."""
    table = make_sample_corpus(rows=1500)
    texts, labels = table["review"], table["sentiment"]
    done = clean(texts, labels, rules_off=rules_off)
    seen = look_at_cleaning(texts, labels, rules_off)
    assert [(rule.rule, rule.rows) for rule in seen.rules] == [(rule.rule, rule.rows) for rule in done.rules]
    assert list(seen.kept.texts) == done.frame["text"].to_list()
    assert list(seen.kept.labels) == done.frame["label"].to_list()
    assert seen.left_out == len(table) - len(done.frame) > 0


def test_changes_are_shown_text_by_text_up_to_a_bound() -> None:
    """Each text that a rule touches stands there before and after, with its label; not more than can be read."""
    texts = pd.Series([f"<i>number {i}</i>" for i in range(50)] + ["same text", "Same text!"])
    seen = look_at_cleaning(texts, pd.Series(["x", "y"] * 26))
    rules = {rule.rule: rule for rule in seen.rules}
    markup = rules["markup"]
    assert (markup.rows, len(markup.changes), markup.mends_texts) == (50, MOST_CHANGES, True)
    assert markup.changes[1].before == "<i>number 1</i>"
    assert markup.changes[1].after.strip() == "number 1"
    conflict = rules["conflicting_labels"]
    assert [(change.label, change.after) for change in conflict.changes] == [("x", "(left out)"), ("y", "(left out)")]
    assert not conflict.mends_texts


def test_a_label_in_another_spelling_is_shown_as_it_becomes() -> None:
    """The row stays, and its label is the commonest spelling."""
    labels = pd.Series(["good"] * 8 + ["Good"] + ["bad"] * 8)
    seen = look_at_cleaning(pd.Series([f"text {i}" for i in range(17)]), labels)
    (change,) = next(rule.changes for rule in seen.rules if rule.rule == "label_spelling")
    assert (change.label, change.after) == ("Good", "label: good")
    assert seen.left_out == 0
