"""How words and numbers stand in a table of Markdown."""

from __future__ import annotations


def cell(text: str) -> str:
    """A label as it can stand in a table of Markdown: on one line, its bars no borders.

    >>> cell("a|b\\nc")
    'a\\\\|b c'
    """
    return " ".join(text.split()).replace("|", "\\|")


def number(value: float | None) -> str:
    """A score or share with three digits.

    >>> number(0.25), number(None)
    ('0.250', 'unknown')
    """
    return "unknown" if value is None else f"{value:.3f}"
