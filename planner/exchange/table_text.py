"""A table in a text file: its bytes decoded, its separator found, each row with the line where it begins."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field

from planner.domain.errors import InvalidImport
from planner.exchange.read_entries import Trouble

_SEPARATORS = ",;\t"
_LOOKED_AT = 256 * 1024  # bytes
_LONGEST_CELL = 16 * 1024 * 1024  # letters


@dataclass(slots=True)
class Table:
    """Names of columns, and rows of as many cells, each with its line (the names stand on line 1)."""

    header: list[str]
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read_table(data: bytes) -> Table:
    """The table in a file; `InvalidImport` for one without a line of names."""
    text, remark = decoded(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    csv.field_size_limit(_LONGEST_CELL)
    table: Table | None = None
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if table is None:
                    table = Table([cell.strip() for cell in cells], remarks=[remark] if remark else [])
                else:
                    _add(table, begins, cells)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise InvalidImport(f"line {begins} cannot be read as a row of a table ({error}).") from error
    if table is None:
        raise InvalidImport("it is empty. A table with a line of column names was expected.")
    _say_open_quote(table, text, reader.line_num)
    return table


def first_rows(data: bytes, most: int) -> Table:
    """The beginning of the table in a file: names and a few rows; `InvalidImport` as for the whole of it."""
    whole_lines = data[:_LOOKED_AT].rpartition(b"\n")[0]
    table = read_table(data if len(data) <= _LOOKED_AT or not whole_lines.strip() else whole_lines)
    return Table(table.header, table.rows[:most])


def decoded(data: bytes) -> tuple[str, str | None]:
    """The text in a file, and a sentence where its encoding had to be guessed."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace"), None
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "The file is not UTF-8; it was read as Windows-1252."


def _separator(text: str) -> str:
    names = text.lstrip().partition("\n")[0]
    return max(_SEPARATORS, key=names.count)


def _add(table: Table, line: int, cells: list[str]) -> None:
    missing = len(table.header) - len(cells)
    if missing < 0 and any(cell.strip() for cell in cells[missing:]):
        table.troubles.append(Trouble(line, f"has {len(cells)} cells, but the table has {len(table.header)} columns"))
        return
    table.rows.append((line, cells + [""] * missing))


def _say_open_quote(table: Table, text: str, last_line: int) -> None:
    if table.rows and text.count('"') % 2 and table.rows[-1][0] < last_line:
        line, _ = table.rows.pop()
        table.troubles.append(Trouble(line, f"opens a quotation mark that is not closed up to line {last_line}"))
