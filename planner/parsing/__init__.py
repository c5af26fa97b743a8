"""What people type, read: moments, dates, times of day, a week of free hours."""
