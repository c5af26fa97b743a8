"""In what order phases were visited, and where one went back: the clean-explore loop made visible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import pandas as pd

from planner.domain.project import Phase
from planner.domain.visits import Visit, most_frequent_return


@dataclass(frozen=True, slots=True)
class Returns:
    """How often one went from a phase back to an earlier one of the plan."""

    later: str
    earlier: str
    times: int


def phase_visits(visits: Sequence[Visit], phases: Sequence[Phase]) -> pd.DataFrame:
    """Visits in order of time: phase, from_hours and to_hours, counted in attended hours so far."""
    names = {phase.id: phase.name for phase in phases}
    ends = list(accumulate(visit.hours for visit in visits))
    columns = {
        "phase": [names[visit.phase_id] for visit in visits],
        "from_hours": [end - visit.hours for visit, end in zip(visits, ends, strict=True)],
        "to_hours": ends,
    }
    return pd.DataFrame(columns)


def most_returns(visits: Sequence[Visit], phases: Sequence[Phase]) -> Returns | None:
    """The way back that was taken most often; None where none was taken twice."""
    names = {phase.id: phase.name for phase in phases}
    positions = {phase.id: phase.position for phase in phases}
    most = most_frequent_return(visits, positions)
    return Returns(names[most[0]], names[most[1]], most[2]) if most else None
