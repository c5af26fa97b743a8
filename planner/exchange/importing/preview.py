"""What an import would do, as facts: each entry with its place and its fate, each file with what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum

from planner.domain.timelog import TimeEntry
from planner.exchange.entries.read_entries import ReadEntry, ReadFile, Trouble
from planner.exchange.importing.changes import Change
from planner.exchange.importing.claimed_twice import ClaimedTwice
from planner.exchange.importing.mapping import PhaseTarget, Place, ProjectTarget


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that somebody wants to import."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class ReadSource:
    """A file that was read, in the format that was named or, `is_guessed`, found."""

    name: str
    file_format: str
    content: ReadFile
    is_guessed: bool = False


class Fate(StrEnum):
    """What an import does with an entry of a file."""

    ADD = "new"
    KNOWN = "in the log already"
    CHANGE = "changed"
    ASK = "changed here too"
    REPLACED = "newer in a later file"


@dataclass(frozen=True, slots=True)
class PlannedEntry:
    """An entry as the log would have it, with its place and what is done with it.

    `said` is what the file says, with `source_key`, the same whenever the same is read again. `logged` is the entry of
    the log that it is, as it stands there, and `changes` what the file says otherwise than before.
    """

    entry: ReadEntry
    place: Place
    source_key: str
    fate: Fate
    said: ReadEntry
    logged: TimeEntry | None = None
    changes: tuple[Change, ...] = ()

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

    @property
    def is_attended(self) -> bool:
        """Whether it would be hours of a person: as the file says, else as its phase is."""
        if self.entry.attended is not None:
            return self.entry.attended
        if self.logged is not None:
            return self.logged.attended
        return self.phase.phase is None or self.phase.phase.attended


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
    is_guessed: bool = False

    @property
    def n_duplicates(self) -> int:
        """Entries that are left out because they are in the log already."""
        return self.count(Fate.KNOWN)

    def count(self, fate: Fate) -> int:
        """How many entries have that fate."""
        return sum(planned.fate is fate for planned in self.entries)


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """All that an import would do: files, projects that entries go to, and the names in the files with their places.

    `zone_assumed`: whether a clock time without its own zone was read. `twice` are the hours that would be claimed
    twice; `remarks` are sentences on all files together.
    """

    files: list[FilePreview]
    projects: list[ProjectTarget]
    places: list[Place]
    zone: tzinfo
    zone_assumed: bool
    twice: ClaimedTwice
    remarks: tuple[str, ...]

    @property
    def to_add(self) -> list[PlannedEntry]:
        """Entries that would be added."""
        return self.with_fate(Fate.ADD)

    @property
    def to_change(self) -> list[PlannedEntry]:
        """Entries of the log that would be changed."""
        return self.with_fate(Fate.CHANGE)

    @property
    def changed_here(self) -> list[PlannedEntry]:
        """Entries that were changed in a file and in the log, which stay as they are here."""
        return self.with_fate(Fate.ASK)

    @property
    def has_work(self) -> bool:
        """Whether an import would do anything."""
        return any(planned.fate in (Fate.ADD, Fate.CHANGE) for file in self.files for planned in file.entries)

    def with_fate(self, fate: Fate) -> list[PlannedEntry]:
        """The entries of all files with which that is done."""
        return [planned for file in self.files for planned in file.entries if planned.fate is fate]

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
