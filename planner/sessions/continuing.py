"""Continuing an ended session in a new box: what it takes over, and when that cannot be done."""

from __future__ import annotations

from pathlib import Path

from model.protocol.config import CONFIG_FILE, LOCK_FILE, SessionConfig
from model.protocol.locks import is_held
from model.protocol.run_folder import PREPARED_FACTS
from planner.domain.errors import SessionRefused
from planner.sessions.order import SessionOrder

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


def continued_order(run_folder: Path, *, timebox_s: float, **changes: object) -> SessionOrder:
    """The order for a new box that goes on from `run_folder`, with its data, metric and seed.

    `changes` are other fields of the order, such as `out` and `project_id`.

    Raises
    ------
    SessionRefused
        There is no ended session that can be continued.
    """
    check_continuable(run_folder)
    config = SessionConfig.load(run_folder)
    return SessionOrder(
        data_file=Path(config.data_file),
        text_column=config.text_column,
        label_column=config.label_column,
        timebox_s=timebox_s,
        source_name=config.source_name,
        metric=config.metric,
        seed=config.seed,
        test_file=None if config.test_file is None else Path(config.test_file),
        outside_scores=config.outside_scores,
        cleaning_rules_off=config.cleaning_rules_off,
        blank_label=config.blank_label,
        kept_labels=config.kept_labels,
        continue_from=run_folder,
        **changes,  # type: ignore[arg-type]
    )
