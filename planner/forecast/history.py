"""Finished tasks of one or several people, in the order in which they finished, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class History:
    """Finished tasks, the first finished first. All arrays have one element for each task.

    `known` is how many of these tasks had finished when this one was estimated: its place in the order where the day
    of the estimate is not known (`looks_ahead`), since then the order of finishing is all there is.
    """

    person: Ints
    kind: Ints
    planned_hours: Floats
    actual_hours: Floats
    known: Ints
    looks_ahead: bool = True

    def __len__(self) -> int:
        return len(self.person)

    @property
    def log_planned(self) -> Floats:
        """Natural logarithms of the planned hours."""
        return np.log(self.planned_hours)

    @property
    def log_ratio(self) -> Floats:
        """Natural logarithms of actual over planned hours: 0 is as planned, 0.69 twice as long."""
        return np.log(self.actual_hours / self.planned_hours)

    @property
    def place(self) -> Ints:
        """Place of each task among those of its person, from 0."""
        places = np.zeros(len(self), dtype=np.int64)
        for code in np.unique(self.person):
            rows = self.person == code
            places[rows] = np.arange(rows.sum())
        return places

    def own_known(self) -> Ints:
        """How many tasks of the same person had finished when each was estimated."""
        return count_known(self.person, self.person, self.known)

    def first(self, count: int) -> History:
        """The tasks that finished first."""
        return History(
            self.person[:count],
            self.kind[:count],
            self.planned_hours[:count],
            self.actual_hours[:count],
            self.known[:count],
            self.looks_ahead,
        )

    def of_person(self, code: int) -> tuple[History, Ints]:
        """One person's tasks as a history of its own, and their rows in this one."""
        rows = np.flatnonzero(self.person == code)
        known = np.searchsorted(rows, self.known[rows], side="left").astype(np.int64)
        alone = History(
            self.person[rows],
            self.kind[rows],
            self.planned_hours[rows],
            self.actual_hours[rows],
            known,
            self.looks_ahead,
        )
        return alone, rows


def count_known(person: Ints, wanted: Ints, known: Ints) -> Ints:
    """For each pair of a wanted person and a number of known tasks: how many of those known are that person's."""
    counts = np.zeros(len(wanted), dtype=np.int64)
    for code in np.unique(wanted):
        rows = wanted == code
        counts[rows] = np.searchsorted(np.flatnonzero(person == code), known[rows], side="left")
    return counts
