"""Cleaning of rows that have several labels: the rules of classes, but that labels are judged one by one."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest

from data.cleaning.clean import clean
from data.cleaning.label_rules import MOST_LABELS, Unlearnable
from data.errors import UnusableLabels
from data.labels.label_cell import NO_LABEL, join_labels, readable_labels, rows_of_labels
from data.labels.several import LabelForm
from data.profiling.cleaning_look import look_at_cleaning

WORDS = ["amber", "birch", "cedar", "delta", "ember", "flint", "grove", "heron"]


def cleaned(sets: list[list[str] | None], texts: list[str] | None = None, form: LabelForm = LabelForm.TAGS, **given):
    """Rows of different texts, cleaned; None is a row of which nothing is known."""
    said = texts or [f"{WORDS[number % 8]} {WORDS[number // 8 % 8]} {number}" for number in range(len(sets))]
    cells = ["" if labels is None else join_labels(labels) for labels in sets]
    return clean(pd.Series(said), pd.Series(cells), form=form, **given)


def rows_of(found) -> dict[str, int]:
    return dict(rows_of_labels(Counter(found.frame["label"])))


def test_rare_labels_are_left_out_and_said_and_their_rows_stay():
    sets = [["loud"], ["loud", "rude"], []] * 30 + [["rude", f"rare {number}"] for number in range(9)]
    found = cleaned(sets)
    assert len(found.frame) == 99
    assert rows_of(found) == {"loud": 60, "rude": 39}
    assert found.notes == ["Too rare, left out: 'rare 0', 'rare 1', 'rare 2', 'rare 3', 'rare 4' and 4 more."]
    rule = next(rule for rule in found.rules if rule.rule == "rare_labels")
    assert (rule.rows, rule.before, rule.after) == (9, "rare 0, rude", "rude")


def test_three_hundred_tags_fold_into_those_that_can_be_learned():
    sets = [[f"tag {rank}" for rank in range(300) if number % (rank + 2) == 0] for number in range(600)]
    found = cleaned(sets)
    assert found.unlearnable.rare
    assert len(rows_of(found)) + len(found.unlearnable.rare) == 300
    assert min(rows_of(found).values()) >= 5
    assert found.notes[0].endswith(f"and {len(found.unlearnable.rare) - 5} more.")


def test_so_many_labels_that_nobody_reads_their_scores_leave_the_rarest_out():
    cells = [join_labels([f"tag {number % 700}", "common"][: 1 + number % 2]) for number in range(7_000)]
    found = Unlearnable.among(cells)
    assert len(set(rows_of_labels(Counter(cells))) - {*found.rare}) == MOST_LABELS
    assert "common" not in found.rare


def test_a_label_of_nearly_every_row_is_left_out():
    found = cleaned([["a", "b", "always"], ["b", "always"], ["always"]] * 30 + [["a"], ["b"]])
    assert found.notes == ["In nearly every row, left out: 'always'."]
    assert rows_of(found) == {"b": 61, "a": 31}


def test_tags_that_differ_in_case_or_blanks_are_one_and_the_rule_can_be_off():
    sets = [["Rude"], ["rude", "loud"], ["rude"], [" LOUD", "rude", "loud"], []] * 20
    assert rows_of(cleaned(sets)) == {"rude": 80, "loud": 40}
    assert set(rows_of(cleaned(sets, rules_off=["label_spelling"]))) == {"Rude", "rude", "loud", " LOUD"}


def test_columns_that_differ_in_case_only_stay_two():
    sets = [["Rude"], ["rude"], ["rude", "Rude"]] * 20
    assert rows_of(cleaned(sets, form=LabelForm.COLUMNS)) == {"Rude": 40, "rude": 40}


def test_duplicates_go_and_contradictions_are_settled_by_the_majority_of_the_sets():
    sets = [["a"], ["b"], ["a", "b"], []] * 20
    texts = [f"text {number}" for number in range(80)] + ["the same", "The same!", "the same.", "tied", "tied"]
    found = cleaned([*sets, ["a", "b"], ["b", "a"], ["a"], ["a"], []], texts)
    told = dict(zip(found.frame["text"], map(readable_labels, found.frame["label"]), strict=True))
    assert told["the same"] == "a, b"
    assert not {"The same!", "the same.", "tied"} & set(told)
    rule = next(rule for rule in found.rules if rule.rule == "conflicting_labels")
    assert rule.rows == 3
    assert rule.before == "a, b (2), a (1): the same."


def test_rows_of_which_nothing_is_known_go_and_rows_without_any_label_stay():
    found = cleaned([["a"], ["b"], [], None] * 20)
    assert Counter(found.frame["label"]) == {"a": 20, "b": 20, NO_LABEL: 20}
    assert (found.counts.blank, found.counts.rows) == (20, 60)


def test_fewer_than_two_labels_are_refused():
    with pytest.raises(UnusableLabels, match="only 'a' is given"):
        cleaned([["a"], []] * 40 + [["b"]])


def test_too_few_rows_are_refused_though_rare_labels_touched_many():
    with pytest.raises(UnusableLabels, match=r"Only 30 usable rows are left of 30\. At least 50"):
        cleaned([["a"], ["b"], ["rare 1"], ["a"], ["b"], ["rare 2"]] * 4 + [["a"]] * 6)


def test_the_look_shows_labels_as_a_person_reads_them():
    sets = [["a"], ["b", "a"], [], ["b", "once"]] * 4
    cells = pd.Series([join_labels(labels) for labels in sets])
    look = look_at_cleaning(pd.Series([f"text {n}" for n in range(16)]), cells, form=LabelForm.TAGS)
    (rare,) = [rule for rule in look.rules if rule.rule == "rare_labels"]
    assert rare.rows == 4
    assert (rare.changes[0].label, rare.changes[0].after) == ("b, once", "label: b")
