"""What sessions leave for other programs, as types: plain Python, read by whoever wants to know and written once."""
