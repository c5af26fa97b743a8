"""In which of its shapes JSON holds a table: lines, an array, objects one after the other, or one value."""

from __future__ import annotations

import json
from typing import Any

from data.errors import UnreadableFile
from data.reading.encoding import BLANK, decoded_head
from data.reading.file_format import FileKind
from data.reading.json_rows import LONGEST_ELEMENT
from data.reading.json_table import json_table, no_rows_in_object
from data.reading.table_file import TableFile

HEAD_BYTES = 1 << 18
_LINES_LOOKED_AT = 50


def json_kind(head: str, file: TableFile, encoding: str) -> FileKind | None:
    """The kind of a file whose decoded beginning is `head`; None where it is no JSON.

    Raises
    ------
    UnreadableFile
        It is JSON that holds no rows.
    """
    text = head.lstrip(BLANK)
    if text.startswith("["):
        return _array_kind(text[1:].lstrip(), file.name)
    if not text.startswith("{"):
        return None
    whole = len(file.head(HEAD_BYTES + 1)) <= HEAD_BYTES
    lines = [line for line in text.split("\n")[:_LINES_LOOKED_AT] if line.strip()]
    first, rest = _first_object(text) if whole else (None, "")
    if first is not None and not rest.strip():
        return _kind_of_only(first, file.name, is_line=len(lines) == 1)
    if any(_is_object(line) for line in lines):
        return FileKind.JSON_LINES
    if text[1:].lstrip()[:1] not in ('"', "}"):
        return None
    return _kind_of_several_lines(text, file, encoding, whole=whole)


def _kind_of_several_lines(text: str, file: TableFile, encoding: str, *, whole: bool) -> FileKind:
    if _is_followed_by_another(text):
        return FileKind.JSON_OBJECTS
    if not whole:
        return _kind_of_long(text, file, encoding)
    raise UnreadableFile(no_rows_in_object(file.name))


def _is_followed_by_another(text: str) -> bool:
    """Whether objects over several lines stand one after the other, as `jq` prints them."""
    first, rest = _first_object(text)
    return first is not None and rest.lstrip().startswith("{")


def _first_object(text: str) -> tuple[Any, str]:
    """The object with which a text begins, and what follows; None where it does not end."""
    try:
        value, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None, text
    return value, text[end:]


def _kind_of_only(value: Any, file_name: str, *, is_line: bool) -> FileKind:
    """Of a file that is one object: a table, or else a single row where it stands on one line."""
    if json_table(value) is not None:
        return FileKind.JSON_TABLE
    if is_line:
        return FileKind.JSON_LINES
    raise UnreadableFile(no_rows_in_object(file_name))


def _kind_of_long(text: str, file: TableFile, encoding: str) -> FileKind:
    """Of a file whose first object is longer than its head: rows that are long, or all rows in one object."""
    if "\n" in text and not _is_object(text.partition("\n")[0]):
        return FileKind.JSON_TABLE
    beginning = decoded_head(file.head(LONGEST_ELEMENT), encoding).lstrip(BLANK)
    line, _, rest = beginning.partition("\n")
    return FileKind.JSON_LINES if _is_object(line) and rest.strip() else FileKind.JSON_TABLE


def _array_kind(elements: str, file_name: str) -> FileKind | None:
    if elements[:1] in ("{", "]"):
        return FileKind.JSON_ARRAY
    try:
        first, end = json.JSONDecoder().raw_decode(elements)
    except (ValueError, RecursionError):
        return None
    if isinstance(first, list) and len(first) > 1 and elements[end:].lstrip().startswith(","):
        return FileKind.JSON_TABLE
    if isinstance(first, list | str) and elements[end:].lstrip()[:1] in (",", "]"):
        raise UnreadableFile(
            f"{file_name} holds a JSON array, but not of objects. Save each row as an object with named values."
        )
    return None


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
