"""A table written again as a new file, with other labels in some of its rows."""
