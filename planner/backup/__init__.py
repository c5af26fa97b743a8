"""Everything in one file, with a check; and back again, with what was there kept beside it."""

from planner.backup.contents import Contents
from planner.backup.restoring import checked_backup, restore_backup
from planner.backup.writing import write_backup

__all__ = ["Contents", "checked_backup", "restore_backup", "write_backup"]
