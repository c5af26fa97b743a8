"""What people type, read: moments, lengths, dates, times of day, a week of free hours."""
