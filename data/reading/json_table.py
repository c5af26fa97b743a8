"""A table in one JSON value: an object as `DataFrame.to_json()` writes it, one around a list of rows, lists of cells.

columns  {"text": {"0": "so good", "1": "so bad"}, "label": {"0": "pos", "1": "neg"}}     (as it comes)
index    {"0": {"text": "so good", "label": "pos"}, "1": {"text": "so bad", "label": "neg"}}
split    {"columns": ["text", "label"], "index": [0, 1], "data": [["so good", "pos"], ["so bad", "neg"]]}
table    {"schema": {...}, "data": [{"index": 0, "text": "so good", "label": "pos"}, ...]}
lists    {"text": ["so good", "so bad"], "label": ["pos", "neg"]}
around   {"version": 2, "items": [{"text": "so good", "label": "pos"}, ...]}               (as services answer)
parts    {"train": [{"text": "so good", "label": "pos"}, ...], "test": [...]}             (the part becomes a column)
cells    [["text", "label"], ["so good", "pos"], ["so bad", "neg"]]
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import Any

from data.errors import UnreadableFile
from data.reading.header import OPENING_ROWS, ROWS_LOOKED_AT, OpeningRow, column_names, header_place, numbered_names
from data.reading.held_table import HeldTable
from data.reading.json_values import as_text, flat
from data.reading.table_file import TableFile

MOST_BYTES = 128 * 2**20  # unpacked: such an object has to be held whole, several times its size
PART_COLUMN = "split"  # names the list in which a row stands, where there are several
_ROW_NAME = re.compile(r"\d+")
_PARTS = re.compile(r"(?:train|training|valid|validation|val|dev|development|test|testing|held.?out)", re.IGNORECASE)
_NOTEBOOK = "nbformat"


def load_json_table(file: TableFile, encoding: str, errors: str, asked: Collection[str] = ()) -> HeldTable:
    """The table in a file that is one JSON value; a row in which the names in `asked` stand is its header.

    Raises
    ------
    UnreadableFile
        It is too large to be held, no valid JSON, or not laid out as a table.
    """
    content = file.head(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise UnreadableFile(
            f"{file.name} is one JSON object of more than {MOST_BYTES >> 20} MB, which cannot be read row by row. "
            "Save it as JSON Lines: df.to_json(path, orient='records', lines=True)."
        )
    try:
        value = json.loads(content.decode(encoding, errors).lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(
            f"{file.name} begins as a JSON object but breaks off or is not valid JSON. Save it again, or as JSON Lines."
        ) from error
    table = table_of_cells(value, asked) if isinstance(value, list) else json_table(value)
    if table is None:
        raise UnreadableFile(no_rows_in_object(file.name))
    return table


def no_rows_in_object(file_name: str) -> str:
    """The sentence for an object that is no table."""
    return f"{file_name} holds one JSON object, not rows. Save it as JSON Lines (one object a line) or as an array."


def json_table(value: Any) -> HeldTable | None:
    """The table in an object; None where it is laid out as none.

    >>> json_table({"text": {"0": "so good", "1": "so bad"}, "stars": {"0": 5, "1": None}}).rows
    [['so good', '5'], ['so bad', '']]
    >>> json_table({"count": 2, "items": [{"text": "so good"}, {"text": "so bad"}]}).rows
    [['so good'], ['so bad']]
    >>> json_table({"name": "a row", "tags": ["so", "good"]}) is None
    True
    """
    if not isinstance(value, dict) or not value or _NOTEBOOK in value:
        return None
    if isinstance(value.get("data"), list):
        return _split(value) or _described(value) or _around(value)
    if _are_tables(value.values()):
        return _by_names(value)
    return _lists(value) or _around(value)


def table_of_cells(rows: Any, asked: Collection[str] = ()) -> HeldTable | None:
    """The table in a list of rows that are lists of cells, with or without names in one of the first; None elsewhere.

    >>> table_of_cells([["text", "label"], ["so good", "pos"], ["so bad", "neg"]]).names
    ('text', 'label')
    >>> table_of_cells([["so good", 1], ["so bad", 0]]).names, table_of_cells([["a"], ["b", "c"]])
    (('column_1', 'column_2'), None)
    """
    if not isinstance(rows, list) or len(rows) < 2 or not all(isinstance(row, list) for row in rows):
        return None
    width = len(rows[0])
    if width < 2 or not all(len(row) == width for row in rows):
        return None
    cells = [[as_text(cell) for cell in row] for row in rows]
    place = header_place([OpeningRow(row) for row in islice(cells, OPENING_ROWS)], width, cells[:ROWS_LOOKED_AT], asked)
    if place is None:
        return HeldTable(tuple(numbered_names(width)), cells, has_header=False)
    return HeldTable(tuple(column_names(cells[place])), cells[place + 1 :])


def _around(value: dict[str, Any]) -> HeldTable | None:
    """Rows in a list beside facts about all of them; in several lists where these are named as parts of a table."""
    lists = {name: rows for name, rows in value.items() if _are_rows(rows)}
    if len(lists) == 1:
        ((name, rows),) = lists.items()
        if _is_one_row(value, rows):
            return None
        return _of_objects(rows, remarks=[f"The rows stand in '{name}'; what stands beside it was left."])
    if len(lists) < 2 or not all(map(_PARTS.fullmatch, lists)):
        return None
    named = [{**row, PART_COLUMN: name} for name, rows in lists.items() for row in rows]
    parts = ", ".join(f"'{name}'" for name in lists)
    return _of_objects(named, remarks=[f"The lists {parts} were read as one table; '{PART_COLUMN}' says which."])


def _are_rows(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 0 and all(isinstance(row, dict) and row for row in value)


def _is_one_row(value: dict[str, Any], listed: Sequence[dict[str, Any]]) -> bool:
    """Whether an object is a row itself, whose text is longer than any in the list that it has, such as of names."""
    return _longest_text(value) > max(map(_longest_text, listed))


def _longest_text(value: dict[str, Any]) -> int:
    return max((len(cell) for cell in flat(value).values() if isinstance(cell, str)), default=0)


def _split(value: dict[str, Any]) -> HeldTable | None:
    columns, rows = value.get("columns"), value["data"]
    if not isinstance(columns, list) or not all(isinstance(row, list) and len(row) == len(columns) for row in rows):
        return None
    names = [" ".join(map(as_text, name)) if isinstance(name, list) else as_text(name) for name in columns]
    return HeldTable(tuple(column_names(names)), [[as_text(cell) for cell in row] for row in rows])


def _described(value: dict[str, Any]) -> HeldTable | None:
    """The orientation `table`: rows, and a schema that says which of their names is the index."""
    schema, rows = value.get("schema"), value["data"]
    if not isinstance(schema, dict) or not all(isinstance(row, dict) for row in rows):
        return None
    index = schema.get("primaryKey")
    return _of_objects(rows, without=index if index == ["index"] else [])


def _are_tables(values: Iterable[Any]) -> bool:
    """Whether all values are objects with the same names, and cells in them."""
    objects = list(values)
    if not all(isinstance(value, dict) and value for value in objects):
        return False
    names = objects[0].keys()
    cells = list(objects[0].values())
    return all(value.keys() == names for value in objects) and not all(isinstance(cell, dict) for cell in cells)


def _by_names(value: dict[str, dict[str, Any]]) -> HeldTable | None:
    """Columns of rows, or rows of columns: rows are numbered, or else more than the columns."""
    inner = next(iter(value.values()))
    outer_numbered, inner_numbered = (all(map(_ROW_NAME.fullmatch, names)) for names in (value, inner))
    rows_outside = outer_numbered if outer_numbered != inner_numbered else len(value) > len(inner)
    if rows_outside:
        return _of_objects(list(value.values()))
    names = column_names(list(value))
    return HeldTable(tuple(names), [[as_text(column[row]) for column in value.values()] for row in inner])


def _lists(value: dict[str, Any]) -> HeldTable | None:
    lists = list(value.values())
    if not all(isinstance(cells, list) and cells and len(cells) == len(lists[0]) for cells in lists):
        return None
    if any(isinstance(cell, dict) for cells in lists for cell in cells):
        return None
    rows = [[as_text(cell) for cell in row] for row in zip(*lists, strict=True)]
    return HeldTable(tuple(column_names(list(value))), rows)


def _of_objects(
    objects: Sequence[dict[str, Any]], without: Sequence[str] = (), remarks: Sequence[str] = ()
) -> HeldTable | None:
    rows = [flat(value) for value in objects]
    names = [name for name in dict.fromkeys(name for row in rows for name in row) if name not in without]
    if not names:
        return None
    cells = [[as_text(row.get(name)) for name in names] for row in rows]
    return HeldTable(tuple(column_names(names)), cells, remarks=tuple(remarks))
