"""JSON from a stranger: parsed, and looked at piece by piece."""

from __future__ import annotations

import json
from typing import Any

from planner.domain.errors import InvalidImport
from planner.exchange.entries.read_entries import Unreadable


def parsed_json(text: str, *, lines_before: int = 0) -> Any:
    """What a text of JSON says; `InvalidImport` names the line where it breaks off."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        reason = error.msg[:1].lower() + error.msg[1:]
        raise InvalidImport(
            f"line {error.lineno + lines_before} is not JSON ({reason}). Export the file again."
        ) from error
    except RecursionError as error:
        raise InvalidImport("it is JSON within JSON, deeper than any time log. Export the file again.") from error


def is_json(text: str) -> bool:
    """Whether a text begins as an object or a list of JSON does."""
    return text.lstrip().startswith(("{", "["))


def text_of(value: Any) -> str:
    """A text; `Unreadable` for anything else."""
    if not isinstance(value, str):
        raise Unreadable(f"says {json.dumps(value)[:60]} where a text was expected")
    return value.encode("utf-8", "replace").decode()  # half a letter, as JSON may hold, fits no database


def texts_of(value: Any) -> list[str]:
    """A list of texts; `Unreadable` for anything else."""
    if not isinstance(value, list):
        raise Unreadable(f"says {json.dumps(value)[:60]} where a list of texts was expected")
    return [text_of(item) for item in value]
