"""Rows of a Parquet file, batch by batch."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

import pyarrow as pa
import pyarrow.parquet as pq

from data.batches import ArrowBatch
from data.errors import UnreadableFile
from data.table_file import TableFile

MAGIC = b"PAR1"
_COPY_BYTES = 1 << 20


@contextmanager
def open_parquet(file: TableFile) -> Iterator[Any]:
    """The pyarrow.parquet.ParquetFile; a packed one is unpacked to a temporary file, since its index is at its end.

    Raises
    ------
    UnreadableFile
        The file is cut short or damaged.
    """
    with _seekable(file) as source:
        try:
            yield pq.ParquetFile(source)
        except (pa.ArrowException, OSError) as error:
            raise UnreadableFile(f"{file.name} is a damaged Parquet file. Download or save it again.") from error


def parquet_batches(parquet: Any, batch_rows: int, wanted: Sequence[str] | None) -> Iterator[ArrowBatch]:
    """All rows in file order, `batch_rows` at a time."""
    columns = list(wanted) if wanted is not None else None
    for batch in parquet.iter_batches(batch_size=batch_rows, columns=columns):
        yield ArrowBatch(batch)


@contextmanager
def _seekable(file: TableFile) -> Iterator[BinaryIO]:
    if not file.compression:
        with file.path.open("rb") as plain:
            yield plain
        return
    with tempfile.TemporaryFile() as copy, file.stream() as stream:
        while chunk := stream.read(_COPY_BYTES):
            copy.write(chunk)
        copy.seek(0)
        yield cast(BinaryIO, copy)
