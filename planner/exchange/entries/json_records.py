"""A table in JSON of any program: records in a list, in an object around it, a record a line, or one after the other.

The shapes of tables of texts are read by their engine; a time log may besides lie several objects deep, in a list a
date, or be a single record.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from data.errors import UnreadableFile
from data.reading.held_table import HeldTable
from data.reading.json_rows import json_lines, json_objects
from data.reading.json_table import json_table, table_of_cells
from data.reading.json_values import as_text, flat
from data.reading.skipped import SkipCounter
from planner.exchange.entries.read_entries import Trouble

Numbered = tuple[int, dict[str, Any]]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY_COLUMN = "date"
_MOST_DEEP = 5  # objects around a list
_NAMES = ("name", "title")


@dataclass(slots=True)
class JsonRecords:
    """Names of columns, and rows with the number of their record or, with `by_line`, of their line."""

    names: list[str]
    rows: list[tuple[int, list[str]]]
    troubles: list[Trouble] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    by_line: bool = False


def json_records(text: str) -> JsonRecords | None:
    """The table in a text of JSON; None where it holds none.

    >>> json_records('{"log": [{"date": "2026-03-02", "project": {"name": "Alpha"}, "minutes": 90}]}').rows
    [(1, ['2026-03-02', 'Alpha', '90'])]
    >>> json_records('[1, 2]') is None
    True
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return _of_lines(text) or _one_after_the_other(text)
    return _of_list(document) if isinstance(document, list) else _of_object(document)


def _of_list(listed: list[Any], remarks: Sequence[str] = ()) -> JsonRecords | None:
    """Records in a list; what is no object among them is said."""
    if (cells := table_of_cells(listed)) is not None and cells.has_header:
        return _held(cells)
    records = [(number, item) for number, item in enumerate(listed, start=1) if isinstance(item, dict) and item]
    if not records:
        return None
    troubles = [
        Trouble(number, "is no object with named values")
        for number, item in enumerate(listed, start=1)
        if not isinstance(item, dict) or not item
    ]
    return _of_records(records, troubles, remarks)


def _of_object(document: Any) -> JsonRecords | None:
    if not isinstance(document, dict) or not document:
        return None
    if (found := _around(document)) is not None:
        return found
    table = json_table(document)
    return _held(table) if table is not None else _of_records([(1, document)])


def _around(document: dict[str, Any]) -> JsonRecords | None:
    """Records in the one list that an object has, or an object in it; or in lists that dates name."""
    if all(_DAY.fullmatch(name) for name in document) and all(map(_has_objects, document.values())):
        dated = [{_DAY_COLUMN: name, **row} for name, rows in document.items() for row in rows if isinstance(row, dict)]
        return _of_list(dated, ["The records stand in a list for each date."])
    path: list[str] = []
    inner: Any = document
    for _ in range(_MOST_DEEP):
        lists = {name: value for name, value in inner.items() if _has_objects(value)}
        if len(lists) == 1:
            ((name, listed),) = lists.items()
            where = ".".join([*path, name])
            return _of_list(listed, [f"The records stand in '{where}'; what stands beside it was left."])
        objects = {name: value for name, value in inner.items() if isinstance(value, dict) and value}
        if lists or len(objects) != 1:
            return None
        ((name, inner),) = objects.items()
        path.append(name)
    return None


def _has_objects(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) and item for item in value)


def _of_lines(text: str) -> JsonRecords | None:
    """A record a line; None where the first line is none."""
    lines = _Counted(text)
    records = [(lines.number, record) for record in json_lines(iter(lines), SkipCounter())]
    filled = [number for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if not records or records[0][0] != filled[0]:
        return None
    read = {number for number, _ in records}
    troubles = [Trouble(number, "is no JSON object") for number in filled if number not in read]
    return _of_records(records, troubles, by_line=True)


class _Counted:
    """Lines of a text; `number` is that of the last one that was taken."""

    def __init__(self, text: str) -> None:
        self.number = 0
        self._text = text

    def __iter__(self) -> Iterator[str]:
        for line in self._text.split("\n"):
            self.number += 1
            yield line


def _one_after_the_other(text: str) -> JsonRecords | None:
    try:
        records = list(enumerate(json_objects(io.StringIO(text), SkipCounter(), "it"), start=1))
    except UnreadableFile:
        return None
    return _of_records(records) if records else None


def _of_records(
    records: Sequence[Numbered], troubles: Iterable[Trouble] = (), remarks: Sequence[str] = (), *, by_line: bool = False
) -> JsonRecords | None:
    spread = [(number, flat(record)) for number, record in records]
    names = list(dict.fromkeys(name for _, record in spread for name in record))
    rows = [(number, [_cell(record.get(name)) for name in names]) for number, record in spread]
    return JsonRecords(names, rows, list(troubles), list(remarks), by_line) if names else None


def _held(table: HeldTable) -> JsonRecords:
    rows = [(number, list(row)) for number, row in enumerate(table.rows, start=1)]
    return JsonRecords(list(table.names), rows, remarks=list(table.remarks))


def _cell(value: Any) -> str:
    """A value as a cell; of a list of objects with names, such as tags, the names.

    >>> _cell([{"id": 1, "name": "gpu"}, {"id": 2, "name": "night"}]), _cell(90.0), _cell(None)
    ('["gpu", "night"]', '90', '')
    """
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        names = [next((item[key] for key in _NAMES if isinstance(item.get(key), str)), None) for item in value]
        value = value if None in names else names
    return as_text(value).encode("utf-8", "replace").decode()  # half a letter, as JSON may hold, fits no database
