"""What is remembered of interruptions: the import and the entry that some of them came with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def create_imported_interruptions(db: Database) -> None:
    """Interruptions that an import brought, so that its undo takes them away with their entries."""
    db.execute("""
        CREATE TABLE imported_interruptions (
            interruption_id INTEGER PRIMARY KEY REFERENCES interruptions ON DELETE CASCADE,
            operation_id INTEGER NOT NULL REFERENCES log_operations ON DELETE CASCADE,
            entry_id INTEGER REFERENCES time_entries ON DELETE SET NULL
        ) STRICT""")
    db.execute("CREATE INDEX interruptions_of_operation ON imported_interruptions (operation_id)")
    db.execute("CREATE INDEX interruptions_of_entry ON imported_interruptions (entry_id)")
