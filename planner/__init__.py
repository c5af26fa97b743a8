"""Everything about time: plans, the time log, training sessions as projects see them, retrospectives."""

from planner.own_packages import put_first

put_first()
