"""From the names in a file to projects and phases: those there are, capitals aside, and those to be made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from planner import planning
from planner.domain.project import Phase, Project
from planner.exchange.read_entries import ReadEntry
from planner.planning.names import LONGEST_NAME
from planner.store import Store

NAMELESS = "Imported"  # the project or phase of an entry whose file names none


class PhaseFrom(StrEnum):
    """Which fact of an entry names its phase."""

    TASK = "task"
    DESCRIPTION = "description"
    TAG = "tag"
    PROJECT = "project"


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a person chose: one project for all entries, and what names their phases."""

    project: str | None = None
    phase_from: PhaseFrom | None = None


@dataclass(slots=True)
class PhaseTarget:
    """A phase that entries go to; without `phase` it has yet to be made."""

    name: str
    phase: Phase | None
    n_entries: int = 0
    hours: float = 0.0


@dataclass(slots=True)
class ProjectTarget:
    """A project that entries go to; without `project` it has yet to be made. Phases by their name, casefolded."""

    name: str
    project: Project | None
    phases: dict[str, PhaseTarget] = field(default_factory=dict)


class Targets:
    """Finds the place of each entry, and remembers what has to be made. Projects by their name, casefolded."""

    def __init__(self, store: Store, mapping: Mapping) -> None:
        self.projects: dict[str, ProjectTarget] = {}
        self._mapping = mapping
        self._known = {project.name.casefold(): project for project in planning.projects(store)}
        self._phases: dict[int, dict[str, Phase]] = {
            project.id: {phase.name.casefold(): phase for phase in planning.phases(store, project.id)}
            for project in self._known.values()
        }

    def of(self, entry: ReadEntry) -> tuple[ProjectTarget, PhaseTarget]:
        """Where an entry goes."""
        target = self._project(tidy_name(self._mapping.project or entry.project))
        known = self._phases[target.project.id] if target.project else {}
        name = tidy_name(self._phase_name(entry, known))
        key = name.casefold()
        if key not in target.phases:
            phase = known.get(key)
            target.phases[key] = PhaseTarget(phase.name if phase else name, phase)
        return target, target.phases[key]

    def used(self) -> list[ProjectTarget]:
        """Projects with at least one entry to come, each with such phases only."""
        used = [
            ProjectTarget(
                target.name,
                target.project,
                {key: phase for key, phase in target.phases.items() if phase.n_entries},
            )
            for target in self.projects.values()
        ]
        return [target for target in used if target.phases]

    def _project(self, name: str) -> ProjectTarget:
        key = name.casefold()
        if key not in self.projects:
            project = self._known.get(key)
            self.projects[key] = ProjectTarget(project.name if project else name, project)
        return self.projects[key]

    def _phase_name(self, entry: ReadEntry, known: Iterable[str]) -> str:
        match self._mapping.phase_from:
            case PhaseFrom.TASK:
                return entry.phase
            case PhaseFrom.DESCRIPTION:
                return entry.note
            case PhaseFrom.TAG:
                return "".join(entry.tags[:1])
            case PhaseFrom.PROJECT:
                return entry.project
            case None:
                return self._likely_phase_name(entry, known)

    def _likely_phase_name(self, entry: ReadEntry, known: Iterable[str]) -> str:
        """The task; without one a description that is the name of a phase; in a project of one's own the file's."""
        if entry.phase or (entry.note and entry.note.strip().casefold() in known):
            return entry.phase or entry.note
        return (entry.project or entry.note) if self._mapping.project else ""


def tidy_name(name: str) -> str:
    """A name as projects and phases can have it.

    >>> tidy_name("  Clean \\n up "), tidy_name("")
    ('Clean up', 'Imported')
    """
    tidy = " ".join(name.split()) or NAMELESS
    return tidy if len(tidy) <= LONGEST_NAME else tidy[: LONGEST_NAME - 1].rstrip() + "…"
