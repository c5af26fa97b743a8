"""The parts of the page Import & backup, one subject a file."""
