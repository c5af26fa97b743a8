"""Overlaps: two attended entries that claim the same hours. They are shown with ways out; nothing is decided here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from planner.domain.errors import TimerConflict
from planner.domain.repairs import Repair, repaired, repairs_of
from planner.domain.timelog import Overlap, TimeEntry, overlaps_of
from planner.domain.wording.durations import hours_words
from planner.store import Store
from planner.timelog.recording import clock_words, day_words, replace

_EXACT_HOURS = 0.01  # half a minute: "the same hour"


@dataclass(frozen=True, slots=True)
class Conflict:
    """An overlap that waits for an answer, with the names of what the two entries are on."""

    overlap: Overlap
    first_name: str
    second_name: str

    @property
    def entry_ids(self) -> tuple[int, int]:
        """The two entries, the one that began first before the other."""
        return self.overlap.first.id, self.overlap.second.id

    @property
    def begins_at(self) -> datetime:
        """The first instant that both claim."""
        return self.overlap.second.started_at

    @property
    def sentence(self) -> str:
        """Who claims what: `Explore 14:00–16:00 and Model 15:00–17:00 claim the same hour.`"""
        first, second = _span(self.first_name, self.overlap.first), _span(self.second_name, self.overlap.second)
        hours = self.overlap.hours
        claimed = "hour" if abs(hours - 1) < _EXACT_HOURS else hours_words(hours)
        return f"{day_words(self.overlap.first.started_at)}: {first} and {second} claim the same {claimed}."

    @property
    def repairs(self) -> list[Repair]:
        """The ways out of it."""
        return repairs_of(self.overlap)

    def words(self, repair: Repair) -> str:
        """A way out, as a button says it: `Cut Explore at 15:00`."""
        match repair:
            case Repair.CUT_FIRST:
                return f"Cut {self.first_name} at {clock_words(self.overlap.second.started_at)}"
            case Repair.DELAY_SECOND:
                return f"Begin {self.second_name} at {_end_words(self.overlap.first)}"
            case Repair.FIRST_ALONE | Repair.SECOND_ALONE:
                name = self.first_name if repair is Repair.FIRST_ALONE else self.second_name
                entry = self.overlap.first if repair is Repair.FIRST_ALONE else self.overlap.second
                since = f" {clock_words(entry.started_at)}" if self.first_name == self.second_name else ""
                return f"{name}{since} was machine time"
            case Repair.LEAVE:
                return "Leave as it is"


def overlaps(store: Store, project_id: int) -> list[Overlap]:
    """Pairs of attended entries that claim the same hours, by start, where at least one is on this project."""
    own = {phase.id for phase in store.phases.of_project(project_id)}
    found = overlaps_of(store.overlaps.overlapping())
    return [pair for pair in found if pair.first.phase_id in own or pair.second.phase_id in own]


def conflicts(store: Store, project_id: int) -> list[Conflict]:
    """The overlaps of a project that nobody has left as they are, by start."""
    waiting = store.overlaps.without_left(overlaps(store, project_id))
    claimed = {entry.phase_id for pair in waiting for entry in (pair.first, pair.second)}
    names = {phase_id: _name(store, phase_id, project_id) for phase_id in claimed}
    return [Conflict(pair, names[pair.first.phase_id], names[pair.second.phase_id]) for pair in waiting]


def repair_overlap(store: Store, project_id: int, entry_ids: tuple[int, int], repair: Repair, *, now: datetime) -> str:
    """Take one way out of an overlap; what was done, as `undo_last` of this project would take it back.

    Raises
    ------
    TimerConflict
        When the two do not overlap any more, as after a change in another tab, or cannot be repaired so.
    """
    with store.writing():
        conflict = _needed(store, project_id, entry_ids, repair)
        change = repaired(conflict.overlap, repair)
        if change is None:
            left = f"left the overlap of {conflict.first_name} and {conflict.second_name} as it is"
            store.overlaps.leave(store.operations.add(project_id, now, left), conflict.overlap)
            return left
        before, after = change
        summary = f"repaired an overlap ({conflict.words(repair)})"
        replace(store, store.operations.add(project_id, now, summary), before, after)
        return summary


def _needed(store: Store, project_id: int, pair: tuple[int, int], repair: Repair) -> Conflict:
    for conflict in conflicts(store, project_id):
        if pair == conflict.entry_ids and repair in conflict.repairs:
            return conflict
    raise TimerConflict("These entries do not overlap any more, perhaps since another tab changed one of them.")


def _name(store: Store, phase_id: int, project_id: int) -> str:
    phase = store.phases.require(phase_id)
    if phase.project_id == project_id:
        return phase.name
    return f"{phase.name} ({store.projects.require(phase.project_id).name})"


def _span(name: str, entry: TimeEntry) -> str:
    return f"{name} {clock_words(entry.started_at)}–{_end_words(entry)}"


def _end_words(entry: TimeEntry) -> str:
    return clock_words(entry.stopped_at or entry.started_at)
