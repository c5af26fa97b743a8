"""The parts of the Retrospective page, one subject a file."""
