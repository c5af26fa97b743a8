"""The phases as rows of an editable table, and back: no drawing here.

A row is a dict with `phase_id` (None for a new row), `order`, `name`, `low`, `high`, `cap`, `attended`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from planner import planning
from planner.domain.errors import InvalidPlan
from planner.domain.hours import HourRange
from planner.domain.project import Phase, PhasePlan
from planner.pages.table_draft import Row

COLUMNS = ("phase_id", "order", "name", "low", "high", "cap", "attended")
_NUMBERS = ("phase_id", "order", "low", "high", "cap")


def rows_of(phases: Sequence[Phase]) -> list[Row]:
    """The saved phases as rows, numbered from 1."""
    return [
        {
            "phase_id": phase.id,
            "order": place,
            "name": phase.name,
            "low": phase.range.low_hours if phase.range else None,
            "high": phase.range.high_hours if phase.range else None,
            "cap": phase.cap_hours,
            "attended": phase.attended,
        }
        for place, phase in enumerate(phases, start=1)
    ]


def frame_of(rows: Sequence[Row], logged: Mapping[int, float], first: Mapping[int | None, HourRange]) -> pd.DataFrame:
    """The rows as the table shows them, with what cannot be edited: `logged` hours, and the range `first_said`."""
    frame = pd.DataFrame(list(rows), columns=list(COLUMNS))
    frame = frame.astype({**dict.fromkeys(_NUMBERS, "Float64"), "name": "string", "attended": "boolean"})
    frame["logged"] = pd.array([logged.get(_id(row)) for row in rows], dtype="Float64")
    frame["first_said"] = pd.array([_first_said(row, first) for row in rows], dtype="string")
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


def plans_of(rows: Sequence[Row]) -> tuple[list[PhasePlan], list[str]]:
    """What the rows mean, and a sentence for each row that cannot be right."""
    plans, complaints = [], []
    for row in rows:
        try:
            plans.append(_plan(row))
        except InvalidPlan as error:
            complaints.append(str(error))
    return plans, complaints


def _plan(row: Row) -> PhasePlan:
    name, attended = row["name"] or "", row["attended"] is not False
    return planning.phase_plan(name, row["low"], row["high"], row["cap"], attended=attended, phase_id=row["phase_id"])


def _whole(row: Row) -> Row:
    phase_id = row["phase_id"]
    return {
        **row,
        "phase_id": None if phase_id is None else int(phase_id),
        "attended": True if row["attended"] is None else bool(row["attended"]),
    }


def _plain(value: Any) -> Any:
    if value is None or pd.isna(value):
        return None
    return value.strip() if isinstance(value, str) else value


def _id(row: Row) -> int:
    return -1 if row["phase_id"] is None else int(row["phase_id"])


def _first_said(row: Row, first: Mapping[int | None, HourRange]) -> str | None:
    """The first range, where the present one differs."""
    said = first.get(row["phase_id"])
    if row["phase_id"] is None or said is None or (said.low_hours, said.high_hours) == (row["low"], row["high"]):
        return None
    return f"{said.low_hours:g}–{said.high_hours:g} h"
