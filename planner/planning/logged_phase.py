"""Which phase of a project a session's time is logged on: one rule for the Train page and the command line."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.project import Phase
from planner.planning.phase_table import phase_named, phases
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
