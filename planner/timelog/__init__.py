"""The time log: one running timer, entries by hand, and an undo for each change."""

from planner.timelog.by_hand import (
    add_entry,
    delete_entry,
    edit_entry,
    entries,
    entry,
    entry_history,
    find_entry,
    hours_by_phase,
    last_entry,
    last_started,
    restore_entry,
)
from planner.timelog.clock_change import ClockChange, believe_clock, clock_change, put_right, true_length
from planner.timelog.forgotten import Forgotten, Reason, cut, forgotten, keep
from planner.timelog.interrupting import end_interruption, interrupt, interruption
from planner.timelog.machine import sighting
from planner.timelog.of_days import Days, days_between, entries_of_days, today
from planner.timelog.overlapping import Conflict, conflicts, overlaps, repair_overlap
from planner.timelog.signs_of_life import note_sign_of_life
from planner.timelog.stuck import end_stuck, open_spell, say_stuck, spells, try_on
from planner.timelog.summing import DayHours, Summary, last_days, summary
from planner.timelog.timer import ANY, cancel, continue_last, open_sessions, running, start, stop
from planner.timelog.undo import last_change, undo_last
from planner.timelog.undo_import import undo_import

__all__ = [
    "ANY",
    "ClockChange",
    "Conflict",
    "DayHours",
    "Days",
    "Forgotten",
    "Reason",
    "Summary",
    "add_entry",
    "believe_clock",
    "cancel",
    "clock_change",
    "conflicts",
    "continue_last",
    "cut",
    "days_between",
    "delete_entry",
    "edit_entry",
    "end_interruption",
    "end_stuck",
    "entries",
    "entries_of_days",
    "entry",
    "entry_history",
    "find_entry",
    "forgotten",
    "hours_by_phase",
    "interrupt",
    "interruption",
    "keep",
    "last_change",
    "last_days",
    "last_entry",
    "last_started",
    "note_sign_of_life",
    "open_sessions",
    "open_spell",
    "overlaps",
    "put_right",
    "repair_overlap",
    "restore_entry",
    "running",
    "say_stuck",
    "sighting",
    "spells",
    "start",
    "stop",
    "summary",
    "today",
    "true_length",
    "try_on",
    "undo_import",
    "undo_last",
]
