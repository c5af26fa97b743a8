"""What of many visits can be told apart in a picture: those of one phase less than a pixel apart are drawn as one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

COLUMNS = 800  # pixels that the picture is wide, where it stands beside another
MOST_APART = COLUMNS  # so many visits have a block each


def joined_visits(visits: pd.DataFrame) -> pd.DataFrame:
    """`phase_order.phase_visits` with the visits of a phase joined where less than a pixel lies between them.

    Columns: phase, from_hours and to_hours as there, the oldest first. Few visits stay as they are. Of many there are
    at most as many blocks a phase as the picture has columns, each from the first of its visits to the last.
    """
    if len(visits) <= MOST_APART:
        return visits
    pixel = visits["to_hours"].max() / COLUMNS
    before = visits.groupby("phase")["to_hours"].shift()
    block = (~(visits["from_hours"] - before < pixel)).groupby(visits["phase"]).cumsum()
    blocks = visits.groupby(["phase", block], sort=False).agg({"from_hours": "first", "to_hours": "last"})
    return blocks.reset_index("phase").sort_values("from_hours", kind="stable", ignore_index=True)


def seen_way(visits: pd.DataFrame, phases: Sequence[str]) -> pd.DataFrame:
    """The visits through which the line from phase to phase looks as through all of them.

    In each column of pixels these are the first and the last, and those highest up and lowest down in `phases`: four at
    most, by which a line is drawn as by all its points (Jugel et al. 2014, "M4: A Visualization-Oriented Time Series
    Data Aggregation"). Few visits stay as they are.
    """
    if len(visits) <= MOST_APART:
        return visits
    column = (visits["from_hours"] * (COLUMNS / visits["to_hours"].max())).astype(int).to_numpy()
    row = visits["phase"].map({name: place for place, name in enumerate(phases)}).to_numpy()
    by_height = np.lexsort((row, column))
    begins = np.append(True, column[1:] != column[:-1])
    ends = np.append(begins[1:], True)
    kept = np.flatnonzero(begins | ends)  # within a column the order by height has its ends at the same places
    return visits.iloc[np.union1d(kept, by_height[kept])]
