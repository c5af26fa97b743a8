"""The database's shape, as small named steps that are only ever added to.

`user_version` counts the steps a file has been through, so that opening an up-to-date file costs one read; the
names and times of the steps are kept by sqlite-utils beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from planner.domain.errors import StoreUnusable
from planner.store.connection import Connection
from planner.store.steps import (
    availability,
    decisions,
    forecasts,
    imports,
    interruptions,
    log,
    plans,
    reports,
    timelog,
    training,
    worklog,
)

if TYPE_CHECKING:
    from sqlite_utils.db import Database

APPLICATION_ID = 0x43_61_6C_6C  # "Call" in the file's header: tells it from other programs' databases

STEPS: tuple[Callable[[Database], None], ...] = (
    plans.create_projects,
    plans.create_phases,
    plans.create_estimates,
    training.create_training_sessions,
    training.create_results,
    log.create_time_entries,
    log.create_log_operations,
    plans.create_drafts,
    reports.create_report_views,
    training.create_promises,
    availability.create_availability,
    forecasts.create_forecasts,
    decisions.add_ends_of_plans,
    decisions.create_decisions,
    decisions.add_taken_estimates,
    decisions.create_deadlines,
    worklog.add_tags,
    worklog.create_interruptions,
    worklog.create_stuck_spells,
    worklog.create_imports,
    worklog.create_settings,
    worklog.add_help,
    worklog.create_reflections,
    worklog.create_import_made,
    timelog.create_left_overlaps,
    timelog.create_awake_spells,
    timelog.index_attended_entries,
    interruptions.create_imported_interruptions,
    availability.create_own_addresses,
    imports.remember_what_imports_said,
    training.add_label_made,
    training.add_further_text_columns,
)


def bring_up_to_date(connection: Connection) -> None:
    """Apply the steps this file has not been through; does nothing, quickly, when there are none.

    Raises
    ------
    StoreUnusable
        For a file from a newer version, or of another program; the file stays as it is.
    """
    version = _version(connection)
    if version == len(STEPS):
        return
    _refuse_newer(connection, version)
    _refuse_foreign(connection, version)
    _apply(connection)


def _version(connection: Connection) -> int:
    row = connection.row("PRAGMA user_version")
    return int(row[0]) if row else 0


def _refuse_newer(connection: Connection, version: int) -> None:
    if version > len(STEPS):
        raise StoreUnusable(
            f"{connection.path} was written by a newer version of Call It (its format is {version}, this version "
            f"knows up to {len(STEPS)}). Update Call It, or set CALLIT_HOME to another folder; nothing was changed."
        )


def _refuse_foreign(connection: Connection, version: int) -> None:
    tables = connection.row("SELECT count(*) FROM sqlite_master")
    owner = connection.row("PRAGMA application_id")
    ours = owner is not None and owner[0] == APPLICATION_ID
    if tables and tables[0] and not (ours and version > 0):
        raise StoreUnusable(
            f"{connection.path} is a database of another program. Move it away, or set CALLIT_HOME to another folder."
        )


def _apply(connection: Connection) -> None:
    # sqlite-utils brings pandas with it (half a second): only a file that needs a step pays for that.
    from sqlite_utils import Database, Migrations

    migrations = Migrations("callit")
    for step in STEPS:
        migrations(name=step.__name__)(step)
    connection.execute("PRAGMA foreign_keys = OFF")  # cannot change inside a transaction; a step may rebuild a table
    with connection.writing():
        if _version(connection) < len(STEPS):  # another process may have been here while this one waited
            migrations.apply(Database(connection.raw, execute_plugins=False))
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {len(STEPS)}")
