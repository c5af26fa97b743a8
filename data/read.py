"""Reading a table of texts: one pass into a uniform sample bounded by memory, all rows in order, or only the first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from data.detect import Detected, detect
from data.errors import UnreadableFile
from data.file_format import FileFormat, FileKind
from data.reservoir import Reservoir
from data.row_stream import count_rows, open_rows
from data.skipped import SkipCounter, SkippedRows

__all__ = [
    "FileFormat",
    "FileKind",
    "SkippedRows",
    "TableHead",
    "TableRead",
    "read_head",
    "read_in_order",
    "read_table",
]

MEMORY_LIMIT_BYTES = 256 * 2**20
ALL_ROWS = "all rows"
UNIFORM_SAMPLE = "uniform sample"
_SHARE_FOR_ROWS = 4  # sorting and handing over copy the kept rows: a quarter of the memory holds them


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
    with open_rows(found, skips, columns) as rows:
        for batch in rows.batches:
            reservoir.add(batch)
            if time_left_s is not None and time_left_s() <= 0:
                share_read = rows.share_read_so_far()
                break
    if reservoir.rows_seen == 0:
        raise UnreadableFile(_no_rows(found, skips))
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
    with open_rows(found, skips, batch_rows=rows) as source:
        first = next(source.batches, None)
    if first is None:
        raise UnreadableFile(_no_rows(found, skips))
    frame = first.table(np.ones(len(first), bool)).to_pandas().astype("str")
    count, exact = count_rows(found)
    return TableHead(frame, found.format, count, exact)


def read_in_order(path: Path | str, *, rows_at_once: int = 20_000) -> Iterator[pd.DataFrame]:
    """All readable rows in file order, some at a time, every column as text: for files of any size.

    Raises
    ------
    UnreadableFile
        Missing, a folder, empty, binary, undecodable, damaged, or not a table.
    """
    found, skips, rows = detect(Path(path)), SkipCounter(), 0
    with open_rows(found, skips, batch_rows=rows_at_once) as source:
        for batch in source.batches:
            rows += len(batch)
            yield batch.table(np.ones(len(batch), bool)).to_pandas().astype("str")
    if not rows:
        raise UnreadableFile(_no_rows(found, skips))


def _sampling_words(complete: bool, share_read: float) -> str:
    if share_read >= 1.0:
        return ALL_ROWS if complete else UNIFORM_SAMPLE
    part = f"first {max(1, min(99, round(100 * share_read)))} % of the file"
    return part if complete else f"{UNIFORM_SAMPLE} of the {part}"


def _no_rows(found: Detected, skips: SkipCounter) -> str:
    name = found.file.name
    if skips.total:
        reasons = ", ".join(f"{skip.rows:,} with {skip.reason}" for skip in skips.report())
        return f"{name} holds no row that can be read ({reasons}). Save the data again as CSV or JSON Lines."
    what = "has a header but no rows" if found.dialect is not None else "holds no rows"
    return f"{name} {what}. Choose a file with a text in each row."
