"""The parts of the Train page, one subject a file."""
