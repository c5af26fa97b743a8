"""Charts held to the schema of Vega-Lite, which pages spare themselves: a third of their time; here each kind once."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from planner.charts.drawn import Chart, LayerChart

Schema = dict[str, Any]


def held_to_schema(patched: pytest.MonkeyPatch) -> None:
    """Altair's own drawing from here on, which refuses what Vega-Lite does not know."""
    for kind in (Chart, LayerChart):
        patched.setattr(kind, "to_dict", super(kind.__mro__[1], kind).to_dict)


def checked_once(check: Callable[..., Any]) -> Callable[..., Any]:
    """`altair.utils.schemapi.validate_jsonschema`, which is spared what has passed already, but for its data's name."""
    passed: set[str] = set()

    def checked(spec: Any, schema: Schema, rootschema: Schema | None = None, *, raise_error: bool = True) -> Any:
        against = None if schema is rootschema else schema  # the whole of it is large, and there is one
        key = json.dumps([against, _without_names(spec)], sort_keys=True, default=repr)
        if key in passed:
            return None
        error = check(spec, schema, rootschema, raise_error=raise_error)
        if error is None:
            passed.add(key)
        return error

    return checked


def _without_names(part: Any) -> Any:
    """The same, with one name for all data: Streamlit draws it by lot."""
    if isinstance(part, list | tuple):
        return [_without_names(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {
        key: {"name": ""}
        if key == "data" and isinstance(value, dict) and [*value] == ["name"]
        else _without_names(value)
        for key, value in part.items()
    }
