"""The rows of any kind of table as a stream of batches, in file order."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data.errors import UnreadableFile
from data.reading.batches import (
    Batch,
    FieldBatch,
    ObjectBatch,
    characters_of_objects,
    characters_of_rows,
    in_batches,
    kept_places,
)
from data.reading.columns import require_column
from data.reading.delimited import read_records
from data.reading.detect import Detected
from data.reading.encoding import error_handler
from data.reading.file_format import FileKind
from data.reading.held_table import HeldTable
from data.reading.json_kind import HEAD_BYTES
from data.reading.json_rows import json_array, json_lines, json_objects
from data.reading.labelled_lines import labelled_lines
from data.reading.parquet import ParquetTable, open_parquet
from data.reading.skipped import SkipCounter
from data.reading.table_file import GuardedStream

_BATCH_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class RowStream:
    """Batches of rows in file order, and how far into the file they come.

    `position()` is a byte of the file on disk that lies behind all rows taken so far; 0 where that has no meaning.
    `names()` are the columns of the rows taken so far: all there are, unless `names_may_come`.
    """

    batches: Iterator[Batch]
    share_of_file: Callable[[], float]
    names: Callable[[], Sequence[str]]
    position: Callable[[], int] = lambda: 0
    names_may_come: bool = False

    def share_read_so_far(self) -> float:
        """Share of the file behind the rows taken so far: 1 only where no row is left."""
        share = min(self.share_of_file(), 0.99)
        return share if next(self.batches, None) is not None else 1.0


@contextmanager
def open_rows(
    detected: Detected, skips: SkipCounter, columns: Sequence[str] | None = None, batch_rows: int = _BATCH_ROWS
) -> Iterator[RowStream]:
    """Open a detected file; rows that cannot be taken in are counted in `skips`. `columns` None means all of them.

    Raises
    ------
    UnreadableFile
        Damaged, here or at a later batch.
    WrongColumn
        `columns` names one that the table does not have.
    """
    if detected.held is not None:
        _check_columns(columns, detected.names, detected)
        yield _held_rows(detected.held, batch_rows, columns)
    elif detected.format.kind is FileKind.PARQUET:
        with open_parquet(detected.file) as parquet:
            _check_columns(columns, parquet.names, detected)
            yield _parquet_rows(parquet, batch_rows, columns)
    else:
        with detected.file.stream() as stream, _as_text(stream, detected.format.encoding) as text:
            batches, names = _text_batches(detected, text, skips, columns, batch_rows)
            by_row = detected.layout is None
            yield RowStream(batches, lambda: stream.share_read, names, lambda: stream.position, by_row)


def _held_rows(held: HeldTable, batch_rows: int, columns: Sequence[str] | None) -> RowStream:
    seen = 0
    keep = kept_places(held.names, columns)

    def counted() -> Iterator[Batch]:
        nonlocal seen
        for rows in in_batches(iter(held.rows), batch_rows, characters_of_rows):
            seen += len(rows)
            yield FieldBatch(held.names, rows, keep)

    return RowStream(counted(), lambda: seen / max(1, len(held.rows)), lambda: held.names)


def _parquet_rows(parquet: ParquetTable, batch_rows: int, columns: Sequence[str] | None) -> RowStream:
    seen = 0

    def counted() -> Iterator[Batch]:
        nonlocal seen
        for batch in parquet.batches(batch_rows, columns):
            seen += len(batch)
            yield batch

    return RowStream(counted(), lambda: seen / max(1, parquet.rows), lambda: parquet.names)


@contextmanager
def _as_text(stream: GuardedStream, encoding: str) -> Iterator[io.TextIOWrapper]:
    buffered = io.BufferedReader(stream, 1 << 18)
    with io.TextIOWrapper(buffered, encoding, error_handler(encoding), newline="") as text:
        yield text


def _text_batches(
    detected: Detected, text: io.TextIOWrapper, skips: SkipCounter, columns: Sequence[str] | None, batch_rows: int
) -> tuple[Iterator[Batch], Callable[[], Sequence[str]]]:
    """Batches of rows, and the names of the columns that they have had so far."""
    if detected.layout is not None:
        records = read_records(detected.layout.rows_of(text), detected.layout.dialect, skips)
        _check_columns(columns, [name for name in detected.names if name], detected)
        keep = kept_places(detected.names, columns)
        batches = (
            FieldBatch(detected.names, rows, keep) for rows in in_batches(records, batch_rows, characters_of_rows)
        )
        return batches, lambda: [detected.names[place] for place in keep]
    seen: dict[str, None] = {}
    objects = _objects(detected, text, skips)
    return _object_batches(detected, objects, columns, batch_rows, seen), lambda: list(seen)


def _objects(detected: Detected, text: io.TextIOWrapper, skips: SkipCounter) -> Iterator[dict[str, Any]]:
    match detected.format.kind:
        case FileKind.JSON_ARRAY:
            return json_array(text, skips, detected.file.name)
        case FileKind.JSON_OBJECTS:
            return json_objects(text, skips, detected.file.name)
        case FileKind.LABELLED_LINES:
            return labelled_lines(text, skips)
        case _:
            return json_lines(text, skips)


def _object_batches(
    detected: Detected,
    objects: Iterator[dict[str, Any]],
    columns: Sequence[str] | None,
    batch_rows: int,
    seen: dict[str, None],
) -> Iterator[Batch]:
    """A column may come late: only at the end is it certain that none is there."""
    for rows in in_batches(objects, batch_rows, characters_of_objects):
        batch = ObjectBatch.of(rows, columns)
        seen.update(dict.fromkeys(batch.names))
        yield batch
    if seen:
        _check_columns(columns, list(seen), detected)


def _check_columns(columns: Sequence[str] | None, names: Sequence[str], detected: Detected) -> None:
    for column in columns or ():
        require_column(pd.DataFrame(columns=list(names)), column, detected.file.name)


def count_rows(detected: Detected) -> tuple[int | None, bool]:
    """Rows of the whole file, and whether that is counted rather than estimated from the head."""
    if detected.held is not None:
        return len(detected.held.rows), True
    if detected.format.kind is FileKind.PARQUET:
        with open_parquet(detected.file) as parquet:
            return parquet.rows, True
    head = detected.file.head(HEAD_BYTES)
    whole = len(head) < HEAD_BYTES
    if not whole and detected.file.compression:
        return None, False
    rows = _rows_in(detected, head)
    return (rows, True) if whole else (round(rows * detected.file.size / len(head)), False)


def _rows_in(detected: Detected, head: bytes) -> int:
    with _as_text(GuardedStream(io.BytesIO(head), io.BytesIO(head), detected.file), detected.format.encoding) as text:
        rows = 0
        with suppress(UnreadableFile):  # a JSON array that is cut here
            for batch in _text_batches(detected, text, SkipCounter(), None, 1)[0]:
                rows += len(batch)
        return rows
