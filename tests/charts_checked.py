"""Charts held to the schema of Vega-Lite, which pages spare themselves: a third of their time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import jsonschema_rs
import pytest
from altair.utils import schemapi

from planner.charts.drawn import Chart, LayerChart

Schema = dict[str, Any]


@contextmanager
def held_to_schema() -> Iterator[None]:
    """Altair's own drawing, which refuses what Vega-Lite does not know, as long as the block runs."""
    with pytest.MonkeyPatch.context() as patched:
        for kind in (Chart, LayerChart):
            patched.setattr(kind, "to_dict", super(kind.__mro__[1], kind).to_dict)
        patched.setattr(schemapi, "validate_jsonschema", quickly(schemapi.validate_jsonschema))
        yield


def quickly(check: Callable[..., Any]) -> Callable[..., Any]:
    """`altair.utils.schemapi.validate_jsonschema` by compiled code: only what fails is asked again, for its words."""

    validators: dict[tuple[int, str], Any] = {}

    def checked(spec: Any, schema: Schema, rootschema: Schema | None = None, *, raise_error: bool = True) -> Any:
        whole = rootschema or schema  # a constant of Altair's
        key = (id(whole), "" if schema is whole else json.dumps(schema))
        if key not in validators:
            validators[key] = _validator(schema, whole)
        return None if validators[key].is_valid(spec) else check(spec, schema, rootschema, raise_error=raise_error)

    return checked


def _validator(schema: Schema, rootschema: Schema) -> Any:
    """For a part of the schema, whose references lead into the whole."""
    whole, part = _with_plain_references(rootschema), _with_plain_references(schema)
    return jsonschema_rs.validator_for({"$schema": whole["$schema"], "definitions": whole["definitions"], **part})


def _with_plain_references(part: Any) -> Any:
    """Names such as `RowCol<number>` as an address may hold them."""
    if isinstance(part, list):
        return [_with_plain_references(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {
        key: quote(value, safe="#/") if key == "$ref" and isinstance(value, str) else _with_plain_references(value)
        for key, value in part.items()
    }
