"""Labels that a person decided take the place of those in the table, by text and wherever it stands."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from data.cleaning.clean import Cleaned, clean
from data.cleaning.decided import DECIDED_RULE, Decided

WORDS = ("warm", "cold", "late", "quick", "dull", "kind", "loud")
TEXTS = [
    f"The {word} tea number {number} was {'good' if number % 2 else 'bad'}." for number in range(9) for word in WORDS
]
LABELS = ["good" if " good." in text else "bad" for text in TEXTS]


def cleaned(decided: list[Decided], texts: list[str] = TEXTS, labels: list[str] = LABELS, **more: object) -> Cleaned:
    return clean(pd.Series(texts), pd.Series(labels), decided=decided, **more)  # type: ignore[arg-type]


def label_of(result: Cleaned, text: str) -> list[str]:
    return result.frame["label"][result.frame["text"] == text].tolist()


def test_a_decided_label_is_counted_and_said_among_the_rules() -> None:
    """One row of the table; the table's own label stays known."""
    result = cleaned([Decided(TEXTS[0], "good")])
    assert label_of(result, TEXTS[0]) == ["good"]
    (rule,) = [rule for rule in result.rules if rule.rule == DECIDED_RULE]
    assert (rule.title, rule.rows, rule.before, rule.after) == ("Labels that you decided", 1, "bad", "good")
    assert dict(result.former) == {0: "bad"}


def test_without_answers_there_is_no_such_rule() -> None:
    """A table that nobody was asked about is cleaned as ever."""
    assert DECIDED_RULE not in [rule.rule for rule in cleaned([]).rules]


def test_it_holds_for_the_same_text_in_other_letters() -> None:
    """Case, punctuation and spaces make no other text; nor does a rule that is off now and was on then."""
    shouted = [f"<b>{TEXTS[0].upper()}</b> !", *TEXTS[1:]]
    for off in ((), ("html",), ("markup",)):
        known = tuple(rule for rule in off if rule in {one.rule for one in cleaned([]).rules})
        result = cleaned([Decided(TEXTS[0], "good")], shouted, rules_off=known)
        assert result.frame["label"].iloc[0] == "good"


def test_a_conflict_that_was_decided_is_no_conflict_any_more() -> None:
    """Two rows with one text and two labels would both go; with an answer one of them stays."""
    texts, labels = [*TEXTS, TEXTS[0]], [*LABELS, "good"]
    assert label_of(cleaned([], texts, labels), TEXTS[0]) == []
    assert label_of(cleaned([Decided(TEXTS[0], "bad")], texts, labels), TEXTS[0]) == ["bad"]


def test_a_label_that_the_table_has_not_is_passed_over() -> None:
    """It was one of another reading of the column."""
    result = cleaned([Decided(TEXTS[0], "splendid")])
    assert label_of(result, TEXTS[0]) == ["bad"]
    assert not result.former


@given(st.sets(st.integers(0, len(TEXTS) - 1), max_size=12))
def test_only_what_was_decided_changes(rows: set[int]) -> None:
    """Every other row keeps its label, and all rows stay."""
    other = {"good": "bad", "bad": "good"}
    result = cleaned([Decided(TEXTS[row], other[LABELS[row]]) for row in sorted(rows)])
    expected = [other[label] if row in rows else label for row, label in enumerate(LABELS)]
    assert result.frame["label"].tolist() == expected
    assert set(result.former) == rows
