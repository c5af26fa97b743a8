"""Texts mended rule by rule; a rule that would leave too little of them is left off, and says so.

Where every text is a link, one word in place of each link makes all texts alike: what tells them apart is gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data.cleaning.text_rules import TEXT_RULES, TextRule
from data.missing import is_missing_text
from data.text_mark import MARK, by_part

_MOST_LOST = 0.5  # of the different texts
_MOST_PASSES = 10


@dataclass(frozen=True, slots=True)
class Step:
    """What one rule made of the texts; where it was left off, `after` is `before` and `left_off` says why."""

    rule: TextRule
    before: list[str]
    after: list[str]
    left_off: str = ""


def steps(texts: list[str], rules_off: Sequence[str], *, judged: bool) -> Iterator[Step]:
    """The rules in their order, without those switched off. `judged`: leave off a rule that would lose most texts."""
    has_parts = any(MARK in text for text in texts)
    for rule in TEXT_RULES:
        if rule.name not in rules_off:
            mended = [by_part(rule.mend, text) if has_parts else rule.mend(text) for text in texts]
            left_off = why_left_off(texts, mended) if judged else ""
            yield Step(rule, texts, texts if left_off else mended, left_off)
            texts = texts if left_off else mended


def why_left_off(before: Sequence[str], after: Sequence[str]) -> str:
    """Why a rule is left off: it would empty, or make alike, more than half of the different texts. Empty if not.

    >>> why_left_off(["https://a.example", "https://b.example"], ["[link]", "[link]"])
    ''
    >>> why_left_off(["@ann", "@bob", "@cy"], ["@user", "@user", "@user"])
    'it would have emptied or made alike 2 of 3 different texts'
    """
    if before == after:
        return ""
    different = _different(before)
    lost = different - _different(after)
    if lost <= _MOST_LOST * different:
        return ""
    return f"it would have emptied or made alike {lost:,} of {different:,} different texts"


def settled(text: str, rules: Sequence[TextRule]) -> str:
    """A mended text, mended until nothing changes: one rule may uncover work for another, such as a link in a tag."""
    for _ in range(_MOST_PASSES):
        before = text
        for rule in rules:
            text = by_part(rule.mend, text)
        if text == before:
            break
    return text


def _different(texts: Sequence[str]) -> int:
    return sum(not is_missing_text(text) for text in {text.strip() for text in texts})
