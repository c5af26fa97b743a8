"""Text data coming in: read, look at, clean, split; and the made sample corpus. Importing this loads nothing heavy."""
