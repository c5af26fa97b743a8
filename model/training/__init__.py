"""Training by a clock: how long, how often, at what rate, in steps of what size, and how much of it is taken."""
