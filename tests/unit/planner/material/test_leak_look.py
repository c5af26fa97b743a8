"""What is said of columns that give the label away, and what becomes of those that were named as texts."""

from __future__ import annotations

import pytest

from data.profiling.leakage.leak import Leak
from planner.material.leak_look import LeakLook


def same(column: str, *, in_words: bool = False) -> Leak:
    """A copy of the label."""
    return Leak(column, f"'{column}' says the same.", is_in_words=in_words)


def test_four_have_a_sentence_each_and_those_named_as_texts_come_first() -> None:
    """The others are named."""
    look = LeakLook(tuple(map(same, "abcdef")))
    assert look.said(["x", "f"]) == [
        "'f' says the same. It is not used as text.",
        "'a' says the same.",
        "'b' says the same.",
        "'c' says the same.",
        "So do 'd' and 'e'.",
    ]


INSTEAD = "It is no text to learn from: choose"


@pytest.mark.parametrize(("texts", "likely", "usable", "refused"), [
    (("a", "body"), (), ("body",), ""),
    (("a",), ("body", "a"), ("a",), f"'a' says the same. {INSTEAD} 'body'."),
    (("a", "w"), ("a",), ("a", "w"), f"'a' says the same. {INSTEAD} another column, or another label."),
    (("w",), ("body",), ("w",), f"'w' says the same. {INSTEAD} 'body'."),
    (("w",), (), ("w",), ""),
    (("t",), ("body",), ("t",), ""),
    ((), ("body",), (), ""),
])  # fmt: skip
def test_texts_that_give_the_label_away_are_left_out_or_refused(
    texts: tuple[str, ...], likely: tuple[str, ...], usable: tuple[str, ...], refused: str
) -> None:
    """Unless they are of several words and there is nothing else, or have the class in them beside more."""
    look = LeakLook((same("a"), same("w", in_words=True), Leak("t", "The first word says it.", is_in_texts=True)))
    assert look.usable(texts) == usable
    assert look.refusal(texts, likely) == refused
