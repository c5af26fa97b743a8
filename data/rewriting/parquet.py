"""Parquet: the same schema, row groups of the same size and compression; only the column of labels is made anew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from data.reading.arrow_text import flat_names, text_column
from data.reading.header import column_names
from data.rewriting.change import Cells, Change, Rewritten, text_frame
from data.rewriting.refused import CannotRewrite


def rewrite_parquet(source: Path, out: Path, names: Sequence[str], change: Change) -> Rewritten:
    """Write all row groups again.

    Raises
    ------
    CannotRewrite
        A label stands within a column of columns, or the column's type cannot hold the new one.
    """
    done = Rewritten()
    with pq.ParquetFile(source) as parquet:
        schema = parquet.schema_arrow
        place_of = _places(schema)
        compression = _compression(parquet)
        with pq.ParquetWriter(out, schema, compression=compression) as writer:
            for group in range(parquet.num_row_groups):
                table = parquet.read_row_group(group)
                cells = change(text_frame(names, zip(*(_texts(table, place_of, name) for name in names), strict=True)))
                done.count(cells, table.num_rows)
                writer.write_table(_changed(table, cells, place_of, source.name), row_group_size=max(1, table.num_rows))
    return done


def _places(schema: Any) -> dict[str, int]:
    """The place of each column by the name that the reader gives it; columns within columns are left out."""
    flat = flat_names(schema)
    return {name: schema.names.index(stored) for name, stored in zip(column_names(flat), flat, strict=True)
            if schema.names.count(stored) == 1}  # fmt: skip


def _compression(parquet: Any) -> str:
    if not parquet.num_row_groups or not parquet.metadata.num_columns:
        return "snappy"
    used = parquet.metadata.row_group(0).column(0).compression
    return "none" if used == "UNCOMPRESSED" else str(used).lower()


def _texts(table: Any, place_of: dict[str, int], name: str) -> list[str]:
    if name not in place_of:
        raise CannotRewrite(
            f"Column '{name}' stands within another one or shares its name, and is not written there. Let the file end "
            "in .csv."
        )
    return [str(cell) for cell in text_column(table.column(place_of[name]).combine_chunks()).to_pylist()]


def _changed(table: Any, cells: Cells, place_of: dict[str, int], file_name: str) -> Any:
    for name, new in cells.items():
        if all(cell is None for cell in new):
            continue
        place = place_of[name]
        field, old = table.schema.field(place), _texts(table, place_of, name)
        texts = pa.array([was if cell is None else cell for was, cell in zip(old, new, strict=True)], pa.string())
        nulls = table.column(place).combine_chunks().is_null()
        texts = pa.compute.if_else(pa.compute.and_(nulls, pa.array([cell is None for cell in new])), None, texts)
        try:
            table = table.set_column(place, field, _cast(texts, field.type))
        except pa.ArrowException as error:
            raise CannotRewrite(
                f"Column '{name}' of {file_name} holds {field.type}, which a repaired label is not. Let the new file "
                "end in .csv."
            ) from error
    return table


def _cast(texts: Any, kind: Any) -> Any:
    if pa.types.is_dictionary(kind):
        return texts.cast(kind.value_type).dictionary_encode().cast(kind)
    return texts.cast(kind)
