"""What one cleaning rule did: how many rows, and one of them before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress, count
from operator import ne

from data.text_mark import readable

_EXAMPLE_CHARACTERS = 120
DROPPED = "(left out)"


@dataclass(frozen=True, slots=True)
class RuleReport:
    """Rows that a rule changed or left out, with one example; "" before and after where it found nothing.

    `left_off` says why the rule was not applied although it was not switched off; empty where it was.
    """

    rule: str
    title: str
    rows: int
    before: str = ""
    after: str = ""
    left_off: str = ""


def text_report(name: str, title: str, before: Sequence[str], after: Sequence[str]) -> RuleReport:
    """The report of a rule that changed texts; the example shows the place of the first change."""
    changed = list(compress(count(), map(ne, before, after)))
    if not changed:
        return RuleReport(name, title, 0)
    return RuleReport(
        name, title, len(changed), *_around_change(readable(before[changed[0]]), readable(after[changed[0]]))
    )


def shortened(text: str) -> str:
    """The beginning of a text on one line, for a table."""
    line = " ".join(readable(text).split())
    return line if len(line) <= _EXAMPLE_CHARACTERS else line[: _EXAMPLE_CHARACTERS - 1] + "…"


def _around_change(old: str, new: str) -> tuple[str, str]:
    same = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    start = max(0, same - _EXAMPLE_CHARACTERS // 3)
    return _cut(old, start), _cut(new, start)


def _cut(text: str, start: int) -> str:
    end = start + _EXAMPLE_CHARACTERS
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
