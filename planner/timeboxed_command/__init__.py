"""Any command under a box: warned before its end, stopped at it, and logged as hours of the machine."""

from planner.timeboxed_command.journal import close_ended
from planner.timeboxed_command.report import BoxReport, Ending
from planner.timeboxed_command.run import BoxOrder, run_boxed

__all__ = ["BoxOrder", "BoxReport", "Ending", "close_ended", "run_boxed"]
