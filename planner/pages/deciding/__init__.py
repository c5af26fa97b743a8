"""Questions that a plan asks, drawn where they come up: on the Plan page, and beside the timer."""
