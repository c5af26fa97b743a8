"""Reading a table of texts: one pass into a uniform sample bounded by memory, or only the first rows."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from data.batches import Batch, FieldBatch, ObjectBatch
from data.columns import require_column
from data.delimited import read_records
from data.detect import HEAD_BYTES, Detected, detect
from data.encoding import error_handler
from data.errors import UnreadableFile
from data.file_format import FileFormat, FileKind
from data.json_rows import json_array, json_lines
from data.parquet import open_parquet, parquet_batches
from data.reservoir import Reservoir
from data.skipped import SkipCounter, SkippedRows
from data.table_file import GuardedStream

__all__ = ["FileFormat", "FileKind", "SkippedRows", "TableHead", "TableRead", "read_head", "read_table"]

MEMORY_LIMIT_BYTES = 256 * 2**20
ALL_ROWS = "all rows"
UNIFORM_SAMPLE = "uniform sample"
_BATCH_ROWS = 2_000
_SHARE_FOR_ROWS = 4  # sorting and handing over copy the kept rows: a quarter of the memory holds them
_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class TableRead:
    """Rows of a file in random order.

    `frame` has every column as text; its index is the row's place among the file's readable rows. `rows_read` counts
    the rows that passed by, of which `frame` keeps all or a uniform sample; `sampling` says which, in words, and
    `share_read` is the share of the file, 0 to 1, that was read before the time ended.
    """

    frame: pd.DataFrame
    format: FileFormat
    rows_read: int
    skipped: tuple[SkippedRows, ...]
    sampling: str
    share_read: float


@dataclass(frozen=True, slots=True)
class TableHead:
    """The first rows in file order; `approximate_rows` of the whole file is None where nothing can be said."""

    frame: pd.DataFrame
    format: FileFormat
    approximate_rows: int | None
    rows_are_exact: bool


def read_table(
    path: Path | str,
    *,
    memory_limit_bytes: int = MEMORY_LIMIT_BYTES,
    seed: int = 7,
    time_left_s: Callable[[], float] | None = None,
    columns: Sequence[str] | None = None,
) -> TableRead:
    """Read a table of any size into a uniform sample in random order.

    Parameters
    ----------
    memory_limit_bytes
        What reading may need; the rows kept take a quarter of it.
    time_left_s
        Seconds that reading may still take; at 0 it stops and says which share of the file it saw.
    columns
        Only these columns: a wide file then gives more rows.

    Raises
    ------
    UnreadableFile
        Missing, a folder, empty, binary, undecodable, damaged, or not a table.
    WrongColumn
        `columns` names one that the table does not have.
    """
    path = Path(path)
    found = detect(path)
    reservoir, skips = Reservoir(memory_limit_bytes // _SHARE_FOR_ROWS, seed), SkipCounter()
    share_read = 1.0
    with _open_rows(found, skips, columns) as rows:
        for batch in rows.batches:
            reservoir.add(batch)
            if time_left_s is not None and time_left_s() <= 0:
                share_read = rows.share_read()
                break
    if reservoir.rows_seen == 0:
        raise UnreadableFile(_no_rows(path, skips))
    sampling = _sampling_words(reservoir.is_complete, share_read)
    return TableRead(reservoir.frame(), found.format, reservoir.rows_seen, skips.report(), sampling, share_read)


def read_head(path: Path | str, rows: int = 10) -> TableHead:
    """The first rows of a file in file order, fast however large it is.

    Raises
    ------
    UnreadableFile
        Missing, a folder, empty, binary, undecodable, damaged, or not a table.
    """
    path = Path(path)
    found = detect(path)
    skips = SkipCounter()
    with _open_rows(found, skips, None, batch_rows=rows) as source:
        first = next(iter(source.batches), None)
    if first is None:
        raise UnreadableFile(_no_rows(path, skips))
    frame = first.table(np.ones(len(first), bool)).to_pandas().astype("str")
    count, exact = _row_count(found)
    return TableHead(frame, found.format, count, exact)


@dataclass(frozen=True, slots=True)
class _Rows:
    batches: Iterable[Batch]
    share_read: Callable[[], float]


@contextmanager
def _open_rows(
    found: Detected, skips: SkipCounter, columns: Sequence[str] | None, batch_rows: int = _BATCH_ROWS
) -> Iterator[_Rows]:
    if found.format.kind is FileKind.PARQUET:
        with open_parquet(found.file) as parquet:
            _check_columns(columns, parquet.schema_arrow.names, found)
            yield _parquet_rows(parquet, batch_rows, columns)
    else:
        with found.file.stream() as stream, _as_text(stream, found.format.encoding) as text:
            yield _Rows(_text_batches(found, text, skips, columns, batch_rows), lambda: stream.share_read)


def _parquet_rows(parquet: Any, batch_rows: int, columns: Sequence[str] | None) -> _Rows:
    seen = 0

    def counted() -> Iterator[Batch]:
        nonlocal seen
        for batch in parquet_batches(parquet, batch_rows, columns):
            seen += len(batch)
            yield batch

    return _Rows(counted(), lambda: seen / max(1, parquet.metadata.num_rows))


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
        return (FieldBatch(found.names, rows, keep) for rows in _batched(body, batch_rows))
    objects = json_lines(text, skips)
    if found.format.kind is FileKind.JSON_ARRAY:
        objects = json_array(text, skips, found.file.name)
    return _object_batches(found, objects, columns, batch_rows)


def _object_batches(
    found: Detected, objects: Iterator[dict[str, Any]], columns: Sequence[str] | None, batch_rows: int
) -> Iterator[Batch]:
    first = list(islice(objects, batch_rows))
    _check_columns(columns, list(dict.fromkeys(key for o in first for key in o)), found)
    return (ObjectBatch(rows, columns) for rows in chain([first] if first else [], _batched(objects, batch_rows)))


def _check_columns(columns: Sequence[str] | None, names: Sequence[str], found: Detected) -> None:
    for column in columns or ():
        require_column(pd.DataFrame(columns=list(names)), column, found.file.name)


def _batched(rows: Iterator[_Row], size: int) -> Iterator[list[_Row]]:
    while batch := list(islice(rows, size)):
        yield batch


def _row_count(found: Detected) -> tuple[int | None, bool]:
    """Rows of the whole file, and whether that is counted rather than estimated from the head."""
    if found.format.kind is FileKind.PARQUET:
        with open_parquet(found.file) as parquet:
            return int(parquet.metadata.num_rows), True
    head = found.file.head(HEAD_BYTES)
    whole = len(head) < HEAD_BYTES
    if not whole and found.file.compression:
        return None, False
    rows = _rows_in(found, head if whole else head[: head.rfind(b"\n") + 1])
    return (rows, True) if whole else (round(rows * found.file.size / len(head)), False)


def _rows_in(found: Detected, head: bytes) -> int:
    with _as_text(GuardedStream(io.BytesIO(head), io.BytesIO(head), found.file), found.format.encoding) as text:
        batches = _text_batches(found, text, SkipCounter(), None, _BATCH_ROWS)
        try:
            return sum(map(len, batches))
        except UnreadableFile:
            return 0  # a JSON array that is cut here


def _sampling_words(complete: bool, share_read: float) -> str:
    if share_read >= 1.0:
        return ALL_ROWS if complete else UNIFORM_SAMPLE
    part = f"first {max(1, min(99, round(100 * share_read)))} % of the file"
    return part if complete else f"{UNIFORM_SAMPLE} of the {part}"


def _no_rows(path: Path, skips: SkipCounter) -> str:
    if skips.total:
        reasons = ", ".join(f"{skip.rows:,} with {skip.reason}" for skip in skips.report())
        return f"{path.name} holds no row that can be read ({reasons}). Save the data again as CSV or JSON Lines."
    return f"{path.name} has a header but no rows. Choose a file with at least 50 texts and their labels."
