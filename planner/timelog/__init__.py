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
    last_entry,
    overlaps,
)
from planner.timelog.forgotten import Forgotten, Reason, cut, forgotten, keep
from planner.timelog.interrupting import end_interruption, interrupt, interruption, interruptions
from planner.timelog.stuck import end_stuck, open_spell, say_stuck, spells, try_on
from planner.timelog.summing import DayHours, Summary, summary
from planner.timelog.timer import ANY, cancel, continue_last, running, start, stop
from planner.timelog.undo import last_change, undo_last

__all__ = [
    "ANY",
    "DayHours",
    "Forgotten",
    "Reason",
    "Summary",
    "add_entry",
    "cancel",
    "continue_last",
    "cut",
    "delete_entry",
    "edit_entry",
    "end_interruption",
    "end_stuck",
    "entries",
    "entries_frame",
    "entry",
    "entry_history",
    "forgotten",
    "hours_by_phase",
    "interrupt",
    "interruption",
    "interruptions",
    "keep",
    "last_change",
    "last_entry",
    "open_spell",
    "overlaps",
    "running",
    "say_stuck",
    "spells",
    "start",
    "stop",
    "summary",
    "try_on",
    "undo_last",
]
