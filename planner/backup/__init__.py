"""Everything in one file, with a check; and back again, with what was there kept beside it."""

from planner.backup.checking import checked_backup
from planner.backup.contents import Contents, holdings, model_bytes
from planner.backup.last import LastBackup, backups_folder, last_backup
from planner.backup.previous_data import SetAside, set_aside
from planner.backup.restoring import go_back, restore_backup
from planner.backup.writing import backup_name, write_backup

__all__ = [
    "Contents",
    "LastBackup",
    "SetAside",
    "backup_name",
    "backups_folder",
    "checked_backup",
    "go_back",
    "holdings",
    "last_backup",
    "model_bytes",
    "restore_backup",
    "set_aside",
    "write_backup",
]
