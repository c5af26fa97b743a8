"""What kind of table a file holds, found from its head."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from data.errors import UnreadableFile
from data.reading.dialect import Dialect
from data.reading.encoding import BLANK, decoded_head, error_handler, find_encoding, guess_words
from data.reading.file_format import FileFormat, FileKind
from data.reading.foreign_text import refuse_foreign_text
from data.reading.held_table import HeldTable
from data.reading.json_kind import HEAD_BYTES, json_kind
from data.reading.json_table import load_json_table
from data.reading.labelled_lines import LABEL, PREFIX, TEXT, are_labelled
from data.reading.layout import Layout, find_layout
from data.reading.parquet import MAGIC
from data.reading.sheets import load_sheet
from data.reading.table_file import READABLE, TableFile, open_table_file

_SAMPLE_BLOCKS = 16
_LINES_LOOKED_AT = 50
_WITHIN = re.compile(r'[{,]\s*"[^"\\]+"\s*:\s*\{\s*"')
_LABELLED = f"What stands behind {PREFIX} was read as column '{LABEL}', the rest of a line as '{TEXT}'."
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
    encoding = find_encoding(samples, file.name)
    return _saying_guess(_text(file, encoding, asked), guess_words(encoding))


def _saying_guess(detected: Detected, guess: str | None) -> Detected:
    if guess is None:
        return detected
    of_guess = dataclasses.replace(detected.format, remarks=(guess, *detected.format.remarks))
    return dataclasses.replace(detected, format=of_guess)


def _text(file: TableFile, encoding: str, asked: Collection[str]) -> Detected:
    beginning = file.head(HEAD_BYTES)
    head = decoded_head(beginning, encoding)
    if not head.strip(BLANK):
        raise UnreadableFile(
            f"{file.name} holds nothing but blank space. Choose a file with a text and a label column."
        )
    kind = json_kind(head, file, encoding)
    if kind is not None:
        return _json(file, kind, encoding, head, asked)
    refuse_foreign_text(head, file.name)
    if are_labelled(head.splitlines()[:_LINES_LOOKED_AT]):
        labelled = FileFormat(FileKind.LABELLED_LINES, encoding, compression=file.compression, remarks=(_LABELLED,))
        return Detected(file, labelled)
    if len(beginning) == HEAD_BYTES and "\n" not in head and "\r" not in head:
        raise UnreadableFile(
            f"{file.name} is not a table: its first {HEAD_BYTES >> 10} KB are one line. Save the data as {READABLE}."
        )
    return _delimited(file, encoding, head, asked)


def _json(file: TableFile, kind: FileKind, encoding: str, head: str, asked: Collection[str]) -> Detected:
    if kind is FileKind.JSON_TABLE:
        table = load_json_table(file, encoding, error_handler(encoding), asked)
        return _held(file, FileFormat(kind, encoding, compression=file.compression), table)
    remarks = (_SPREAD_OUT,) if _WITHIN.search(head) else ()
    return Detected(file, FileFormat(kind, encoding, compression=file.compression, remarks=remarks))


def _held(file: TableFile, file_format: FileFormat, table: HeldTable) -> Detected:
    of_table = dataclasses.replace(file_format, has_header=table.has_header, remarks=table.remarks)
    return Detected(file, of_table, held=table)


def _delimited(file: TableFile, encoding: str, head: str, asked: Collection[str]) -> Detected:
    layout = find_layout(head[: head.rfind("\n") + 1] or head, asked)
    if layout is None:
        raise UnreadableFile(f"{file.name} is not a table: no two lines are alike. Save the data as {READABLE}.")
    dialect, has_header = layout.dialect, layout.header is not None
    file_format = FileFormat(
        FileKind.DELIMITED, encoding, dialect.delimiter, has_header, dialect.quoted, file.compression, layout.remarks
    )
    return Detected(file, file_format, layout)
