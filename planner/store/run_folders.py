"""Where the run folders of training sessions lie: they move when a data folder does."""

from __future__ import annotations

from pathlib import Path

from planner.store.connection import Connection
from planner.store.paths import path_of


class RunFolderRows:
    """The column `run_folder` of the table `training_sessions`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> dict[str, Path]:
        """The run folder of each session, by the session's id."""
        rows = self._connection.rows("SELECT id, run_folder FROM training_sessions")
        return {row["id"]: path_of(row["run_folder"]) for row in rows}

    def put(self, session_id: str, run_folder: Path) -> None:
        """Say where the run folder of a session lies now."""
        with self._connection.writing():
            self._connection.update("training_sessions", session_id, run_folder=str(run_folder))
