"""What is changed in a table that is written again: cells of some columns, told some rows at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

import pandas as pd

AT_ONCE = 20_000  # rows
Cells = Mapping[str, Sequence[str | None]]  # column -> a new cell for each row, None where it stays
Change = Callable[[pd.DataFrame], Cells]

_T = TypeVar("_T")


@dataclass(slots=True)
class Rewritten:
    """How many rows were written, and how many of them have another cell now."""

    rows: int = 0
    changed: int = 0

    def count(self, cells: Cells, rows: int) -> None:
        """Count some rows with what changed in them."""
        self.rows += rows
        self.changed += sum(any(cell is not None for cell in row) for row in zip(*cells.values(), strict=True))


def some_at_once(rows: Iterable[_T], count: int = AT_ONCE) -> Iterator[list[_T]]:
    """Rows in lists of so many."""
    source = iter(rows)
    while some := list(islice(source, count)):
        yield some


def text_frame(names: Sequence[str], rows: Iterable[Sequence[str]]) -> pd.DataFrame:
    """Rows as the reader gives them: every cell as text."""
    return pd.DataFrame(list(rows), columns=list(names), dtype="str")
