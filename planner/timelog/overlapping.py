"""Overlaps: two attended entries that claim the same hours. They are shown with ways out; nothing is decided here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from planner.domain.errors import TimerConflict
from planner.domain.repairs import Repair, repaired, repairs_of
from planner.domain.timelog import Overlap, TimeEntry, overlaps_of
from planner.domain.wording.days import clock_words, short_day
from planner.domain.wording.durations import hours_words
from planner.store import Store
from planner.timelog.recording import replace

_EXACT_HOURS = 0.01  # half a minute: "the same hour"


@dataclass(frozen=True, slots=True)
class Conflict:
    """An overlap that waits for an answer, with the names of what the two entries are on, on the clocks of `zone`."""

    overlap: Overlap
    first_name: str
    second_name: str
    zone: tzinfo

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
        first_entry, second_entry = self.overlap.first, self.overlap.second
        first, second = self._span(self.first_name, first_entry), self._span(self.second_name, second_entry)
        hours = self.overlap.hours
        claimed = "hour" if abs(hours - 1) < _EXACT_HOURS else hours_words(hours)
        day = short_day(first_entry.started_at.astimezone(self.zone))
        return f"{day}: {first} and {second} claim the same {claimed}."

    @property
    def repairs(self) -> list[Repair]:
        """The ways out of it."""
        return repairs_of(self.overlap)

    def words(self, repair: Repair) -> str:
        """A way out, as a button says it: `Cut Explore at 15:00`."""
        match repair:
            case Repair.CUT_FIRST:
                return f"Cut {self.first_name} at {self._clock(self.overlap.second.started_at)}"
            case Repair.DELAY_SECOND:
                return f"Begin {self.second_name} at {self._end(self.overlap.first)}"
            case Repair.FIRST_ALONE | Repair.SECOND_ALONE:
                name = self.first_name if repair is Repair.FIRST_ALONE else self.second_name
                entry = self.overlap.first if repair is Repair.FIRST_ALONE else self.overlap.second
                since = f" {self._clock(entry.started_at)}" if self.first_name == self.second_name else ""
                return f"{name}{since} was machine time"
            case Repair.LEAVE:
                return "Leave as it is"

    def _span(self, name: str, entry: TimeEntry) -> str:
        return f"{name} {self._clock(entry.started_at)}–{self._end(entry)}"

    def _end(self, entry: TimeEntry) -> str:
        return self._clock(entry.stopped_at or entry.started_at)

    def _clock(self, instant: datetime) -> str:
        return clock_words(instant, self.zone)


def overlaps(store: Store, project_id: int) -> list[Overlap]:
    """Pairs of attended entries that claim the same hours, by start, where at least one is on this project.

    The hours of the sample project are made: none of them claims an hour of a project that somebody works on.
    """
    own = {phase.id for phase in store.phases.of_project(project_id)}
    sample = store.projects.sample()
    made = {phase.id for phase in store.phases.of_project(sample.id)} if sample else set()
    return [
        pair
        for pair in overlaps_of(store.overlaps.overlapping())
        if (pair.first.phase_id in own or pair.second.phase_id in own)
        and (pair.first.phase_id in made) == (pair.second.phase_id in made)
    ]


def conflicts(store: Store, project_id: int, *, zone: tzinfo = UTC) -> list[Conflict]:
    """The overlaps of a project that nobody has left as they are, by start; on the clocks of `zone`."""
    waiting = store.overlaps.without_left(overlaps(store, project_id))
    claimed = {entry.phase_id for pair in waiting for entry in (pair.first, pair.second)}
    names = {phase_id: _name(store, phase_id, project_id) for phase_id in claimed}
    return [Conflict(pair, names[pair.first.phase_id], names[pair.second.phase_id], zone) for pair in waiting]


def repair_overlap(
    store: Store, project_id: int, entry_ids: tuple[int, int], repair: Repair, *, now: datetime, zone: tzinfo = UTC
) -> str:
    """Take one way out of an overlap; what was done, as `undo_last` of this project would take it back.

    What was done is kept in words, on the clocks of `zone`.

    Raises
    ------
    TimerConflict
        When the two do not overlap any more, as after a change in another tab, or cannot be repaired so.
    """
    with store.writing():
        conflict = _needed(store, project_id, entry_ids, repair, zone)
        change = repaired(conflict.overlap, repair)
        if change is None:
            left = f"left the overlap of {conflict.first_name} and {conflict.second_name} as it is"
            store.overlaps.leave(store.operations.add(project_id, now, left), conflict.overlap)
            return left
        before, after = change
        summary = f"repaired an overlap ({conflict.words(repair)})"
        replace(store, store.operations.add(project_id, now, summary), before, after)
        return summary


def _needed(store: Store, project_id: int, pair: tuple[int, int], repair: Repair, zone: tzinfo) -> Conflict:
    for conflict in conflicts(store, project_id, zone=zone):
        if pair == conflict.entry_ids and repair in conflict.repairs:
            return conflict
    raise TimerConflict("These entries do not overlap any more, perhaps since another tab changed one of them.")


def _name(store: Store, phase_id: int, project_id: int) -> str:
    phase = store.phases.require(phase_id)
    if phase.project_id == project_id:
        return phase.name
    return f"{phase.name} ({store.projects.require(phase.project_id).name})"
