"""Continuing an ended session in a new box: what it takes over, and when that cannot be done."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from model.protocol.config import CONFIG_FILE, LOCK_FILE, SessionConfig
from model.protocol.locks import is_held
from model.protocol.order import TrainingOrder
from model.protocol.run_folder import PREPARED_FACTS
from planner.domain.errors import SessionRefused

_SHOWN = 300  # characters of a path


def can_continue(run_folder: Path) -> bool:
    """Whether an ended session kept what a new box needs to go on from."""
    return (run_folder / CONFIG_FILE).is_file() and (run_folder / PREPARED_FACTS).is_file()


def check_continuable(run_folder: Path) -> None:
    """Refuse a folder that no new box can go on from (`SessionRefused`)."""
    try:
        is_there = run_folder.is_dir()
    except OSError:  # a name that no disk can hold
        is_there = False
    if not is_there:
        raise SessionRefused(
            f"There is no folder {str(run_folder)[:_SHOWN]}. Name the folder that 'callit train' left."
        )
    if not (run_folder / CONFIG_FILE).is_file():
        raise SessionRefused(f"{run_folder} holds no session. Name the folder that 'callit train' left.")
    if is_held(run_folder / LOCK_FILE):
        raise SessionRefused(f"The session in {run_folder} still runs. Wait for it, or stop it and keep its model.")
    if not can_continue(run_folder):
        raise SessionRefused(
            f"The session in {run_folder} kept nothing to go on from: it ended before its test run, or its folder "
            "'resume' is gone. Train again from the file instead."
        )


def continued_order(
    run_folder: Path, *, timebox_s: float, memory_limit_bytes: int | None = None, hands: int = 0
) -> TrainingOrder:
    """The order for a new box that goes on from `run_folder` as that session was begun, for as long as the box lasts.

    Raises
    ------
    SessionRefused
        There is no ended session that can be continued.
    """
    check_continuable(run_folder)
    try:
        former = SessionConfig.load(run_folder).order
    except (OSError, ValueError) as error:
        raise SessionRefused(f"{error} Train again from the file instead.") from error
    choices = replace(former.choices, epochs=None, memory_limit_bytes=memory_limit_bytes, hands=hands)
    return replace(former, timebox_s=timebox_s, choices=choices, continue_from=run_folder)
