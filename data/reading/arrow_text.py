"""Columns of any Arrow type as text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import pyarrow as pa

from data.reading.batches import Chosen
from data.reading.json_values import as_text


@dataclass(frozen=True, slots=True)
class ArrowBatch:
    """Rows of a Parquet file, of any type."""

    batch: Any

    def __len__(self) -> int:
        return int(self.batch.num_rows)

    def table(self, chosen: Chosen) -> Any:
        """The chosen rows."""
        mask = pa.array(chosen)
        columns = zip(self.batch.schema.names, self.batch.columns, strict=True)
        return pa.table({name: text_column(_filtered(column, mask)) for name, column in columns})


def _filtered(column: Any, mask: Any) -> Any:
    try:
        return column.filter(mask)
    except pa.ArrowNotImplementedError:  # such as string_view, which polars writes
        return text_column(column).filter(mask)


def flat_batch(batch: Any) -> Any:
    """A batch without columns of columns: theirs are named with a dot, such as user.name."""
    if not batch.num_rows or not any(pa.types.is_struct(field.type) for field in batch.schema):
        return batch
    table = _flat(pa.Table.from_batches([batch])).combine_chunks()
    arrays = [column.chunk(0) for column in table.columns]
    return pa.RecordBatch.from_arrays(arrays, schema=table.schema)


def flat_names(schema: Any) -> list[str]:
    """The names of its columns."""
    return list(_flat(schema.empty_table()).schema.names)


def _flat(table: Any) -> Any:
    while any(pa.types.is_struct(field.type) for field in table.schema):
        table = table.flatten()
    return table


def text_column(column: Any) -> Any:
    """An Arrow array as text, nulls as "": whole numbers without ".0", dates as 2026-03-02.

    >>> text_column(pa.array([1.0, None, 2.5])).to_pylist()
    ['1', '', '2.5']
    """
    kind = column.type
    if isinstance(kind, pa.BaseExtensionType):
        return text_column(column.storage)
    if pa.types.is_dictionary(kind):
        return text_column(column.dictionary_decode())
    if not (pa.types.is_nested(kind) or _is_bytes(kind) or pa.types.is_timestamp(kind)):
        try:
            return column.cast(pa.large_string()).fill_null("")
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            pass
    return pa.array([_value_text(value) for value in column.to_pylist()], pa.large_string())


def _is_bytes(kind: Any) -> bool:
    return bool(
        pa.types.is_binary(kind)
        or pa.types.is_large_binary(kind)
        or pa.types.is_binary_view(kind)
        or pa.types.is_fixed_size_binary(kind)
    )


def _value_text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date | time) else as_text(value)
