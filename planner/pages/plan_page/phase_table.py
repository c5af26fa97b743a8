"""The phases as rows of an editable table, and back: no drawing here.

A row is a dict with `phase_id` (None for a new row), `order`, `name`, `low`, `high`, `cap`, `attended`, `done`.
Hours, or work-days where the project is planned in those.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from planner import planning
from planner.domain.errors import InvalidPlan
from planner.domain.hours import HourRange
from planner.domain.project import Phase, PhasePlan
from planner.domain.wording.durations import range_words
from planner.pages.table_draft import Row

COLUMNS = ("phase_id", "order", "name", "low", "high", "cap", "attended", "done")
_TICKS = ("attended", "done")
_DIGITS = 4
_NUMBERS = ("phase_id", "order", "low", "high", "cap")


def rows_of(phases: Sequence[Phase], unit_hours: float = 1.0) -> list[Row]:
    """The saved phases as rows, numbered from 1, in units of so many hours."""
    return [
        {
            "phase_id": phase.id,
            "order": place,
            "name": phase.name,
            "low": _in_units(phase.range.low_hours, unit_hours) if phase.range else None,
            "high": _in_units(phase.range.high_hours, unit_hours) if phase.range else None,
            "cap": _in_units(phase.cap_hours, unit_hours) if phase.cap_hours else None,
            "attended": phase.attended,
            "done": phase.finished_at is not None,
        }
        for place, phase in enumerate(phases, start=1)
    ]


@dataclass(frozen=True)
class Beside:
    """What stands beside the editable cells, by the phase's id: hours logged, the honest range, what was said first."""

    logged: Mapping[int, float]
    honest: Mapping[int, HourRange]
    first: Mapping[int | None, HourRange]


def frame_of(rows: Sequence[Row], beside: Beside, unit_hours: float = 1.0) -> pd.DataFrame:
    """The rows as the table shows them, with what cannot be edited: `logged`, `honest` and `first_said`."""
    frame = pd.DataFrame(list(rows), columns=list(COLUMNS))
    types = {**dict.fromkeys(_NUMBERS, "Float64"), "name": "string", **dict.fromkeys(_TICKS, "boolean")}
    frame = frame.astype(types)
    frame["logged"] = pd.array([beside.logged.get(_id(row)) for row in rows], dtype="Float64")
    frame["honest"] = pd.array([_words(beside.honest.get(_id(row)), unit_hours) for row in rows], dtype="string")
    frame["first_said"] = pd.array([_first_said(row, beside.first, unit_hours) for row in rows], dtype="string")
    return frame


def rows_in(frame: pd.DataFrame) -> list[Row]:
    """The rows of an edited table, as plain values; rows left empty are dropped."""
    records = [{name: _plain(record.get(name)) for name in COLUMNS} for record in frame.to_dict("records")]
    return [_whole(row) for row in records if row["name"] or row["low"] is not None or row["high"] is not None]


def in_order(rows: Sequence[Row], before: Sequence[Row]) -> list[Row]:
    """The rows sorted by the order typed.

    A row moved onto another one's place, or added there, pushes that one away; a row without a number goes last.
    """
    was = {row["phase_id"]: row["order"] for row in before}
    last = len(before) + 1  # where a new row would come from

    def place(row: Row) -> float:
        if row["order"] is None:
            return float("inf")
        moved = row["order"] - was.get(row["phase_id"], last)
        return float(row["order"]) + (0.5 if moved > 0 else -0.5 if moved < 0 else 0)

    return sorted(rows, key=place)


def plans_of(rows: Sequence[Row], unit_hours: float = 1.0) -> tuple[list[PhasePlan], list[str]]:
    """What the rows mean, and a sentence for each row that cannot be right."""
    plans, complaints = [], []
    for row in rows:
        try:
            plans.append(_plan(row, unit_hours))
        except InvalidPlan as error:
            complaints.append(str(error))
    return plans, complaints


def _plan(row: Row, unit_hours: float) -> PhasePlan:
    low, high, cap = (_hours(row[name], unit_hours) for name in ("low", "high", "cap"))
    attended, done = row["attended"] is not False, bool(row.get("done"))
    return planning.phase_plan(
        row["name"] or "", low, high, cap, attended=attended, phase_id=row["phase_id"], done=done
    )


def _in_units(hours: float, unit_hours: float) -> float:
    return hours / unit_hours


def _hours(units: float | None, unit_hours: float) -> float | None:
    """Hours in a cell; rounded, so that a third of a day and back is the same number of hours."""
    return None if units is None else round(units * unit_hours, _DIGITS)


def _whole(row: Row) -> Row:
    phase_id = row["phase_id"]
    return {
        **row,
        "phase_id": None if phase_id is None else int(phase_id),
        "attended": True if row["attended"] is None else bool(row["attended"]),
        "done": bool(row["done"]),
    }


def _plain(value: Any) -> Any:
    if value is None or pd.isna(value):
        return None
    return value.strip() if isinstance(value, str) else value


def _id(row: Row) -> int:
    return -1 if row["phase_id"] is None else int(row["phase_id"])


def _first_said(row: Row, first: Mapping[int | None, HourRange], unit_hours: float) -> str | None:
    """The first range, where the present one differs."""
    first_range = first.get(row["phase_id"])
    now = _hours(row["low"], unit_hours), _hours(row["high"], unit_hours)
    if row["phase_id"] is None or first_range is None or (first_range.low_hours, first_range.high_hours) == now:
        return None
    return _words(first_range, unit_hours)


def _words(hours: HourRange | None, unit_hours: float) -> str | None:
    """A range in the unit of the cells beside it."""
    if hours is None or unit_hours == 1:
        return range_words(hours) if hours else None
    low, high = (_unit_words(end / unit_hours) for end in (hours.low_hours, hours.high_hours))
    return f"{low}–{high} d" if low != high else f"{low} d"


def _unit_words(units: float) -> str:
    """No more digits than are known: two below one, one from there on."""
    return f"{round(units, 2 if units < 1 else 1):g}"
