"""From the names in a file to projects and phases: those there are, capitals aside, and those to be made."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from enum import StrEnum

from planner import planning
from planner.domain.project import Phase, Project
from planner.exchange.entries.read_entries import ReadEntry
from planner.exchange.importing.clients import ClientProjects
from planner.exchange.importing.names import tidy_name
from planner.store import Store


class PhaseFrom(StrEnum):
    """Which fact of an entry names its phase."""

    TASK = "task"
    DESCRIPTION = "description"
    TAG = "tag"
    PROJECT = "project"


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a person chose: one project for all entries, what names their phases, and other names.

    `projects` has the name here for a project of the file, `phases` that for a project and phase of the file; both by
    `name_key`.
    """

    project: str | None = None
    phase_from: PhaseFrom | None = None
    projects: Dictionary[str, str] = field(default_factory=dict)
    phases: Dictionary[tuple[str, str], str] = field(default_factory=dict)


@dataclass(slots=True)
class PhaseTarget:
    """A phase that entries go to; without `phase` it has yet to be made. `n_changed` entries of the log move there."""

    name: str
    phase: Phase | None
    n_entries: int = 0
    hours: float = 0.0
    n_changed: int = 0


@dataclass(slots=True)
class ProjectTarget:
    """A project that entries go to; without `project` it has yet to be made. Phases by their name, casefolded."""

    name: str
    project: Project | None
    phases: dict[str, PhaseTarget] = field(default_factory=dict)


@dataclass(slots=True)
class Place:
    """A project and a phase as files name them, and where their entries go; those that are new count."""

    from_project: str
    from_phase: str
    project: ProjectTarget
    phase: PhaseTarget
    n_entries: int = 0
    hours: float = 0.0

    def count(self, is_new: bool, moves_there: bool, hours: float) -> None:
        """Count an entry that is added, or moves there."""
        self.phase.n_changed += moves_there
        if is_new:
            self.n_entries += 1
            self.hours += hours
            self.phase.n_entries += 1
            self.phase.hours += hours


class Targets:
    """Finds the place of each entry, and remembers what has to be made. Projects by their name, casefolded."""

    def __init__(self, store: Store, mapping: Mapping, clients: ClientProjects) -> None:
        self.projects: dict[str, ProjectTarget] = {}
        self.places: dict[tuple[str, str], Place] = {}
        self._mapping = mapping
        self._clients = clients
        self._known = {project.name.casefold(): project for project in planning.projects(store)}
        self._phases: dict[int, dict[str, Phase]] = {
            project.id: {phase.name.casefold(): phase for phase in planning.phases(store, project.id)}
            for project in self._known.values()
        }

    def of(self, entry: ReadEntry) -> Place:
        """Where an entry goes."""
        from_project = self._clients.project_of(entry)
        target = self._project(self._name_here(from_project))
        phases = self._phases[target.project.id] if target.project else {}
        from_phase = tidy_name(self._phase_name(entry, phases))
        key = (from_project.casefold(), from_phase.casefold())
        if key not in self.places:
            name = tidy_name(self._mapping.phases.get(key, from_phase))
            self.places[key] = Place(from_project, from_phase, target, _phase(target, name, phases))
        return self.places[key]

    def used(self) -> list[ProjectTarget]:
        """Projects with at least one entry to come, each with such phases only."""
        used = [
            ProjectTarget(
                target.name,
                target.project,
                {key: phase for key, phase in target.phases.items() if phase.n_entries or phase.n_changed},
            )
            for target in self.projects.values()
        ]
        return [target for target in used if target.phases]

    def _name_here(self, from_project: str) -> str:
        return tidy_name(self._mapping.project or self._mapping.projects.get(from_project.casefold(), from_project))

    def _project(self, name: str) -> ProjectTarget:
        key = name.casefold()
        if key not in self.projects:
            project = self._known.get(key)
            self.projects[key] = ProjectTarget(project.name if project else name, project)
        return self.projects[key]

    def _phase_name(self, entry: ReadEntry, phase_names: Iterable[str]) -> str:
        match self._mapping.phase_from:
            case PhaseFrom.TASK:
                return entry.phase
            case PhaseFrom.DESCRIPTION:
                return entry.note
            case PhaseFrom.TAG:
                return "".join(entry.tags[:1])
            case PhaseFrom.PROJECT:
                return self._clients.project_of(entry) if entry.project else ""
            case None:
                return self._likely_phase_name(entry, phase_names)

    def _likely_phase_name(self, entry: ReadEntry, phase_names: Iterable[str]) -> str:
        """The task; without one a description that is the name of a phase; in a project of one's own the file's."""
        if entry.phase or (entry.note and entry.note.strip().casefold() in phase_names):
            return entry.phase or entry.note
        if not self._mapping.project:
            return ""
        return self._clients.project_of(entry) if entry.project else entry.note


def _phase(target: ProjectTarget, name: str, phases: Dictionary[str, Phase]) -> PhaseTarget:
    key = name.casefold()
    if key not in target.phases:
        phase = phases.get(key)
        target.phases[key] = PhaseTarget(phase.name if phase else name, phase)
    return target.phases[key]
