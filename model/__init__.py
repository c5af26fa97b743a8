"""Everything about learning: one timeboxed training session. Importing this package loads nothing heavy."""
