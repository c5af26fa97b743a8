"""A time log in a spreadsheet: its rows by the engine that reads tables of texts."""

from __future__ import annotations

import tempfile
from pathlib import Path

from data.errors import UnreadableFile
from data.reading.spreadsheet_files import OLD_OFFICE
from planner.domain.errors import InvalidImport

_PACKED = b"PK\x03\x04"
_NAME = "it"  # in the sentences of the engine, which go on from the file's name


def is_sheet(data: bytes) -> bool:
    """Whether the bytes may be those of a spreadsheet: no table of text begins so."""
    return data.startswith((_PACKED, OLD_OFFICE))


def rows_of_sheet(data: bytes) -> tuple[list[str], list[tuple[int, list[str]]], list[str]]:
    """Names of columns, rows with their numbers, and remarks; `InvalidImport` where there is no table to read."""
    from data.reading.sheets import load_sheet  # with its libraries only where there is a spreadsheet
    from data.reading.table_file import open_table_file

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, _NAME)
        path.write_bytes(data)
        try:
            file = open_table_file(path)
            if not file.is_spreadsheet:
                raise InvalidImport("it is packed. Unpack it, then choose the table inside.")
            table = load_sheet(file)
        except UnreadableFile as error:
            raise InvalidImport(str(error)) from error
    names, rows, numbers = list(table.names), [list(row) for row in table.rows], list(table.row_numbers)
    if not table.has_header:
        names, rows, numbers = rows[0], rows[1:], numbers[1:]
    return names, list(zip(numbers, rows, strict=True)), list(table.remarks)
