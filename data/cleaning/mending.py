"""Texts mended rule by rule; a rule that would leave too little of them is left off, and says so.

Where every text is a link, one word in place of each link makes all texts alike: what tells them apart is gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data.cleaning.suspects import Suspects
from data.cleaning.text_rules import TEXT_RULES, TextRule
from data.missing import is_missing_text

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
    rules = [rule for rule in TEXT_RULES if rule.name not in rules_off]
    suspects, judge = Suspects(texts, rules), _Judge()
    for rule in rules:
        mended, changed = suspects.mended_by(rule, texts)
        left_off = judge.why_left_off(texts, mended, len(changed)) if judged else ""
        yield Step(rule, texts, texts if left_off else mended, left_off)
        if not left_off:
            texts = mended
            suspects.look_again(texts, rule, changed)


def settled(texts: list[str], rules: Sequence[TextRule]) -> list[str]:
    """Mended texts, mended until nothing changes: one rule may uncover work for another, such as a link in a tag."""
    done, moving = list(texts), list(range(len(texts)))
    for _ in range(_MOST_PASSES):
        before = [done[i] for i in moving]
        for i, text in zip(moving, _mended_once(before, rules), strict=True):
            done[i] = text
        moving = [i for i, text in zip(moving, before, strict=True) if done[i] != text]
        if not moving:
            break
    return done


def _mended_once(texts: list[str], rules: Sequence[TextRule]) -> list[str]:
    suspects = Suspects(texts, rules, parts_may_appear=True)
    for rule in rules:
        texts, changed = suspects.mended_by(rule, texts)
        suspects.look_again(texts, rule, changed)
    return texts


def why_left_off(before: Sequence[str], after: Sequence[str]) -> str:
    """Why a rule is left off: it would empty, or make alike, more than half of the different texts. Empty if not.

    >>> why_left_off(["https://a.example", "https://b.example"], ["[link]", "[link]"])
    ''
    >>> why_left_off(["@ann", "@bob", "@cy"], ["@user", "@user", "@user"])
    'it would have emptied or made alike 2 of 3 different texts'
    """
    return _Judge().why_left_off(before, after, changed=len(before))


class _Judge:
    """Says why a rule is left off, and counts different texts only where so many changed that it could be."""

    def __init__(self) -> None:
        self._different: int | None = None  # texts, as far as they were counted
        self._perhaps_lost = 0  # since then: each changed one may have become like another

    def why_left_off(self, before: Sequence[str], after: Sequence[str], changed: int) -> str:
        if changed == 0:
            return ""
        if self._different is None:
            self._different = _different(before)
        if changed <= _MOST_LOST * (self._different - self._perhaps_lost):
            self._perhaps_lost += changed
            return ""
        different = _different(before) if self._perhaps_lost else self._different
        left = _different(after)
        lost_too_many = different - left > _MOST_LOST * different
        self._different, self._perhaps_lost = different if lost_too_many else left, 0
        if not lost_too_many:
            return ""
        return f"it would have emptied or made alike {different - left:,} of {different:,} different texts"


def _different(texts: Sequence[str]) -> int:
    found = {text.strip() for text in texts}
    return len(found) - sum(map(is_missing_text, found))
