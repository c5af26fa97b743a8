"""From bytes to rows: what kind of table a file holds, where its names stand, and its rows as a bounded sample."""
