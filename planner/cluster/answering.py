"""How whatever lives on a node answers: JSON and bytes on both sides, and what goes wrong is answered, never raised."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

Answer = tuple[dict[str, Any], bytes]

_Who = TypeVar("_Who")


def answered(
    answers: Mapping[str, Callable[[_Who, Mapping[str, Any], bytes], Answer]], who: _Who, question: str, data: bytes
) -> tuple[str, bytes]:
    """The answer of `who` to one question, with the question's number: Ray would wrap errors in types of its own.

    >>> answered({"hello": lambda who, asked, data: ({"name": who}, b"")}, "ada", '{"ask": "hello", "number": 3}', b"")
    ('{"name": "ada", "number": 3}', b'')
    >>> answered({}, "ada", '{"ask": "moon", "number": 4}', b"")
    ('{"error": "KeyError: \\'moon\\'", "number": 4}', b'')
    """
    number: Any = None
    try:
        asked = json.loads(question)
        number = asked.get("number")
        told, answer = answers[str(asked["ask"])](who, asked, data)
    except Exception as error:
        told, answer = {"error": f"{type(error).__name__}: {error}"[:500]}, b""
    return json.dumps({**told, "number": number}), answer
