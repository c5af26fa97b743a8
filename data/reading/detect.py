"""What kind of table a file holds, found from its head."""

from __future__ import annotations

import codecs
import dataclasses
import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.errors import UnreadableFile
from data.reading.dialect import Dialect
from data.reading.encoding import error_handler, find_encoding
from data.reading.file_format import FileFormat, FileKind
from data.reading.held_table import HeldTable
from data.reading.json_rows import LONGEST_ELEMENT
from data.reading.json_table import json_table, load_json_table, no_rows_in_object
from data.reading.layout import Layout, find_layout
from data.reading.parquet import MAGIC
from data.reading.sheets import load_sheet
from data.reading.table_file import READABLE, TableFile, open_table_file

HEAD_BYTES = 1 << 18
_SAMPLE_BLOCKS = 16
_BLANK = "\ufeff \r\n\t"
_LINES_LOOKED_AT = 50
_WITHIN = re.compile(r'[{,]\s*"[^"\\]+"\s*:\s*\{\s*"')
_SPREAD_OUT = "Objects within objects are spread out: their values are called like user.name."


@dataclass(frozen=True, slots=True)
class Detected:
    """A file with its format; of delimited text also the layout, and of what is held whole the table."""

    file: TableFile
    format: FileFormat
    layout: Layout | None = None
    held: HeldTable | None = None

    @property
    def dialect(self) -> Dialect | None:
        """Delimiter and quotes of delimited text."""
        return self.layout.dialect if self.layout else None

    @property
    def names(self) -> tuple[str, ...]:
        """A name for each cell of a row, "" where it is left out; none where names come with the rows."""
        if self.held is not None:
            return self.held.names
        return self.layout.names if self.layout else ()


def detect(path: Path, asked: Collection[str] = ()) -> Detected:
    """Find out how to read a file; a row in which the names in `asked` stand is its header.

    Raises
    ------
    UnreadableFile
        Missing, empty, binary, undecodable, or not a table.
    """
    file = open_table_file(path)
    if file.is_spreadsheet:
        return _held(file, FileFormat(FileKind.SPREADSHEET, encoding="", quoted=False), load_sheet(file, asked))
    samples = file.samples(_SAMPLE_BLOCKS, HEAD_BYTES // 4)
    if samples[0].startswith(MAGIC):
        return Detected(file, FileFormat(FileKind.PARQUET, encoding="", quoted=False, compression=file.compression))
    return _text(file, find_encoding(samples, file.name), asked)


def _text(file: TableFile, encoding: str, asked: Collection[str]) -> Detected:
    beginning = file.head(HEAD_BYTES)
    head = _decoded(beginning, encoding, whole=False)
    if not head.strip(_BLANK):
        raise UnreadableFile(
            f"{file.name} holds nothing but blank space. Choose a file with a text and a label column."
        )
    kind = _json_kind(head, file, encoding)
    if kind is not None:
        return _json(file, kind, encoding, head)
    _refuse_markup(head, file.name)
    if len(beginning) == HEAD_BYTES and "\n" not in head and "\r" not in head:
        raise UnreadableFile(
            f"{file.name} is not a table: its first {HEAD_BYTES >> 10} KB are one line. Save the data as {READABLE}."
        )
    return _delimited(file, encoding, head, asked)


def _json(file: TableFile, kind: FileKind, encoding: str, head: str) -> Detected:
    if kind is FileKind.JSON_TABLE:
        table = load_json_table(file, encoding, error_handler(encoding))
        return _held(file, FileFormat(kind, encoding, compression=file.compression), table)
    remarks = (_SPREAD_OUT,) if _WITHIN.search(head) else ()
    return Detected(file, FileFormat(kind, encoding, compression=file.compression, remarks=remarks))


def _held(file: TableFile, file_format: FileFormat, table: HeldTable) -> Detected:
    of_table = dataclasses.replace(file_format, has_header=table.has_header, remarks=table.remarks)
    return Detected(file, of_table, held=table)


def _decoded(head: bytes, encoding: str, *, whole: bool) -> str:
    return codecs.getincrementaldecoder(encoding)(error_handler(encoding)).decode(head, final=whole)


def _json_kind(head: str, file: TableFile, encoding: str) -> FileKind | None:
    text = head.lstrip(_BLANK)
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
    if not whole:
        return _kind_of_long(text, file, encoding)
    raise UnreadableFile(no_rows_in_object(file.name))


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
    beginning = _decoded(file.head(LONGEST_ELEMENT), encoding, whole=False).lstrip(_BLANK)
    line, _, rest = beginning.partition("\n")
    return FileKind.JSON_LINES if _is_object(line) and rest.strip() else FileKind.JSON_TABLE


def _array_kind(elements: str, file_name: str) -> FileKind | None:
    if elements[:1] in ("{", "]"):
        return FileKind.JSON_ARRAY
    try:
        first, end = json.JSONDecoder().raw_decode(elements)
    except (ValueError, RecursionError):
        return None
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


def _refuse_markup(head: str, file_name: str) -> None:
    if head.lstrip("\ufeff \r\n\t")[:15].lower().startswith(("<!doctype", "<html", "<?xml")):
        raise UnreadableFile(f"{file_name} is a web page or XML, not a table. Save the data as {READABLE}.")


def _delimited(file: TableFile, encoding: str, head: str, asked: Collection[str]) -> Detected:
    layout = find_layout(head[: head.rfind("\n") + 1] or head, asked)
    if layout is None:
        raise UnreadableFile(f"{file.name} is not a table: no two lines are alike. Save the data as {READABLE}.")
    dialect, has_header = layout.dialect, layout.header is not None
    file_format = FileFormat(
        FileKind.DELIMITED, encoding, dialect.delimiter, has_header, dialect.quoted, file.compression, layout.remarks
    )
    return Detected(file, file_format, layout)
