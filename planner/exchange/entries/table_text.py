"""A table in a file, found by the engine that reads tables of texts: each row with the line where it begins."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from data.errors import UnreadableFile
from data.reading.dialect import DELIMITERS, Dialect
from data.reading.encoding import MARK, decode, guess_words, utf16_without_mark
from data.reading.header import one_line
from data.reading.layout import Layout, find_layout
from planner.domain.errors import InvalidImport
from planner.exchange.entries.json_records import json_records
from planner.exchange.entries.json_text import is_json
from planner.exchange.entries.read_entries import Trouble
from planner.exchange.entries.sheet_table import is_sheet, rows_of_sheet

_BEGINNING = 256  # bytes that show whether it is JSON
_LOOKED_AT = 256 * 1024  # bytes
_LAID_OUT_BY = 32 * 1024  # letters from which the layout is found
_LONGEST_CELL = 16 * 1024 * 1024  # letters


@dataclass(slots=True)
class Table:
    """Names of columns, and rows of as many cells, each with its line (the names stand on line 1).

    `noun` says what is counted: `Line`, or `Record` where records of JSON are.
    """

    header: list[str]
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    noun: str = "Line"


def read_table(data: bytes) -> Table:
    """The table in a file; `InvalidImport` for one without a line of names."""
    if is_sheet(data):
        header, rows, remarks = rows_of_sheet(data)
        return Table(header, rows, remarks=remarks)
    try:
        text, remark = _decoded(data)
    except UnreadableFile as error:
        raise InvalidImport(str(error)) from error
    if is_json(text) and (found := json_records(text)) is not None:
        noun = "Line" if found.by_line else "Record"
        return Table(found.names, found.rows, found.troubles, found.remarks, noun)
    layout = _layout(text)
    records = _Records(text, layout)
    table = Table(records.header(), remarks=[*([remark] if remark else []), *layout.remarks])
    for line, cells in records:
        _add(table, line, cells)
    _say_open_quote(table, text, records.last_line)
    return table


def first_rows(data: bytes, most: int) -> Table:
    """The beginning of the table in a file: names and a few rows; `InvalidImport` as for the whole of it."""
    is_whole = is_sheet(data) or is_json(decoded(data[:_BEGINNING])[0])
    whole_lines = b"" if is_whole else data[:_LOOKED_AT].rpartition(b"\n")[0]
    table = read_table(data if len(data) <= _LOOKED_AT or not whole_lines.strip() else whole_lines)
    return Table(table.header, table.rows[:most])


def decoded(data: bytes) -> tuple[str, str | None]:
    """The text in a file, and a sentence where its encoding had to be guessed."""
    try:
        return _decoded(data)
    except UnreadableFile:  # said by the reader of its format, which finds nothing that it knows
        return data.decode("cp1252", errors="replace"), None


def _decoded(data: bytes) -> tuple[str, str | None]:
    if utf16_without_mark(data[:_LOOKED_AT]) is None:
        try:
            return data.decode("utf-8").lstrip(MARK), None
        except UnicodeDecodeError:
            pass
    text, encoding = decode(data, "it")
    return text, guess_words(encoding)


def _layout(text: str) -> Layout:
    """The layout of a time log: its quotes wrap cells, and where nothing else is certain its first line names them."""
    whole_lines = text[:_LAID_OUT_BY].rpartition("\n")[0]
    head = text if len(text) <= _LAID_OUT_BY or not whole_lines.strip() else whole_lines + "\n"
    layout = find_layout(head) if head.strip() else None
    if layout is None or not layout.dialect.delimiter:
        names = next((line for line in head.splitlines() if line.strip()), "")
        return Layout(Dialect(max(DELIMITERS[::-1], key=names.count), quoted=True), (), None, 0)
    return layout


class _Records:
    """Names, and then rows that hold something, each with its line."""

    def __init__(self, text: str, layout: Layout) -> None:
        self._layout = layout
        self._above = layout.lines_above
        dialect = Dialect(layout.dialect.delimiter, quoted=True, escaped=layout.dialect.escaped)
        self._reader = dialect.parse(layout.rows_of(io.StringIO(text, newline="")), strict=False)

    def header(self) -> list[str]:
        """The names of the columns; `InvalidImport` where there is no line for them."""
        if self._layout.header is not None:
            unnamed = self._layout.names[:1] if self._layout.has_row_names else ()
            return [*unnamed, *map(one_line, self._layout.header)]
        for _, cells in self:
            return [one_line(cell) for cell in cells]
        raise InvalidImport("it is empty. A table with a line of column names was expected.")

    @property
    def last_line(self) -> int:
        """The line up to which it was read."""
        return self._above + int(self._reader.line_num)  # type: ignore[attr-defined]

    def __iter__(self) -> Iterator[tuple[int, Sequence[str]]]:
        limit = csv.field_size_limit(_LONGEST_CELL)
        begins = self.last_line + 1
        try:
            for cells in self._reader:
                if any(map(str.strip, cells)):
                    yield begins, cells
                begins = self.last_line + 1
        except csv.Error as error:
            raise InvalidImport(f"line {begins} cannot be read as a row of a table ({error}).") from error
        finally:
            csv.field_size_limit(limit)


def _add(table: Table, line: int, cells: Sequence[str]) -> None:
    missing = len(table.header) - len(cells)
    if missing < 0 and any(cell.strip() for cell in cells[missing:]):
        table.troubles.append(Trouble(line, f"has {len(cells)} cells, but the table has {len(table.header)} columns"))
        return
    table.rows.append((line, [*cells[: len(table.header)], *[""] * missing]))


def _say_open_quote(table: Table, text: str, last_line: int) -> None:
    if table.rows and text.count('"') % 2 and table.rows[-1][0] < last_line:
        line, _ = table.rows.pop()
        table.troubles.append(Trouble(line, f"opens a quotation mark that is not closed up to line {last_line}"))
