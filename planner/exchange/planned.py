"""What an import would do: where each entry goes, what is left out and why, and what was imported before."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from planner.exchange.mapping import Mapping, PhaseTarget, Place, ProjectTarget, Targets
from planner.exchange.open_ends import OpenEnds, settled
from planner.exchange.read_entries import ReadEntry, ReadFile, ReadOptions, Trouble
from planner.exchange.reading import read_file
from planner.store import Store


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that somebody wants to import."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class ReadSource:
    """A file that was read, in the format that was named or found."""

    name: str
    file_format: str
    content: ReadFile


@dataclass(frozen=True, slots=True)
class PlannedEntry:
    """An entry with its place; `source_key` is the same whenever the same entry is read again."""

    entry: ReadEntry
    place: Place
    source_key: str
    is_duplicate: bool

    @property
    def project(self) -> ProjectTarget:
        """The project it goes to."""
        return self.place.project

    @property
    def phase(self) -> PhaseTarget:
        """The phase it goes to."""
        return self.place.phase

    @property
    def hours(self) -> float:
        """Its length."""
        assert self.entry.stopped_at is not None
        return (self.entry.stopped_at - self.entry.started_at).total_seconds() / 3600


@dataclass(frozen=True, slots=True)
class FilePreview:
    """One file: its entries, and what was left out or read in one of several ways.

    `n_open` entries say no end; `placed`: whether entries were given a time of day that the file does not say.
    """

    name: str
    file_format: str
    entries: list[PlannedEntry]
    troubles: list[Trouble]
    remarks: list[str]
    n_open: int
    placed: bool

    @property
    def n_duplicates(self) -> int:
        """Entries that are left out because they are in the log already."""
        return sum(planned.is_duplicate for planned in self.entries)


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """All that an import would do: files, projects that entries go to, and the names in the files with their places.

    `zone_assumed`: whether a clock time without its own zone was read.
    """

    files: list[FilePreview]
    projects: list[ProjectTarget]
    places: list[Place]
    zone: tzinfo
    zone_assumed: bool

    @property
    def to_add(self) -> list[PlannedEntry]:
        """Entries that would be added."""
        return [planned for file in self.files for planned in file.entries if not planned.is_duplicate]

    @property
    def hours(self) -> float:
        """Hours of the entries that would be added."""
        return sum(phase.hours for target in self.projects for phase in target.phases.values())

    @property
    def n_duplicates(self) -> int:
        """Entries that are left out because they are in the log already."""
        return sum(file.n_duplicates for file in self.files)

    @property
    def n_troubles(self) -> int:
        """Lines that are left out."""
        return sum(len(file.troubles) for file in self.files)

    @property
    def n_open(self) -> int:
        """Entries of the files that say no end."""
        return sum(file.n_open for file in self.files)


def preview_import(
    store: Store,
    files: Sequence[SourceFile],
    file_format: str | None,
    *,
    options: ReadOptions,
    mapping: Mapping,
    open_ends: OpenEnds,
    now: datetime,
    again: bool = False,
) -> ImportPreview:
    """Read files and plan their import; see `plan_import`.

    Raises
    ------
    InvalidImport
        When a file as a whole cannot be read.
    """
    sources = [ReadSource(file.name, *read_file(file.name, file.data, file_format, options)) for file in files]
    return plan_import(store, sources, zone=options.zone, mapping=mapping, open_ends=open_ends, now=now, again=again)


def plan_import(
    store: Store,
    sources: Sequence[ReadSource],
    *,
    zone: tzinfo,
    mapping: Mapping,
    open_ends: OpenEnds,
    now: datetime,
    again: bool = False,
) -> ImportPreview:
    """Find the place of each entry of files that were read; nothing is written.

    An entry is a duplicate when an earlier import, or an earlier file of this one, brought the same project, phase,
    start, stop and note, or when the log has it; `again` takes duplicates for entries like others.
    """
    planning = _Planning(store, Targets(store, mapping), again)
    previews = [_preview(source, planning, zone, open_ends, now) for source in sources]
    return ImportPreview(
        previews,
        planning.targets.used(),
        list(planning.targets.places.values()),
        zone,
        any(source.content.zone_assumed for source in sources),
    )


def _preview(source: ReadSource, planning: _Planning, zone: tzinfo, open_ends: OpenEnds, now: datetime) -> FilePreview:
    content = source.content
    found = settled(content.entries, open_ends, zone=zone, now=now)
    troubles = sorted([*content.troubles, *found.troubles], key=lambda trouble: trouble.line or 0)
    return FilePreview(
        source.name,
        source.file_format,
        planning.of(found.kept),
        troubles,
        content.remarks,
        found.n_open,
        content.placed,
    )


class _Planning:
    """Plans file after file, so that what one brought is a duplicate in the next."""

    def __init__(self, store: Store, targets: Targets, again: bool) -> None:
        self.targets = targets
        self._again = again
        self._seen = store.imports.known_keys()
        self._in_log = _Logged(store)

    def of(self, entries: Sequence[ReadEntry]) -> list[PlannedEntry]:
        planned = [self._one(entry) for entry in entries]
        self._seen.update(each.source_key for each in planned)
        return planned

    def _one(self, entry: ReadEntry) -> PlannedEntry:
        key = source_key(entry)
        place = self.targets.of(entry)
        is_duplicate = not self._again and (key in self._seen or self._in_log.has(entry, place))
        planned = PlannedEntry(entry, place, key, is_duplicate)
        if not is_duplicate:
            place.add(planned.hours)
        return planned


class _Logged:
    """Whether the log has an entry; a project's are looked up when first asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._of_project: dict[int, set[tuple[int, datetime, datetime | None, str]]] = {}

    def has(self, entry: ReadEntry, place: Place) -> bool:
        if place.project.project is None or place.phase.phase is None:
            return False
        project_id = place.project.project.id
        if project_id not in self._of_project:
            logged = self._store.entries.of_project(project_id)
            self._of_project[project_id] = {(e.phase_id, e.started_at, e.stopped_at, e.note) for e in logged}
        wanted = (place.phase.phase.id, entry.started_at, entry.stopped_at, entry.note.strip())
        return wanted in self._of_project[project_id]


def source_key(entry: ReadEntry) -> str:
    """A hash of project, phase, start, stop and note, as the file names them."""
    stop = entry.stopped_at.isoformat() if entry.stopped_at else ""
    facts = (entry.project, entry.phase, entry.started_at.isoformat(), stop, entry.note)
    return hashlib.blake2b("\x1f".join(facts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
