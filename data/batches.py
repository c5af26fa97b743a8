"""Rows on their way into the reservoir: batches that build a table only of the rows that were chosen."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Chosen = NDArray[np.bool_]


class Batch(Protocol):
    """Some rows of a file. `table` gives the chosen ones, every column as text, nulls as ""."""

    def __len__(self) -> int: ...

    def table(self, chosen: Chosen) -> Any:
        """A pyarrow.Table of the rows where `chosen`, shape (rows,), is true."""


@dataclass(frozen=True, slots=True)
class FieldBatch:
    """Rows of a delimited file, each as wide as `names`; `keep` are the positions of the columns wanted."""

    names: Sequence[str]
    rows: Sequence[Sequence[str]]
    keep: Sequence[int]

    def __len__(self) -> int:
        return len(self.rows)

    def table(self, chosen: Chosen) -> Any:
        """The chosen rows."""
        rows = list(compress(self.rows, chosen))
        return _text_table({self.names[i]: [row[i] for row in rows] for i in self.keep})


@dataclass(frozen=True, slots=True)
class ObjectBatch:
    """Rows that came as JSON objects; keys may differ between rows. `wanted` None keeps every key."""

    objects: Sequence[dict[str, Any]]
    wanted: Sequence[str] | None = None

    def __len__(self) -> int:
        return len(self.objects)

    def table(self, chosen: Chosen) -> Any:
        """The chosen rows, with a column for each key."""
        objects = list(compress(self.objects, chosen))
        names = self.wanted if self.wanted is not None else list(dict.fromkeys(key for o in self.objects for key in o))
        return _text_table({name: [as_text(o.get(name)) for o in objects] for name in names})


@dataclass(frozen=True, slots=True)
class ArrowBatch:
    """Rows of a Parquet file, of any type."""

    batch: Any

    def __len__(self) -> int:
        return int(self.batch.num_rows)

    def table(self, chosen: Chosen) -> Any:
        """The chosen rows."""
        rows = pa.Table.from_batches([self.batch]).filter(pa.array(chosen))
        return pa.table({name: _as_text_column(rows[name]) for name in rows.column_names})


def as_text(value: Any) -> str:
    """A JSON value as a cell: text as it is, null as "", the rest as JSON.

    >>> [as_text(v) for v in ("good", None, 4, True, ["a"])]
    ['good', '', '4', 'true', '["a"]']
    """
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False, default=str)


def _text_table(columns: dict[str, Iterable[str]]) -> Any:
    return pa.table({name: pa.array(_encodable(list(cells)), pa.large_string()) for name, cells in columns.items()})


def _encodable(cells: list[str]) -> list[str]:
    """Cells without lone surrogates (a JSON escape can make them), which no UTF-8 can hold."""
    try:
        "".join(cells).encode()
    except UnicodeEncodeError:
        return [cell.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for cell in cells]
    return cells


def _as_text_column(column: Any) -> Any:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column, kind = column.cast(kind.value_type), kind.value_type
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return pa.chunked_array([pa.array([_odd_value(v) for v in column.to_pylist()], pa.large_string())])
    try:
        return column.cast(pa.large_string()).fill_null("")
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return pa.chunked_array([pa.array([_odd_value(v) for v in column.to_pylist()], pa.large_string())])


def _odd_value(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return as_text(value)
