"""What kind of table a file holds, found from its head."""

from __future__ import annotations

import codecs
import io
import json
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from data.delimited import read_records
from data.dialect import Dialect, find_dialect
from data.encoding import error_handler, find_encoding
from data.errors import UnreadableFile
from data.file_format import FileFormat, FileKind
from data.header import column_names, has_header, numbered_names
from data.parquet import MAGIC
from data.skipped import SkipCounter
from data.table_file import READABLE, TableFile, open_table_file

HEAD_BYTES = 1 << 18
_SAMPLE_BLOCKS = 16
_ROWS_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Detected:
    """A file with its format; of delimited text also the layout and the names of its columns."""

    file: TableFile
    format: FileFormat
    dialect: Dialect | None = None
    names: tuple[str, ...] = ()


def detect(path: Path) -> Detected:
    """Find out how to read a file.

    Raises
    ------
    UnreadableFile
        Missing, empty, binary, undecodable, or not a table.
    """
    file = open_table_file(path)
    samples = file.samples(_SAMPLE_BLOCKS, HEAD_BYTES // 4)
    if samples[0].startswith(MAGIC):
        return Detected(file, FileFormat(FileKind.PARQUET, encoding="", quoted=False, compression=file.compression))
    encoding = find_encoding(samples, file.name)
    beginning = file.head(HEAD_BYTES)
    head = _decoded(beginning, encoding, whole=False)
    if not head.strip():
        raise UnreadableFile(
            f"{file.name} holds nothing but blank space. Choose a file with a text and a label column."
        )
    kind = _json_kind(head, file.name)
    if kind is not None:
        return Detected(file, FileFormat(kind, encoding, compression=file.compression))
    _refuse_markup(head, file.name)
    if len(beginning) == HEAD_BYTES and "\n" not in head and "\r" not in head:
        raise UnreadableFile(
            f"{file.name} is not a table: its first {HEAD_BYTES >> 10} KB are one line. Save the data as {READABLE}."
        )
    return _delimited(file, encoding, head)


def _decoded(head: bytes, encoding: str, *, whole: bool) -> str:
    return codecs.getincrementaldecoder(encoding)(error_handler(encoding)).decode(head, final=whole)


def _json_kind(head: str, file_name: str) -> FileKind | None:
    text = head.lstrip()
    if text.startswith("["):
        return _array_kind(text[1:].lstrip(), file_name)
    if not text.startswith("{"):
        return None
    lines = [line for line in text.split("\n")[:50] if line.strip()]
    if any(_is_object(line) for line in lines):
        return FileKind.JSON_LINES
    if text[1:].lstrip()[:1] in ('"', "}"):
        raise UnreadableFile(
            f"{file_name} holds one JSON object, not rows. Save it as JSON Lines (one object a line) or as an array."
        )
    return None


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


def _delimited(file: TableFile, encoding: str, head: str) -> Detected:
    whole_lines = head[: head.rfind("\n") + 1] or head
    dialect = find_dialect(whole_lines)
    rows = _first_rows(whole_lines, dialect)
    if not rows:
        raise UnreadableFile(f"{file.name} is not a table: no two lines are alike. Save the data as {READABLE}.")
    header = has_header(rows)
    names = column_names(rows[0]) if header else numbered_names(dialect.width)
    found = FileFormat(FileKind.DELIMITED, encoding, dialect.delimiter, header, dialect.quoted, file.compression)
    return Detected(file, found, dialect, tuple(names))


def _first_rows(head: str, dialect: Dialect) -> list[list[str]]:
    records = read_records(io.StringIO(head, newline=""), dialect, SkipCounter())
    return list(islice(records, _ROWS_LOOKED_AT))
