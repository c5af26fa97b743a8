"""A history from a file: columns [planned,] finished, [person,] [kind,] planned_hours, actual_hours."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from data.reading.read import read_in_order
from planner.domain.errors import InvalidHistory
from planner.domain.wording.lists import list_words
from planner.domain.wording.numbers import count_words
from planner.forecast.dates import read_dates
from planner.forecast.history import Floats, History, Ints

NEEDED = ("finished", "planned_hours", "actual_hours")
_LEAST_HOURS, _MOST_HOURS = 1e-3, 1e5  # outside, a number is no hours of work


@dataclass(frozen=True, slots=True)
class HistoryRead:
    """A history, and in words what was left out of it or had to be guessed."""

    history: History
    notes: tuple[str, ...]


def read_history(path: Path) -> HistoryRead:
    """Read finished tasks from a CSV, TSV, JSON Lines or Parquet file, in any order and encoding.

    Raises
    ------
    DataError
        Where the file cannot be read at all.
    InvalidHistory
        Where a column is missing, or no row can be used.
    """
    return history_from(pd.concat(list(read_in_order(path)), ignore_index=True), path.name)


def history_from(frame: pd.DataFrame, name: str = "The history") -> HistoryRead:
    """The same from a table whose cells may be text; rows that cannot be used are left out and counted in the notes."""
    frame = frame.rename(columns=lambda column: str(column).strip().lower())
    _check_columns(frame, name)
    finished, notes = read_dates(frame["finished"], "finished")
    usable = _usable(frame, finished, notes)
    if not usable.any():
        raise InvalidHistory(f"No row of {name} can be used. {' '.join(notes)}".strip())
    order = np.argsort(finished[usable].to_numpy(), kind="stable")
    chosen, days = frame[usable].iloc[order], finished[usable].iloc[order]
    known, looks_ahead = _known(chosen, days, notes)
    history = History(
        _codes(chosen, "person"),
        _codes(chosen, "kind"),
        _hours(chosen["planned_hours"]),
        _hours(chosen["actual_hours"]),
        known,
        looks_ahead,
    )
    return HistoryRead(history, tuple(notes))


def _check_columns(frame: pd.DataFrame, name: str) -> None:
    missing = [column for column in NEEDED if column not in frame.columns]
    if missing:
        raise InvalidHistory(
            f"{name} has no column {list_words(missing)}. It has: {', '.join(map(str, frame.columns))}. "
            "Rename its columns to finished, planned_hours and actual_hours (and planned, person, kind)."
        )
    double = [column for column in (*NEEDED, "planned", "person", "kind") if list(frame.columns).count(column) > 1]
    if double:
        raise InvalidHistory(f"{name} has the column {double[0]} twice. Rename one of them.")


def _usable(frame: pd.DataFrame, finished: pd.Series[pd.Timestamp], notes: list[str]) -> pd.Series[bool]:
    dated, timed = finished.notna(), pd.Series(True, index=frame.index)
    for column in ("planned_hours", "actual_hours"):
        hours = _hours(frame[column])
        timed &= (hours >= _LEAST_HOURS) & (hours <= _MOST_HOURS)
    if not dated.all():
        notes.append(f"{_rows(~dated)} left out: 'finished' is not a date there.")
    if not (timed | ~dated).all():
        notes.append(f"{_rows(~timed & dated)} left out: planned and actual hours must be numbers above zero.")
    return dated & timed


def _rows(chosen: pd.Series[bool]) -> str:
    return f"{count_words(int(chosen.sum()), 'row')} {'was' if chosen.sum() == 1 else 'were'}"


def _known(frame: pd.DataFrame, finished: pd.Series[pd.Timestamp], notes: list[str]) -> tuple[Ints, bool]:
    """How many tasks had finished before the day of each estimate; its place in the order where no days are known."""
    places = np.arange(len(frame), dtype=np.int64)
    if "planned" not in frame.columns:
        return places, True
    planned, remarks = read_dates(frame["planned"], "planned")
    notes.extend(remarks)
    if planned.isna().all():
        notes.append("The column 'planned' holds no date, so the order of finishing decides.")
        return places, True
    undated, late = planned.isna(), planned > finished
    if undated.any() or late.any():
        notes.append(
            f"{count_words(int((undated | late).sum()), 'row')} without a day of the estimate before its end: "
            "the day it finished is taken."
        )
    planned = planned.mask(undated | late, finished)
    known = np.searchsorted(finished.to_numpy(), planned.to_numpy(), side="left")
    return np.minimum(known, places).astype(np.int64), False


def _codes(frame: pd.DataFrame, column: str) -> Ints:
    if column not in frame.columns:
        return np.zeros(len(frame), dtype=np.int64)
    names = frame[column].astype("string").fillna("").str.strip()
    return pd.factorize(names)[0].astype(np.int64)


def _hours(column: pd.Series[Any]) -> Floats:
    """Hours from numbers or text; a comma alone is a decimal one. NaN for what is not a number."""
    text = column.astype("string").str.strip()
    decimal = text.str.fullmatch(r"[+-]?\d+,\d+").fillna(False)
    numbers = pd.to_numeric(text.mask(decimal, text.str.replace(",", ".", regex=False)), errors="coerce")
    return numbers.to_numpy(dtype=float, na_value=np.nan)
