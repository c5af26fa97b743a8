"""The parts of the Plan page, one subject a file."""
