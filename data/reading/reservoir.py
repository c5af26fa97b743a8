"""A uniform sample in random order from a stream of unknown length, bounded by bytes.

Each row draws a key from [0, 1) and stays while its key is below a threshold, which starts at 1 and falls whenever the
kept rows outgrow the memory. Which rows have the smallest keys does not depend on what they hold, so the sample is
uniform at any moment, and its order by key is a random order (bottom-k sampling: Cohen & Kaplan 2007, "Summarizing data
using bottom-k sketches").
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from data.reading.batches import Batch

_KEPT_AFTER_SHRINKING = 0.6  # share of the rows that stay when the memory is full


class Reservoir:
    """Takes batches of rows and keeps a uniform sample of at most `limit_bytes` of them.

    The index of the frame is the row's place among the rows that were offered, 0 for the first.
    """

    def __init__(self, limit_bytes: int, seed: int) -> None:
        self._limit_bytes = limit_bytes
        self._random = np.random.default_rng(seed)
        self._threshold = 1.0
        self._tables: list[Any] = []
        self._keys: list[NDArray[np.float64]] = []
        self._places: list[NDArray[np.int64]] = []
        self._bytes = 0
        self.rows_seen = 0

    @property
    def is_complete(self) -> bool:
        """Whether every row seen is still here."""
        return self._threshold == 1.0

    def add(self, batch: Batch) -> None:
        """Offer the rows of one batch."""
        keys = self._random.random(len(batch))
        chosen = keys < self._threshold
        if chosen.any():
            table = batch.table(chosen)
            self._tables.append(table)
            self._keys.append(keys[chosen])
            self._places.append(self.rows_seen + np.flatnonzero(chosen))
            self._bytes += table.nbytes
        self.rows_seen += len(batch)
        while self._bytes > self._limit_bytes and self._row_count() > 1:
            self._shrink()

    @property
    def threshold(self) -> float:
        """Share of the rows seen that is kept, 0 to 1."""
        return self._threshold

    def join(self, rest: Reservoir, share: float) -> None:
        """Take in what another reservoir keeps of a part of which only a random `share` of the rows was seen.

        Its rows take keys below `share`, as if the others had been dropped for theirs: both parts are then kept at one
        rate, which is the lower of the two. The other reservoir is empty afterwards.
        """
        self._tables += rest._tables
        self._keys += [keys * share for keys in rest._keys]
        self._places += [self.rows_seen + places for places in rest._places]
        self._threshold = min(self._threshold, rest._threshold * share)
        self.rows_seen += rest.rows_seen
        rest._tables, rest._keys, rest._places = [], [], []
        self._drop_from(self._threshold)
        while self._bytes > self._limit_bytes and self._row_count() > 1:
            self._shrink()

    def frame(self) -> pd.DataFrame:
        """The kept rows in random order, every column as text; the reservoir is empty afterwards."""
        if not self._tables:
            return pd.DataFrame()
        table, keys, places = self._joined()
        order = np.argsort(keys, kind="stable")
        self._tables, self._keys, self._places = [], [], []
        table = _filled(table.take(pa.array(order)))
        frame: pd.DataFrame = table.to_pandas(split_blocks=True, self_destruct=True)
        return frame.astype("str").set_axis(pd.Index(places[order], name="file_row"), axis="index")

    def _row_count(self) -> int:
        return sum(map(len, self._keys))

    def _joined(self) -> tuple[Any, NDArray[np.float64], NDArray[np.int64]]:
        table = pa.concat_tables(self._tables, promote_options="default")
        return table, np.concatenate(self._keys), np.concatenate(self._places)

    def _shrink(self) -> None:
        self._drop_from(float(np.quantile(np.concatenate(self._keys), _KEPT_AFTER_SHRINKING)))

    def _drop_from(self, threshold: float) -> None:
        """Keep the rows with keys below a threshold."""
        table, keys, places = self._joined()
        mask = keys < threshold
        self._threshold = threshold
        self._tables, self._keys, self._places = [], [keys[mask]], [places[mask]]
        del keys, places
        self._tables = [table.filter(pa.array(mask)).combine_chunks()]
        self._bytes = self._tables[0].nbytes


def _filled(table: Any) -> Any:
    """Columns that some rows did not have (JSON) hold "" there."""
    return pa.table({name: table[name].fill_null("") for name in table.column_names})
