"""Numbers, durations, days and scores as people read them: each is worded in one place."""
