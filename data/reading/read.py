"""Reading a table of texts: one pass into a uniform sample bounded by memory, all rows in order, or only the first.

Where there is no time for one pass, the rest of a plain file is read in random blocks, and a packed one stops.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from data.errors import UnreadableFile
from data.reading.detect import Detected, detect
from data.reading.file_format import FileFormat, FileKind
from data.reading.random_blocks import RandomBlocks, has_blocks
from data.reading.reservoir import Reservoir
from data.reading.row_stream import RowStream, count_rows, open_rows
from data.reading.skipped import SkipCounter, SkippedRows

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
BLOCK_SAMPLE = "approximately uniform sample of the file"
_SHARE_FOR_ROWS = 4  # sorting and handing over copy the kept rows: a quarter of the memory holds them
_BLOCKS_FROM = 0.5  # of the time for reading: before, it is too early to say that one pass will not fit
_ENDLESS_S = 1e12
_ROWS_FOR_NAMES, _MOST_ROWS_FOR_NAMES = 5_000, 200_000  # of JSON, looked at for names of columns
_LEAST_BLOCKS = 30  # fewer say less of a file than its first part does


@dataclass(frozen=True, slots=True)
class TableRead:
    """Rows of a file in random order.

    `frame` has every column as text; its index is the row's place among the rows that passed by, those of random blocks
    last. `rows_read` counts them; `frame` keeps all or a uniform sample. `sampling` says which, in words, and
    `share_read` is the share of the file, 0 to 1, that they were drawn from: 1 where the rest came in random blocks.
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
        Seconds that reading may still take. Where they will not do for the whole file, the rest of a plain one is read
        in random blocks; any other stops at 0 and says which share of the file it saw.
    columns
        Only these columns: a wide file then gives more rows. A row in which their names stand is the header.

    Raises
    ------
    UnreadableFile
        Missing, a folder, empty, binary, undecodable, damaged, or not a table.
    WrongColumn
        `columns` names one that the table does not have.
    """
    time_left_s = time_left_s or _endless
    pace = _Pace(time_left_s, time_left_s())
    detected = detect(Path(path), columns or ())
    reservoir, skips = Reservoir(memory_limit_bytes // _SHARE_FOR_ROWS, seed), SkipCounter()
    with open_rows(detected, skips, columns) as rows:
        share_read = _take_in_order(rows, reservoir, pace, may_change=has_blocks(detected))
        blocks = RandomBlocks(detected, rows.position(), seed, skips, columns) if has_blocks(detected) else None
    if reservoir.rows_seen == 0:
        raise UnreadableFile(_no_rows(detected, skips))
    if share_read < 1 and blocks is not None:
        rest = Reservoir(memory_limit_bytes // _SHARE_FOR_ROWS, seed + 1)
        if _take_blocks(blocks, rest, pace, enough=reservoir.threshold):
            reservoir.join(rest, blocks.share)
            return TableRead(reservoir.frame(), detected.format, reservoir.rows_seen, skips.report(), BLOCK_SAMPLE, 1.0)
    sampling = _sampling_words(reservoir.is_complete, share_read)
    return TableRead(reservoir.frame(), detected.format, reservoir.rows_seen, skips.report(), sampling, share_read)


def read_head(path: Path | str, rows: int = 10, asked: Collection[str] = ()) -> TableHead:
    """The first rows of a file in file order, fast however large it is.

    `asked` are names of columns that a person gave: a row in which they stand is the header. Of JSON, where each row
    has names of its own, the columns are those of the first thousands of rows, and of as many as it takes to see these.

    Raises
    ------
    UnreadableFile
        Missing, a folder, empty, binary, undecodable, damaged, or not a table.
    """
    path = Path(path)
    detected = detect(path, asked)
    skips = SkipCounter()
    with open_rows(detected, skips, batch_rows=rows) as source:
        first = next(source.batches, None)
        if first is None:
            raise UnreadableFile(_no_rows(detected, skips))
        frame = first.table(np.ones(len(first), bool)).to_pandas().astype("str")
        frame = frame.reindex(columns=_columns_seen(source, asked), fill_value="")
    count, exact = count_rows(detected)
    return TableHead(frame, detected.format, count, exact)


def _columns_seen(rows: RowStream, asked: Collection[str]) -> list[str]:
    """Names of all columns; where rows have their own, after a look at those that follow."""
    seen = 0
    while rows.names_may_come and seen < (_ROWS_FOR_NAMES if set(asked) <= set(rows.names()) else _MOST_ROWS_FOR_NAMES):
        batch = next(rows.batches, None)
        if batch is None:
            break
        seen += len(batch)
    return list(rows.names())


def read_in_order(
    path: Path | str, *, rows_at_once: int = 20_000, asked: Collection[str] = ()
) -> Iterator[pd.DataFrame]:
    """All readable rows in file order, some at a time, every column as text: for files of any size.

    `asked` are names of columns that a person gave: a row in which they stand is the header.

    Raises
    ------
    UnreadableFile
        Missing, a folder, empty, binary, undecodable, damaged, or not a table.
    """
    detected, skips, rows = detect(Path(path), asked), SkipCounter(), 0
    with open_rows(detected, skips, batch_rows=rows_at_once) as source:
        for batch in source.batches:
            rows += len(batch)
            yield batch.table(np.ones(len(batch), bool)).to_pandas().astype("str")
    if not rows:
        raise UnreadableFile(_no_rows(detected, skips))


def _endless() -> float:
    return _ENDLESS_S


@dataclass(frozen=True, slots=True)
class _Pace:
    """The time for reading, and what it will do for."""

    left_s: Callable[[], float]
    whole_s: float

    def is_over(self) -> bool:
        return self.left_s() <= 0

    def will_not_do(self, share_read: float) -> bool:
        """Whether the time is half over, and at this speed the file will not be read before its end."""
        used_s = self.whole_s - self.left_s()
        return used_s >= _BLOCKS_FROM * self.whole_s and used_s > share_read * self.whole_s


def _take_in_order(rows: RowStream, reservoir: Reservoir, pace: _Pace, *, may_change: bool) -> float:
    """Rows in file order, while they are the best use of the time; the share of the file that was read."""
    for batch in rows.batches:
        reservoir.add(batch)
        if pace.is_over() or (may_change and pace.will_not_do(rows.share_of_file())):
            return rows.share_read_so_far()
    return 1.0


def _take_blocks(blocks: RandomBlocks, rest: Reservoir, pace: _Pace, *, enough: float) -> bool:
    """Rows of random blocks while more of them change anything; whether there are enough to stand for the rest."""
    if pace.is_over():
        return False
    for batch in blocks.batches():
        rest.add(batch)
        is_enough = blocks.share >= enough or not rest.is_complete
        if pace.is_over() or (is_enough and blocks.taken >= _LEAST_BLOCKS):
            break
    return rest.rows_seen > 0 and (blocks.taken >= _LEAST_BLOCKS or blocks.share == 1)


def _sampling_words(complete: bool, share_read: float) -> str:
    if share_read >= 1.0:
        return ALL_ROWS if complete else UNIFORM_SAMPLE
    part = f"first {max(1, min(99, round(100 * share_read)))} % of the file"
    return part if complete else f"{UNIFORM_SAMPLE} of the {part}"


def _no_rows(detected: Detected, skips: SkipCounter) -> str:
    name = detected.file.name
    if skips.total:
        reasons = ", ".join(f"{skip.rows:,} with {skip.reason}" for skip in skips.report())
        return f"{name} holds no row that can be read ({reasons}). Save the data again as CSV or JSON Lines."
    what = "has a header but no rows" if detected.layout is not None else "holds no rows"
    return f"{name} {what}. Choose a file that has some."
