"""The rows of any kind of table as a stream of batches, in file order."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pandas as pd

from data.batches import Batch, FieldBatch, ObjectBatch, characters_of_objects, characters_of_rows, in_batches
from data.columns import require_column
from data.delimited import read_records
from data.detect import HEAD_BYTES, Detected
from data.encoding import error_handler
from data.errors import UnreadableFile
from data.file_format import FileKind
from data.json_rows import json_array, json_lines
from data.parquet import open_parquet, parquet_batches
from data.skipped import SkipCounter
from data.table_file import GuardedStream

_BATCH_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class RowStream:
    """Batches of rows in file order, and how far into the file they come.

    `position()` is a byte of the file on disk that lies behind all rows taken so far; 0 for Parquet.
    """

    batches: Iterator[Batch]
    share_of_file: Callable[[], float]
    position: Callable[[], int] = lambda: 0

    def share_read_so_far(self) -> float:
        """Share of the file behind the rows taken so far: 1 only where no row is left."""
        share = min(self.share_of_file(), 0.99)
        return share if next(self.batches, None) is not None else 1.0


@contextmanager
def open_rows(
    found: Detected, skips: SkipCounter, columns: Sequence[str] | None = None, batch_rows: int = _BATCH_ROWS
) -> Iterator[RowStream]:
    """Open a detected file; rows that cannot be taken in are counted in `skips`. `columns` None means all of them.

    Raises
    ------
    UnreadableFile
        Damaged, here or at a later batch.
    WrongColumn
        `columns` names one that the table does not have.
    """
    if found.format.kind is FileKind.PARQUET:
        with open_parquet(found.file) as parquet:
            _check_columns(columns, parquet.schema_arrow.names, found)
            yield _parquet_rows(parquet, batch_rows, columns)
    else:
        with found.file.stream() as stream, _as_text(stream, found.format.encoding) as text:
            batches = _text_batches(found, text, skips, columns, batch_rows)
            yield RowStream(batches, lambda: stream.share_read, lambda: stream.position)


def _parquet_rows(parquet: Any, batch_rows: int, columns: Sequence[str] | None) -> RowStream:
    seen = 0

    def counted() -> Iterator[Batch]:
        nonlocal seen
        for batch in parquet_batches(parquet, batch_rows, columns):
            seen += len(batch)
            yield batch

    return RowStream(counted(), lambda: seen / max(1, parquet.metadata.num_rows))


@contextmanager
def _as_text(stream: GuardedStream, encoding: str) -> Iterator[io.TextIOWrapper]:
    buffered = io.BufferedReader(stream, 1 << 18)
    with io.TextIOWrapper(buffered, encoding, error_handler(encoding), newline="") as text:
        yield text


def _text_batches(
    found: Detected, text: io.TextIOWrapper, skips: SkipCounter, columns: Sequence[str] | None, batch_rows: int
) -> Iterator[Batch]:
    if found.dialect is not None:
        records = read_records(text, found.dialect, skips)
        _check_columns(columns, found.names, found)
        keep = [i for i, name in enumerate(found.names) if columns is None or name in columns]
        body = islice(records, 1, None) if found.format.has_header else records
        return (FieldBatch(found.names, rows, keep) for rows in in_batches(body, batch_rows, characters_of_rows))
    objects = json_lines(text, skips)
    if found.format.kind is FileKind.JSON_ARRAY:
        objects = json_array(text, skips, found.file.name)
    return _object_batches(found, objects, columns, batch_rows)


def _object_batches(
    found: Detected, objects: Iterator[dict[str, Any]], columns: Sequence[str] | None, batch_rows: int
) -> Iterator[Batch]:
    for place, rows in enumerate(in_batches(objects, batch_rows, characters_of_objects)):
        if place == 0:
            _check_columns(columns, list(dict.fromkeys(key for o in rows for key in o)), found)
        yield ObjectBatch(rows, columns)


def _check_columns(columns: Sequence[str] | None, names: Sequence[str], found: Detected) -> None:
    for column in columns or ():
        require_column(pd.DataFrame(columns=list(names)), column, found.file.name)


def count_rows(found: Detected) -> tuple[int | None, bool]:
    """Rows of the whole file, and whether that is counted rather than estimated from the head."""
    if found.format.kind is FileKind.PARQUET:
        with open_parquet(found.file) as parquet:
            return int(parquet.metadata.num_rows), True
    head = found.file.head(HEAD_BYTES)
    whole = len(head) < HEAD_BYTES
    if not whole and found.file.compression:
        return None, False
    rows = _rows_in(found, head)
    return (rows, True) if whole else (round(rows * found.file.size / len(head)), False)


def _rows_in(found: Detected, head: bytes) -> int:
    with _as_text(GuardedStream(io.BytesIO(head), io.BytesIO(head), found.file), found.format.encoding) as text:
        rows = 0
        with suppress(UnreadableFile):  # a JSON array that is cut here
            for batch in _text_batches(found, text, SkipCounter(), None, 1):
                rows += len(batch)
        return rows
