"""Time logs that are tables of any program: which column is what, in which unit, and the entries of each row."""
