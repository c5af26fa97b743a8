"""What a label is: one rule for the page, the command line and the session."""
