"""What is shown in a notebook: a line with a bar, and a card; on white and on black, as texts keep their colour."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from enum import StrEnum


class Colour(StrEnum):
    """What a bar or the edge of a card says."""

    GOOD = "#2a9d6f"
    WARNING = "#d97706"
    BAD = "#dc4c3e"


def bar_html(words: str, aside: str, share: float, colour: Colour) -> str:
    """A bar that is filled to a share of its length, 0 to 1, and words below it."""
    bar = "height:4px; border-radius:2px"
    whole = f"{bar}; background:rgba(128,128,128,.3); max-width:30em; margin-bottom:.25em"
    filled = f"{bar}; background:{colour}; width:{100 * share:.1f}%"
    further = f"<span style='opacity:.75'>, {html.escape(aside)}</span>" if aside else ""
    return (
        f"<div style='padding:.3em 0'><div style='{whole}'><div style='{filled}'></div></div>"
        f"{html.escape(words)}{further}</div>"
    )


def card_html(first: str, others: Sequence[str], colour: Colour) -> str:
    """A card: its first line says it all, and stands out where others follow."""
    title = f"<b>{_escaped(first)}</b>" if others else _escaped(first)
    rest = "".join(f"<div style='opacity:.85'>{_escaped(line)}</div>" for line in others)
    style = f"border-left:4px solid {colour}; padding:.25em .8em; max-width:60em; overflow-wrap:anywhere"
    return f"<div style='{style}'><div>{title}</div>{rest}</div>"


def _escaped(line: str) -> str:
    """With a command as what can be copied.

    >>> _escaped("See it with: callit verify a<b")
    'See it with: <code>callit verify a&lt;b</code>'
    """
    return re.sub(r"(?<=: )callit verify .*", r"<code>\g<0></code>", html.escape(line))
