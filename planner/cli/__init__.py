"""The `callit` command."""
