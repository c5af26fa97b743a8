"""Labels that a person decided take the place of those in the table, by text and wherever it stands."""

from __future__ import annotations

from collections import Counter

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from data.cleaning.clean import Cleaned, clean, conflicting_rows
from data.cleaning.decided import DECIDED_RULE, DROPPED_RULE, Decided
from data.labels.decision import Decision
from data.labels.label_cell import join_labels, split_labels
from data.labels.several import LabelForm

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
    assert result.undecided["label"].tolist() == LABELS


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
    assert result.undecided["label"].tolist() == result.frame["label"].tolist()


@given(st.sets(st.integers(0, len(TEXTS) - 1), max_size=12))
def test_only_what_was_decided_changes(rows: set[int]) -> None:
    """Every other row keeps its label, and all rows stay."""
    other = {"good": "bad", "bad": "good"}
    result = cleaned([Decided(TEXTS[row], other[LABELS[row]]) for row in sorted(rows)])
    expected = [other[label] if row in rows else label for row, label in enumerate(LABELS)]
    assert result.frame["label"].tolist() == expected
    assert result.undecided["label"].tolist() == LABELS


def test_a_conflict_may_stay_and_a_text_may_go() -> None:
    """Both rows of the one, none of the other; without a decision all four of them are left out."""
    texts, labels = [*TEXTS, TEXTS[0], TEXTS[1].upper()], [*LABELS, "good", "bad" if LABELS[1] == "good" else "good"]
    assert len(cleaned([], texts, labels).frame) == len(TEXTS) - 2
    result = cleaned([Decided(TEXTS[0], "", Decision.BOTH), Decided(TEXTS[1], "", Decision.DROP)], texts, labels)
    assert sorted(label_of(result, TEXTS[0])) == ["bad", "good"]
    assert label_of(result, TEXTS[1]) == label_of(result, TEXTS[1].upper()) == []
    (rule,) = [rule for rule in result.rules if rule.rule == DROPPED_RULE]
    assert (rule.title, rule.rows) == ("Texts that you dropped", 2)
    assert len(result.undecided) == len(TEXTS) - 2


def test_rows_in_conflict_are_told_as_they_are_settled() -> None:
    """Those that differ in capitals alone are the same text; one with one label only is none."""
    texts, labels = [*TEXTS, TEXTS[0].upper(), TEXTS[2]], [*LABELS, "good", LABELS[2]]
    ((first, second),) = conflicting_rows(pd.Series(texts), pd.Series(labels))
    assert [(one.text, one.label, one.place) for one in (first, second)] == [
        (TEXTS[0], "bad", 0),
        (TEXTS[0].upper(), "good", len(TEXTS)),
    ]


def test_one_of_several_labels_is_decided_and_the_others_stay() -> None:
    """A label is given or taken; what the row has besides is as it was."""
    cells = [join_labels(["loud", "rude"] if number % 2 else ["loud"] if number % 3 else []) for number in range(63)]
    decided = [
        Decided(TEXTS[1], "not rude", name="rude"),
        Decided(TEXTS[2], "rude", name="rude"),
        Decided(TEXTS[2], "not loud", name="loud"),
    ]
    result = cleaned(decided, TEXTS, cells, form=LabelForm.TAGS)
    assert [split_labels(label) for label in result.frame["label"][:4]] == [(), ("loud",), ("rude",), ("loud", "rude")]
    assert result.undecided["label"].tolist() == cells


@given(st.data())
def test_what_is_decided_about_conflicts_touches_no_other_row(data: st.DataObject) -> None:
    """Whatever of them stays, goes or is settled: rows of other texts are as they were."""
    rows = data.draw(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["good", "bad"])), min_size=1, max_size=30))
    texts, labels = [*TEXTS, *(TEXTS[at] for at, _ in rows)], [*LABELS, *(label for _, label in rows)]
    made = data.draw(st.dictionaries(st.integers(0, 9), st.sampled_from(list(Decision))))
    result = cleaned([Decided(TEXTS[at], "good", decision) for at, decision in made.items()], texts, labels)
    for at, text in enumerate(TEXTS):
        found, had = sorted(label_of(result, text)), {LABELS[at], *(label for other, label in rows if other == at)}
        if made.get(at) is Decision.DROP:
            assert found == []
        elif made.get(at) is Decision.LABEL:
            assert found == ["good"]
        elif made.get(at) is Decision.BOTH:
            assert found == sorted(had)
        else:
            votes = Counter([LABELS[at], *(label for other, label in rows if other == at)]).most_common()
            settled = [votes[0][0]] if len(votes) == 1 or votes[0][1] > votes[1][1] else []
            assert found == settled
