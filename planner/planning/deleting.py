"""Deleting a project: hidden at once, brought back whole within thirty days, gone for good after that."""

from __future__ import annotations

import dataclasses
import shutil
from datetime import datetime
from pathlib import Path

from planner.domain.deleting import DeletedProject
from planner.domain.errors import InvalidPlan, NotFound
from planner.domain.holdings import Belongings
from planner.domain.project import Project
from planner.domain.training import SessionState
from planner.home import runs_folder
from planner.planning.phase_table import phases as phases_of
from planner.store import Store

PREDICTIONS = "predictions"  # below the data folder, by session: files that were labelled with its model


def delete_named_project(store: Store, project_id: int, typed: str, *, now: datetime) -> Project:
    """Delete a project whose name a person typed to be sure; capitals and blanks around it do not matter.

    Raises
    ------
    InvalidPlan
        When that is not its name, or while a training session runs on it; nothing is deleted.
    """
    with store.writing():
        name = store.projects.require(project_id).name
        if not is_its_name(typed, name):
            trouble = f"'{typed.strip()}' is not its name" if typed.strip() else "The name is missing"
            raise InvalidPlan(f"{trouble}. Type '{name}' to delete it; nothing was deleted.")
        return delete_project(store, project_id, now=now)


def is_its_name(typed: str, name: str) -> bool:
    """Whether what was typed names it, capitals and blanks aside.

    >>> is_its_name(" toxic  COMMENTS ", "Toxic comments"), is_its_name("Toxic", "Toxic comments")
    (True, False)
    """
    return " ".join(typed.split()).casefold() == " ".join(name.split()).casefold()


def delete_project(store: Store, project_id: int, *, now: datetime) -> Project:
    """Hide a project with all that belongs to it, and stop its timer if that runs; `restore_project` undoes it.

    Raises
    ------
    InvalidPlan
        While a training session runs on it.
    """
    with store.writing():
        deleted = store.projects.require(project_id)
        _refuse_training(store, deleted)
        _stop_its_timer(store, project_id, now)
        store.projects.mark_deleted(project_id, now)
    return deleted


def deleted_projects(store: Store, *, now: datetime) -> list[DeletedProject]:
    """Projects that can be brought back, the last deleted first."""
    return [deleted for deleted in store.projects.deleted() if not deleted.is_gone(now)]


def restore_project(store: Store, project_id: int, *, now: datetime) -> Project:
    """Bring a deleted project back, with all that belonged to it.

    Raises
    ------
    InvalidPlan
        When another project has taken its name meanwhile.
    NotFound
        When there is no such deleted project, or its thirty days are over.
    """
    with store.writing():
        back = next((d.project for d in deleted_projects(store, now=now) if d.project.id == project_id), None)
        if back is None:
            raise NotFound("That project is not among the deleted ones. It may be back already, or gone for good.")
        if any(other.name.casefold() == back.name.casefold() for other in store.projects.all()):
            raise InvalidPlan(f"There is a project '{back.name}' already. Rename that one, then bring this one back.")
        store.projects.mark_deleted(project_id, None)
    return back


def purge_deleted(store: Store, *, now: datetime) -> list[Project]:
    """Remove for good what was deleted more than thirty days ago; those projects. Cheap where there are none.

    Their model folders below the data folder go with them, and what was labelled with these models; folders elsewhere
    stay, and so do uploads, which other sessions may share.
    """
    gone = [deleted.project for deleted in store.projects.deleted() if deleted.is_gone(now)]
    return [project for project in gone if _purge(store, project.id)]


def belongings(store: Store) -> dict[int, Belongings]:
    """What belongs to each project, by its id, deleted ones included."""
    return store.holdings.of_projects()


def session_folders(store: Store, project_id: int) -> list[Path]:
    """The folders of a project's training sessions below the data folder: models, and files labelled with them."""
    home = store.path.parent
    own = runs_folder(home).resolve()
    sessions = store.sessions.sessions_of(project_id)
    runs = [s.run_folder for s in sessions if s.run_folder.parent.resolve() == own and not s.run_folder.is_symlink()]
    labelled = [home / PREDICTIONS / session.id for session in sessions]
    return [folder for folder in [*runs, *labelled] if folder.is_dir()]


def _purge(store: Store, project_id: int) -> bool:
    if _trains(store, project_id):  # taken into it after it was deleted: its folder is written to
        return False
    folders = session_folders(store, project_id)
    store.projects.remove_for_good(project_id)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)  # what cannot be removed does no harm
    return True


def _trains(store: Store, project_id: int) -> bool:
    return any(session.state is SessionState.RUNNING for session in store.sessions.sessions_of(project_id))


def _refuse_training(store: Store, project: Project) -> None:
    if _trains(store, project.id):
        raise InvalidPlan(
            f"A training session runs on '{project.name}'. Stop it on the page Train or wait for its end, "
            "then delete the project; nothing was deleted."
        )


def _stop_its_timer(store: Store, project_id: int, now: datetime) -> None:
    entry = store.entries.running()
    if entry is None or entry.phase_id not in {p.id for p in phases_of(store, project_id)}:
        return
    operation = store.operations.add(project_id, now, "stopped the timer of a project that was deleted")
    store.operations.keep_former(operation, entry)
    if now > entry.started_at:
        store.entries.restore(dataclasses.replace(entry, stopped_at=now))
    else:
        store.entries.remove(entry.id)
