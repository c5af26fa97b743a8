"""A few columns of a file in seconds, whatever the size of the file."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from data.reading.read import TableRead, read_table

_MEMORY_BYTES = 96 * 2**20


def sampled_column(path: Path, column: str, *, most_s: float) -> TableRead:
    """The rows of a column, from a sample of the file where reading all would take more than `most_s` seconds.

    Raises
    ------
    UnreadableFile, WrongColumn
        As in `data.reading.read`.
    """
    return sampled_columns(path, [column], most_s=most_s)


def sampled_columns(path: Path, columns: Sequence[str], *, most_s: float) -> TableRead:
    """The same of several columns: the rows are in random order."""
    ends = time.monotonic() + most_s
    return read_table(
        path, memory_limit_bytes=_MEMORY_BYTES, time_left_s=lambda: ends - time.monotonic(), columns=columns
    )
