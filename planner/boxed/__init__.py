"""Any command under a box: warned before its end, stopped at it, and logged as hours of the machine."""

from planner.boxed.journal import close_ended
from planner.boxed.report import BoxReport, Ending
from planner.boxed.run import BoxOrder, run_boxed

__all__ = ["BoxOrder", "BoxReport", "Ending", "close_ended", "run_boxed"]
