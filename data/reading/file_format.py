"""What a data file turned out to be: kind, encoding, delimiter, header, quotes, compression."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from data.reading.labelled_lines import BETWEEN_LABELS, LABEL


class FileKind(StrEnum):
    """The kinds of table that can be read; the value is what screens say."""

    DELIMITED = "delimited text"
    JSON_LINES = "JSON Lines"
    JSON_ARRAY = "JSON array"
    JSON_TABLE = "JSON object of a table"
    JSON_OBJECTS = "JSON objects"
    LABELLED_LINES = "lines that begin with __label__"
    PARQUET = "Parquet"
    SPREADSHEET = "spreadsheet"


@dataclass(frozen=True, slots=True)
class FileFormat:
    """The facts found about a file before its rows are read.

    `remarks` are sentences on what was not read as it stands, such as lines above the names of the columns.
    `quoted` is False where quotes are literal text; `delimiter` is "" for kinds without one and for a single column;
    `compression` is "", "gz" or "zip"; `encoding` is a Python codec name, "" for Parquet and spreadsheets.
    """

    kind: FileKind
    encoding: str = "utf-8"
    delimiter: str = ""
    has_header: bool = True
    quoted: bool = True
    compression: str = ""
    remarks: tuple[str, ...] = ()

    def mark_within(self, column: str) -> str:
        """The mark between several labels in a cell, where the file itself says that they are several; else empty.

        >>> FileFormat(FileKind.LABELLED_LINES).mark_within("label"), FileFormat(FileKind.PARQUET).mark_within("label")
        (';', '')
        """
        return BETWEEN_LABELS if self.kind is FileKind.LABELLED_LINES and column == LABEL else ""
