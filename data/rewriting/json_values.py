"""JSON Lines, an array of objects, and a table in one object: other values stay, and so does how they are written."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import product
from typing import Any, TextIO

import pandas as pd

from data.errors import UnreadableFile
from data.reading.header import column_names
from data.reading.json_table import json_table, no_rows_in_object
from data.reading.json_values import as_text, flat
from data.rewriting.change import Change, Rewritten, some_at_once

_SEPARATORS = ((", ", ": "), (",", ":"), (",", ": "))
_INDENTS = (None, 1, 2, 3, 4, "\t")
_MARK = "\ufeff"

Put = Callable[[int, str, str], None]  # row, column, new cell


def rewrite_json_lines(text: TextIO, out: TextIO, names: Sequence[str], change: Change) -> Rewritten:
    """Write all lines again; those in which nothing changes, or that are no objects, as they are."""
    done = Rewritten()
    for some in some_at_once(text):
        values = [_object(line) for line in some]
        objects = [(at, value) for at, value in enumerate(values) if value is not None]
        cells = change(_frame(names, [value for _, value in objects]))
        done.count(cells, len(objects))
        lines = list(some)
        for row, (at, value) in enumerate(objects):
            new = {name: column[row] for name, column in cells.items() if column[row] is not None}
            if new:
                lines[at] = _line_with(some[at], value, new)
        out.writelines(lines)
    return done


def rewrite_json(text: TextIO, out: TextIO, names: Sequence[str], change: Change, file_name: str) -> Rewritten:
    """Write a whole array, or an object of a table, again.

    Raises
    ------
    UnreadableFile
        It breaks off, is no valid JSON, or no table.
    """
    content = text.read().lstrip(_MARK)
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"{file_name} breaks off or is not valid JSON. Save it again.") from error
    style = _style_of(content, value)
    frame, put = _array(value, names) if isinstance(value, list) else _table(value, names, file_name)
    cells, done = change(frame), Rewritten()
    done.count(cells, len(frame))
    for name, column in cells.items():
        for row, cell in enumerate(column):
            if cell is not None:
                put(row, name, cell)
    body = content.strip()
    out.write(content.replace(body, json.dumps(value, **style), 1) if body else content)
    return done


def _object(line: str) -> dict[str, Any] | None:
    with suppress(ValueError, RecursionError):
        value = json.loads(line.lstrip(_MARK))
        return value if isinstance(value, dict) and value else None
    return None


def _line_with(line: str, value: dict[str, Any], new: dict[str, str | None]) -> str:
    body = line.strip().lstrip(_MARK)
    style = _style_of(body, value)
    for name, cell in new.items():
        _put_into(value, name, cell or "")
    return line.replace(body, json.dumps(value, **style), 1)


def _style_of(text: str, value: Any) -> dict[str, Any]:
    """How `json.dumps` writes a value as it stands there; the usual way where none of several does."""
    body, usual = text.strip(), {"ensure_ascii": text.isascii()}
    indents = _INDENTS if "\n" in body else (None,)
    for separators, ascii_only, indent in product(_SEPARATORS, (False, True), indents):
        style = {"ensure_ascii": ascii_only, "separators": separators, "indent": indent}
        if json.dumps(value, **style) == body:  # type: ignore[arg-type]
            return style
    return {**usual, "indent": 2 if "\n" in body else None}


def _frame(names: Sequence[str], objects: Sequence[dict[str, Any]]) -> pd.DataFrame:
    rows = [flat(value) for value in objects]
    return pd.DataFrame({name: [as_text(row.get(name)) for row in rows] for name in names}, dtype="str")


def _put_into(value: dict[str, Any], name: str, cell: str) -> None:
    """Set a value by its name; one within an object is called `user.name`."""
    if name not in value:
        for outer, inner in value.items():
            if isinstance(inner, dict) and name.startswith(f"{outer}."):
                _put_into(inner, name.removeprefix(f"{outer}."), cell)
                return
    value[name] = like(value.get(name), cell)


def like(old: Any, cell: str) -> Any:
    """A cell as a value of the kind that stood there: a number stays a number.

    >>> like(0, "1"), like(False, "true"), like("0", "1"), like(["a"], '["a", "b"]'), like(3, "many")
    (1, True, '1', ['a', 'b'], 'many')
    """
    if isinstance(old, str) or old is None:
        return cell
    with suppress(ValueError):
        new = json.loads(cell.lower() if isinstance(old, bool) else cell)
        return type(old)(new) if isinstance(old, bool | float) and isinstance(new, bool | int | float) else new
    return cell


def _array(value: list[Any], names: Sequence[str]) -> tuple[pd.DataFrame, Put]:
    objects = [one for one in value if isinstance(one, dict) and one]
    return _frame(names, objects), lambda row, name, cell: _put_into(objects[row], name, cell)


def _table(value: Any, names: Sequence[str], file_name: str) -> tuple[pd.DataFrame, Put]:
    """The rows of an object as `json_table` reads them, and what sets a value of one."""
    table = json_table(value)
    if table is None:
        raise UnreadableFile(no_rows_in_object(file_name))
    held = pd.DataFrame([list(row) for row in table.rows], columns=list(table.names), dtype="str")
    return held[[name for name in names if name in held]], _put(value, table.names, len(held))


def _put(value: dict[str, Any], names: Sequence[str], rows: int) -> Put:
    data = value.get("data")
    if isinstance(data, list) and data and isinstance(data[0], list):
        return lambda row, name, cell: _put_at(data[row], names.index(name), cell)
    if isinstance(data, list):
        return lambda row, name, cell: _put_into(data[row], name, cell)
    own = list(value)
    if column_names(own) == list(names) and all(len(column) == rows for column in value.values()):
        first = next(iter(value.values()))
        keys = list(first) if isinstance(first, dict) else list(range(rows))
        return lambda row, name, cell: _put_at(value[own[names.index(name)]], keys[row], cell)
    objects = list(value.values())
    return lambda row, name, cell: _put_into(objects[row], name, cell)


def _put_at(holder: Any, place: Any, cell: str) -> None:
    holder[place] = like(holder[place], cell)
