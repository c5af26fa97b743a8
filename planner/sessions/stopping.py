"""Asking a session to stop: files in its run folder, which work with and without a supervisor."""

from __future__ import annotations

from pathlib import Path

from model.protocol.config import STOP_FILE
from model.protocol.run_folder import STOP_NOW_FILE


def stop_and_keep(run_folder: Path) -> None:
    """Ask for a short decay of the learning rate and the final check; asking twice changes nothing."""
    (run_folder / STOP_FILE).touch()


def stop_now(run_folder: Path) -> None:
    """Ask for the end at once; the model saved last is kept."""
    (run_folder / STOP_NOW_FILE).touch()
