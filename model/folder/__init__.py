"""The model folder: saved whole, read back, proven in a fresh process, used, and described."""
