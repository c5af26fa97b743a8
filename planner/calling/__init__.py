"""Calling it: what asks whether to go on, and the answers that are kept."""
