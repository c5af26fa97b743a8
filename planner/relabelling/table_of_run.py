"""The table of an ended session, or why it cannot be looked at."""

from __future__ import annotations

from pathlib import Path

from model.protocol.config import CONFIG_FILE, LOCK_FILE, SessionConfig
from model.protocol.locks import is_held
from model.protocol.order import TableOrder
from planner.relabelling.refused import RelabelRefused


def ended_table(run_folder: Path) -> TableOrder:
    """The table of an ended session.

    Raises
    ------
    RelabelRefused
        The folder holds no ended session, or its table is gone.
    """
    if not (run_folder / CONFIG_FILE).is_file():
        raise RelabelRefused(f"{run_folder} holds no session. Name the folder that 'callit train' left.")
    if is_held(run_folder / LOCK_FILE):
        raise RelabelRefused(f"The session in {run_folder} still runs. Wait for it, or stop it and keep its model.")
    try:
        table = SessionConfig.load(run_folder).order.table
    except (OSError, ValueError) as error:
        raise RelabelRefused(str(error)) from error
    if not table.data_file.is_file():
        raise RelabelRefused(
            f"The table {table.data_file} is not there any more. Answers are kept beside its content: put it back."
        )
    return table
