"""The made reviews that ship with Call It: seeded, so that nothing need be downloaded."""
