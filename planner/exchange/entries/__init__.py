"""What every format is read into, and the shared ways there: clocks, durations, lines, JSON, what must be asked."""
