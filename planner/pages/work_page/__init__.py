"""The parts of the Work page, one subject a file."""
