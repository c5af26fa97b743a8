"""Rows of a Parquet file, batch by batch."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

import pyarrow as pa
import pyarrow.parquet as pq

from data.errors import UnreadableFile
from data.reading.arrow_text import ArrowBatch, flat_batch, flat_names
from data.reading.header import column_names
from data.reading.table_file import TableFile

MAGIC = b"PAR1"
_COPY_BYTES = 1 << 20


class ParquetTable:
    """An open Parquet file: its columns by names of their own, whatever names the file gives them."""

    def __init__(self, parquet: Any) -> None:
        self._parquet = parquet
        self._stored = flat_names(parquet.schema_arrow)
        self.names = column_names(self._stored)

    @property
    def rows(self) -> int:
        """Rows of the whole file."""
        return int(self._parquet.metadata.num_rows)

    def batches(self, batch_rows: int, columns: Sequence[str] | None) -> Iterator[ArrowBatch]:
        """All rows in file order, `batch_rows` at a time."""
        stored = None
        if columns is not None:
            stored = list(dict.fromkeys(self._stored[self.names.index(name)] for name in columns))
        for batch in self._parquet.iter_batches(batch_size=batch_rows, columns=stored):
            flat = flat_batch(batch)
            named = flat.rename_columns(self._names_of(flat.schema.names))
            yield ArrowBatch(named if columns is None else named.select(list(columns)))

    def _names_of(self, stored: Sequence[str]) -> list[str]:
        """Our names of some columns: of those that share one, the file's order tells which is which."""
        met: Counter[str] = Counter()
        names = []
        for name in stored:
            places = [place for place, other in enumerate(self._stored) if other == name]
            names.append(self.names[places[met[name]]])
            met[name] += 1
        return names


@contextmanager
def open_parquet(file: TableFile) -> Iterator[ParquetTable]:
    """The open file; a packed one is unpacked to a temporary file, since its index is at its end.

    Raises
    ------
    UnreadableFile
        The file is cut short or damaged, here or at a later batch, or holds what cannot be read.
    """
    with _seekable(file) as source:
        try:
            yield ParquetTable(pq.ParquetFile(source))
        except pa.ArrowNotImplementedError as error:
            raise UnreadableFile(
                f"{file.name} holds a kind of column that cannot be read. Save the columns that you need as CSV, or as "
                "plain text and numbers in Parquet."
            ) from error
        except (pa.ArrowException, OSError) as error:
            raise UnreadableFile(f"{file.name} is a damaged Parquet file. Download or save it again.") from error


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
