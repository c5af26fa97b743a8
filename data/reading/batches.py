"""Rows on their way into the reservoir: batches that build a table only of the rows that were chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress, islice
from typing import Any, Protocol, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.reading.json_values import as_text, flat

Chosen = NDArray[np.bool_]
_Row = TypeVar("_Row")
_MOST_CHARACTERS = 8_000_000  # of a batch: long texts come in smaller batches
_WEIGHED_ROWS = 100  # at once


class Batch(Protocol):
    """Some rows of a file. `table` gives the chosen ones, every column as text, nulls as ""."""

    def __len__(self) -> int: ...

    def table(self, chosen: Chosen) -> Any:
        """A pyarrow.Table of the rows where `chosen`, shape (rows,), is true."""


@dataclass(frozen=True, slots=True)
class FieldBatch:
    """Rows of a delimited file, each as wide as `names`; `keep` are the positions of the columns kept."""

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
    """Rows that came as JSON objects; keys may differ between rows. `columns` None keeps every key.

    An object within an object is spread out: its values are called `user.name`.
    """

    objects: Sequence[dict[str, Any]]
    columns: Sequence[str] | None = None

    @classmethod
    def of(cls, objects: Iterable[dict[str, Any]], columns: Sequence[str] | None) -> ObjectBatch:
        """Rows from objects as they were written."""
        return cls([flat(value) for value in objects], columns)

    @property
    def names(self) -> list[str]:
        """Names of the values that any row has, in the order in which they come."""
        return list(dict.fromkeys(chain.from_iterable(self.objects)))

    def __len__(self) -> int:
        return len(self.objects)

    def table(self, chosen: Chosen) -> Any:
        """The chosen rows, with a column for each key."""
        objects = list(compress(self.objects, chosen))
        names = self.columns if self.columns is not None else self.names
        return _text_table({name: [as_text(o.get(name)) for o in objects] for name in names})


def kept_places(names: Sequence[str], columns: Sequence[str] | None) -> list[int]:
    """Places of the cells that are kept: those of `columns`, or all that have a name.

    >>> kept_places(["text", "label", ""], None), kept_places(["text", "label", ""], ["label"])
    ([0, 1], [1])
    """
    return [place for place, name in enumerate(names) if name and (columns is None or name in columns)]


def in_batches(
    rows: Iterator[_Row], most_rows: int, characters_of: Callable[[Sequence[_Row]], int]
) -> Iterator[list[_Row]]:
    """Rows in lists of at most `most_rows`, fewer where they are long.

    >>> list(in_batches(iter("abcde"), 2, len))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    batch: list[_Row] = []
    characters = 0
    while some := list(islice(rows, min(_WEIGHED_ROWS, most_rows - len(batch)))):
        batch += some
        characters += characters_of(some)
        if len(batch) == most_rows or characters >= _MOST_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def characters_of_rows(rows: Sequence[Sequence[str]]) -> int:
    """Characters in all cells."""
    return sum(map(len, chain.from_iterable(rows)))


def characters_of_objects(objects: Sequence[Mapping[str, Any]]) -> int:
    """Characters in all texts; what is nested does not count."""
    return sum(len(value) for o in objects for value in o.values() if isinstance(value, str))


def _text_table(columns: dict[str, Iterable[str]]) -> Any:
    return pa.table({name: pa.array(_encodable(list(cells)), pa.large_string()) for name, cells in columns.items()})


def _encodable(cells: list[str]) -> list[str]:
    """Cells without lone surrogates (a JSON escape can make them), which no UTF-8 can hold."""
    try:
        "".join(cells).encode()
    except UnicodeEncodeError:
        return [cell.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for cell in cells]
    return cells
