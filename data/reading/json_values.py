"""JSON values as the cells of a table."""

from __future__ import annotations

import json
from typing import Any

_MOST_EXACT = 2**53  # above it a float is no whole number for certain


def flat(value: dict[str, Any]) -> dict[str, Any]:
    """An object without objects in it: what they hold is named with a dot.

    >>> flat({"text": "so good", "user": {"name": "Ada", "seen": {"year": 2026}}})
    {'text': 'so good', 'user.name': 'Ada', 'user.seen.year': 2026}
    """
    if not any(isinstance(inner, dict) for inner in value.values()):
        return value
    spread: dict[str, Any] = {}
    stack = [(name, inner) for name, inner in reversed(value.items())]
    while stack:
        name, inner = stack.pop()
        if isinstance(inner, dict):
            stack += [(f"{name}.{within}", cell) for within, cell in reversed(inner.items())]
        else:
            spread.setdefault(name, inner)
    return spread


def as_text(value: Any) -> str:
    """A JSON value as a cell: text as it is, null as "", whole numbers without ".0", the rest as JSON.

    >>> [as_text(v) for v in ("good", None, 4, 4.0, 0.5, True, ["a"])]
    ['good', '', '4', '4', '0.5', 'true', '["a"]']
    """
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < _MOST_EXACT:
        return str(int(value))
    return "" if value is None else json.dumps(value, ensure_ascii=False, default=str)
