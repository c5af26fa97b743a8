"""Where the time of a machine is logged: one rule for the Train page, the command line, and boxes of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.domain.errors import NotFound
from planner.domain.project import Phase, Project
from planner.planning.current import current_project
from planner.planning.phase_table import phase_named, phases
from planner.planning.project_list import project_named
from planner.store import Store

NO_PHASE_WORDS = "This project has no phase yet, so no time is logged."

_USUAL_NAME = "model"  # of the usual plan: the phase that a training belongs to
_BEGINNINGS = ("model", "train")  # of words in a name that tells of it: Modelling, Train the network


def training_phase(phases: Sequence[Phase]) -> Phase | None:
    """Of phases in their order, the one that a training most likely belongs to; None where there is none.

    It is the one called Model, else the first with a word such as Modelling or Training in its name, else the last but
    one, as in the usual plan, where writing up follows.
    """
    named = [phase for phase in phases if is_usual(phase)]
    alike = [phase for phase in phases if any(word.startswith(_BEGINNINGS) for word in phase.name.casefold().split())]
    return next(iter([*named, *alike, *phases[-2:]]), None)


def is_usual(phase: Phase) -> bool:
    """Whether it is the one called Model, as in the usual plan: any other one that is taken is told."""
    return phase.name.casefold() == _USUAL_NAME


def phase_to_log_on(store: Store, project_id: int, name: str | None) -> Phase | None:
    """The phase of that name (`NotFound` where there is none); without a name, the one a training belongs to."""
    if name is not None:
        return phase_named(store, project_id, name)
    return training_phase(phases(store, project_id))


@dataclass(frozen=True, slots=True)
class Place:
    """A project and a phase of it; no phase where the project has none."""

    project: Project
    phase: Phase | None


def place_to_log_on(
    store: Store, *, project: str | None, phase: str | None, running: Phase | None = None, leave_out: str
) -> Place | None:
    """Where a box is logged: the phase that was named, else the one `running` in that project, else a training's.

    None where there is no project and no name was said. `project` is a name, or None for the current one; `leave_out`
    is how a person would leave the phase out, for the sentence.

    Raises
    ------
    NotFound
        There is no project, or phase, of the name that was asked for.
    """
    chosen = current_project(store) if project is None else project_named(store, project)
    if chosen is None:
        if phase is None:
            return None
        raise NotFound(f"There is no project yet. Plan one with 'callit app', or {leave_out}.")
    if phase is None and running is not None and running.project_id == chosen.id:
        return Place(chosen, running)
    return Place(chosen, phase_to_log_on(store, chosen.id, phase))
