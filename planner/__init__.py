"""Everything about time: plans, the time log, training sessions as projects see them, retrospectives."""
