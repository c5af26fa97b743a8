"""The time log: one running timer, entries by hand, and an undo for each change."""

from planner.timelog.by_hand import (
    add_entry,
    delete_entry,
    edit_entry,
    entries,
    entries_frame,
    entry,
    entry_history,
    hours_by_phase,
    overlaps,
)
from planner.timelog.timer import ANY, cancel, continue_last, running, start, stop
from planner.timelog.undo import last_change, undo_last

__all__ = [
    "ANY",
    "add_entry",
    "cancel",
    "continue_last",
    "delete_entry",
    "edit_entry",
    "entries",
    "entries_frame",
    "entry",
    "entry_history",
    "hours_by_phase",
    "last_change",
    "overlaps",
    "running",
    "start",
    "stop",
    "undo_last",
]
