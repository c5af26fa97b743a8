"""Writing a planned import: one transaction, one operation of the log, so that one undo takes it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from planner import planning
from planner.domain.errors import InvalidImport
from planner.domain.project import PhasePlan
from planner.domain.timelog import TimeEntry, tidy_tags
from planner.domain.wording import count_words
from planner.exchange.mapping import ProjectTarget
from planner.exchange.planned import ImportPreview, PlannedEntry
from planner.store import Store

_NEW = 0  # the id of a row that is about to be added
PlaceIds = dict[tuple[str, str], tuple[int, bool]]  # phase id, and whether it is attended, by project and phase name


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did; `made`: whether projects or phases were made for it, which an undo leaves."""

    n_entries: int
    summary: str
    made: bool


def import_planned(store: Store, preview: ImportPreview, *, now: datetime) -> Imported:
    """Add the entries of a preview that are no duplicates, with the projects and phases they need.

    Raises
    ------
    InvalidImport
        When there is nothing to add.
    """
    to_add = preview.to_add
    if not to_add:
        raise InvalidImport("There is nothing to import.")
    names = preview.files[0].name if len(preview.files) == 1 else count_words(len(preview.files), "file")
    summary = f"imported {count_words(len(to_add), 'entry', 'entries')} from {names}"
    with store.writing():
        places: PlaceIds = {}
        for target in preview.projects:
            places |= _made(store, target, now)
        operation = store.operations.add(_main_project(store, to_add, places), now, summary)
        for file in preview.files:
            import_id = store.imports.add(operation, file.file_format, file.name, now)
            planned = [each for each in file.entries if not each.is_duplicate]
            added = store.entries.add_many([_entry(each, places) for each in planned])
            store.operations.keep_added(operation, added)
            store.imports.add_entries(import_id, [(e.id, p.source_key) for e, p in zip(added, planned, strict=True)])
    return Imported(len(to_add), summary, _makes(preview.projects))


def _made(store: Store, target: ProjectTarget, now: datetime) -> PlaceIds:
    """The phases of a project, after making what is not there: phases are added at the end."""
    new = [PhasePlan(phase.name) for phase in target.phases.values() if phase.phase is None]
    if target.project is None:
        project_id = planning.create_project(store, target.name, phases=new, now=now).id
    else:
        project_id = target.project.id
        if new:
            before = [planning.as_plan(phase) for phase in planning.phases(store, project_id)]
            planning.save_phases(store, project_id, [*before, *new], now)
    return {
        (target.name, phase.name.casefold()): (phase.id, phase.attended) for phase in planning.phases(store, project_id)
    }


def _makes(targets: Sequence[ProjectTarget]) -> bool:
    return any(phase.phase is None for target in targets for phase in target.phases.values())


def _main_project(store: Store, to_add: list[PlannedEntry], places: PlaceIds) -> int:
    """The project of the phase that most entries go to: the operation is listed under it."""
    (phase_id, _), _ = Counter(_place(planned, places) for planned in to_add).most_common(1)[0]
    return store.phases.needed(phase_id).project_id


def _place(planned: PlannedEntry, places: PlaceIds) -> tuple[int, bool]:
    return places[planned.project.name, planned.phase.name.casefold()]


def _entry(planned: PlannedEntry, places: PlaceIds) -> TimeEntry:
    read = planned.entry
    phase_id, attended = _place(planned, places)
    return TimeEntry(
        id=_NEW,
        phase_id=phase_id,
        started_at=read.started_at,
        stopped_at=read.stopped_at,
        attended=attended if read.attended is None else read.attended,
        note=read.note.strip(),
        tags=tidy_tags(read.tags) if read.tags else (),
    )
