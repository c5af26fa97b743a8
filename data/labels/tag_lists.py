"""Cells that are a list as programs write it: JSON, Python, sets of a database, arrays, and tags in angle brackets."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping

_LONGEST = 20_000  # characters: more is no cell of tags
_BRACKETS = {"[": "]", "{": "}", "(": ")"}
_CALLED = re.compile(r"(?:c|set|frozenset|tuple|list|array)(?=[(])")  # as R and Python write them
_ANGLED = re.compile(r"(?:<[^<>]+>\s*)+")
_QUOTED = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
_ITEM = re.compile(rf"\s*({_QUOTED}|[^,\"']*?)\s*(?:,|$|(?=[\"']))")
_NAMES = ("name", "label", "tag", "title", "value", "text")  # which value of an object is the tag


def list_items(cell: str) -> tuple[str, ...] | None:
    """The entries of a cell that is a list; None for any other cell.

    Round brackets are those of a list only where something in them is quoted.

    >>> list_items('["a", "b"]'), list_items("['a' 'b']"), list_items("{a,b}"), list_items("<c#><.net>")
    (('a', 'b'), ('a', 'b'), ('a', 'b'), ('c#', '.net'))
    >>> list_items("[]"), list_items("[{'id': 18, 'name': 'Drama'}]"), list_items("a, b"), list_items("(a)")
    ((), ('Drama',), None, None)
    """
    text = cell.strip()
    if not 2 <= len(text) <= _LONGEST:
        return None
    if text[0] == "<" and text[-1] == ">":
        return tuple((_ANGLED.fullmatch(text) and re.findall(r"<([^<>]+)>", text)) or ()) or None
    if called := _CALLED.match(text):
        text = text[called.end() :]
        text = text[1:-1].strip() if text[1:2] in _BRACKETS and text.endswith(")") else text
    if text == "" and called:
        return ()
    if text[:1] not in _BRACKETS or text[-1] != _BRACKETS[text[0]]:
        return None
    return _entries(text)


def _entries(text: str) -> tuple[str, ...] | None:
    inside = text[1:-1].strip()
    if not inside:
        return ()
    if text[0] == "(" and not re.search(_QUOTED, inside):
        return None
    if any(bracket in inside for bracket in "[{"):
        return _nested(text)
    return _parsed_json(text) or _scanned(inside)


def _parsed_json(text: str) -> tuple[str, ...] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return _of_values(found)


def _nested(text: str) -> tuple[str, ...] | None:
    """A list of objects, each with a name, or an object of yes and no."""
    try:
        return _of_values(json.loads(text))
    except (ValueError, RecursionError):
        pass
    try:
        return _of_values(ast.literal_eval(text))
    except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
        return None


def _of_values(found: object) -> tuple[str, ...] | None:
    if isinstance(found, Mapping):
        return _of_object(found)
    if not isinstance(found, list | tuple | set):
        return None
    items = [_of_entry(entry) for entry in found]
    return None if None in items else tuple(item for item in items if item)


def _of_object(found: Mapping[str, object]) -> tuple[str, ...] | None:
    """An object that says of each tag whether a row has it: 0 and 1, or true and false."""
    if not all(value in (0, 1) for value in found.values()):
        return None
    return tuple(str(name) for name, value in found.items() if value)


def _of_entry(entry: object) -> str | None:
    """The text of one entry; "" for an empty one, None where it is a list itself."""
    if isinstance(entry, Mapping):
        named = [str(entry[name]) for name in _NAMES if isinstance(entry.get(name), str)]
        return named[0].strip() if named else None
    if isinstance(entry, list | tuple | set):
        return None
    return "" if entry is None else str(entry).strip()


def _scanned(inside: str) -> tuple[str, ...]:
    """Entries with or without quotes, with commas between them or, behind quotes, only blanks."""
    items, place = [], 0
    while place < len(inside):
        found = _ITEM.match(inside, place)
        if found is None or found.end() == place:
            place += 1
            continue
        items.append(_unquoted(found[1]))
        place = found.end()
    return tuple(item for item in items if item)


def _unquoted(item: str) -> str:
    if len(item) > 1 and item[0] == item[-1] and item[0] in "'\"":
        return re.sub(r"\\(.)", r"\1", item[1:-1]).strip()
    return item.strip()
