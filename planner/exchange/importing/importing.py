"""Writing a planned import: one transaction, one operation of the log, so that one undo takes it back."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from planner import planning
from planner.domain.errors import InvalidImport
from planner.domain.interruptions import Interruption
from planner.domain.project import NEW, PhasePlan
from planner.domain.timelog import TimeEntry, tidy_tags
from planner.domain.wording.numbers import count_words
from planner.exchange.importing.changes import Fact
from planner.exchange.importing.edits import moves
from planner.exchange.importing.identity import as_said
from planner.exchange.importing.mapping import ProjectTarget
from planner.exchange.importing.preview import Fate, FilePreview, ImportPreview, PlannedEntry
from planner.store import Store
from planner.store.imported_interruptions import REASON
from planner.store.imports import Said

_AT_ONCE = 5_000  # entries between two words on the progress
PlaceIds = dict[tuple[str, str], tuple[int, bool]]  # phase id, and whether it is attended, by project and phase name


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    `n_entries` were added, `n_changed` of the log changed. `operation_id` is that of the log; `project_id` the project
    that most entries went to; `made`: whether projects or phases were made for it, which an undo takes away again.
    """

    n_entries: int
    n_changed: int
    summary: str
    made: bool
    operation_id: int
    project_id: int


def import_planned(
    store: Store, preview: ImportPreview, *, now: datetime, progress: Callable[[float], None] | None = None
) -> Imported:
    """Add the new entries of a preview, with the projects and phases they need, and change those that it says.

    `progress` is told the share of them that is written, from 0 to 1.

    Raises
    ------
    InvalidImport
        When there is nothing to do.
    """
    work = [*preview.to_add, *preview.to_change]
    if not work:
        raise InvalidImport("There is nothing to import.")
    summary = _summary(preview)
    with store.writing():
        places: PlaceIds = {}
        made: list[tuple[int, int | None]] = []
        for target in preview.projects:
            places |= _made(store, target, made, now)
        project_id = _main_project(store, work, places)
        operation = store.operations.add(project_id, now, summary)
        store.imports.made.add(operation, made)
        for n_written in _written(store, preview, operation, places, now):
            if progress is not None:
                progress(n_written / len(work))
    return Imported(len(preview.to_add), len(preview.to_change), summary, bool(made), operation, project_id)


def _summary(preview: ImportPreview) -> str:
    names = preview.files[0].name if len(preview.files) == 1 else count_words(len(preview.files), "file")
    n_added, n_changed = len(preview.to_add), len(preview.to_change)
    if not n_changed:
        return f"imported {count_words(n_added, 'entry', 'entries')} from {names}"
    if not n_added:
        return f"changed {count_words(n_changed, 'entry', 'entries')} as in {names}"
    return f"imported {count_words(n_added, 'entry', 'entries')} from {names} and changed {n_changed}"


def _written(store: Store, preview: ImportPreview, operation: int, places: PlaceIds, now: datetime) -> Iterator[int]:
    """Write the entries of each file; how many are written so far, again and again."""
    n_written = 0
    for file in preview.files:
        import_id = store.imports.add(operation, file.file_format, file.name, now)
        for n_added in _add_new(store, file, operation, import_id, places):
            n_written += n_added
            yield n_written
        n_written += _change_logged(store, file, operation, import_id, places)
        yield n_written


def _add_new(store: Store, file: FilePreview, operation: int, import_id: int, places: PlaceIds) -> Iterator[int]:
    """Add the new entries of a file part by part; how many each part has."""
    new = [planned for planned in file.entries if planned.fate is Fate.ADD]
    for first in range(0, len(new), _AT_ONCE):
        part = new[first : first + _AT_ONCE]
        added = store.entries.add_many([_entry(planned, *_place(planned, places)) for planned in part])
        store.operations.keep_added(operation, added)
        pairs = list(zip(added, part, strict=True))
        store.imports.add_entries(import_id, [(entry.id, _said(planned)) for entry, planned in pairs])
        store.imports.interruptions.add(operation, _interruptions_behind(pairs))
        yield len(part)


def _interruptions_behind(pairs: Iterable[tuple[TimeEntry, PlannedEntry]]) -> list[tuple[int, Interruption]]:
    """The interruptions of entries that were added, each with the id of its entry: apart from work, behind it."""
    return [
        (entry.id, _interruption(entry, entry.stopped_at, planned.entry.interrupted_s))
        for entry, planned in pairs
        if planned.entry.interrupted_s and entry.stopped_at is not None
    ]


def _interruption(entry: TimeEntry, start: datetime, interrupted_s: float) -> Interruption:
    return Interruption(NEW, entry.phase_id, start, start + timedelta(seconds=interrupted_s), REASON)


def _change_logged(store: Store, file: FilePreview, operation: int, import_id: int, places: PlaceIds) -> int:
    """Change the entries of the log of which a file says something else; how many they are."""
    changed = [
        (planned, planned.logged)
        for planned in file.entries
        if planned.fate is Fate.CHANGE and planned.logged is not None
    ]
    for planned, before in changed:
        _change(store, operation, planned, before, places)
    store.imports.add_entries(import_id, [(before.id, _said(planned)) for planned, before in changed])
    store.imports.interruptions.renew([before.id for planned, before in changed if _interrupts_otherwise(planned)])
    return len(changed)


def _said(planned: PlannedEntry) -> Said:
    return as_said(planned.said, planned.source_key)


def _interrupts_otherwise(planned: PlannedEntry) -> bool:
    return any(change.fact is Fact.INTERRUPTED for change in planned.changes)


def _change(store: Store, operation: int, planned: PlannedEntry, before: TimeEntry, places: PlaceIds) -> None:
    """Change an entry of the log and keep its former values, as an edit by hand does."""
    phase_id = _place(planned, places)[0] if moves(planned.changes) else before.phase_id
    after = _entry(planned, phase_id, before.attended)
    store.operations.keep_former(operation, before)
    store.entries.restore(dataclasses.replace(after, id=before.id, session_id=before.session_id))


def _made(store: Store, target: ProjectTarget, made: list[tuple[int, int | None]], now: datetime) -> PlaceIds:
    """The phases of a project, after making what is not there, noted in `made`: phases are added at the end."""
    new = [PhasePlan(phase.name) for phase in target.phases.values() if phase.phase is None]
    if target.project is None:
        project_id = planning.create_project(store, target.name, phases=new, now=now).id
        made.append((project_id, None))
    else:
        project_id = target.project.id
        if new:
            before = [planning.as_plan(phase) for phase in planning.phases(store, project_id)]
            planning.save_phases(store, project_id, [*before, *new], now)
    phases = planning.phases(store, project_id)
    new_names = {plan.name.casefold() for plan in new}
    made += [(project_id, phase.id) for phase in phases if phase.name.casefold() in new_names]
    return {(target.name, phase.name.casefold()): (phase.id, phase.attended) for phase in phases}


def _main_project(store: Store, work: list[PlannedEntry], places: PlaceIds) -> int:
    """The project of the phase that most entries go to: the operation is listed under it."""
    phase_ids = (
        planned.logged.phase_id if planned.logged and not moves(planned.changes) else _place(planned, places)[0]
        for planned in work
    )
    phase_id, _ = Counter(phase_ids).most_common(1)[0]
    return store.phases.require(phase_id).project_id


def _place(planned: PlannedEntry, places: PlaceIds) -> tuple[int, bool]:
    return places[planned.project.name, planned.phase.name.casefold()]


def _entry(planned: PlannedEntry, phase_id: int, attended: bool) -> TimeEntry:
    """The entry; `attended` as its phase is, or as it was, holds where the file does not say."""
    read = planned.entry
    return TimeEntry(
        id=NEW,
        phase_id=phase_id,
        started_at=read.started_at,
        stopped_at=read.stopped_at,
        attended=attended if read.attended is None else read.attended,
        note=read.note.strip(),
        tags=tidy_tags(read.tags) if read.tags else (),
    )
