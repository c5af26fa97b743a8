"""The names that trackers and people give to columns, by what the column holds; compared as `folded`."""
