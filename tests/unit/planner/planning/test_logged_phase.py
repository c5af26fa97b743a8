"""Which phase a training's time is logged on, where nobody named one."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import planning
from planner.domain.errors import NotFound
from planner.domain.hours import HourRange
from planner.domain.project import DEFAULT_PHASES, Phase
from planner.planning.logged_phase import phase_to_log_on, training_phase
from planner.store import Store


def phases_of(store: Store, now: datetime, names: list[str]) -> list[Phase]:
    """A new project's phases, in order."""
    project = planning.create_project(store, "Any project", phases=names, now=now)
    return planning.phases(store, project.id)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (list(DEFAULT_PHASES), "Model"),
        (["Read", "MODEL", "Train", "Write"], "MODEL"),
        (["Modelling the data", "Model", "Write"], "Model"),
        (["Training", "Read", "Write", "Hand in"], "Training"),
        (["Read", "Daten", "Modellierung", "Schreiben", "Abgabe"], "Modellierung"),
        (["Constrained", "Remodel", "Build", "Write"], "Build"),
        (["Lesen", "Bauen", "Schreiben"], "Bauen"),
        (["Everything"], "Everything"),
    ],
)
def test_the_likeliest_phase_is_taken(store: Store, now: datetime, names: list[str], expected: str) -> None:
    """By its name; where none tells, the last but one, as writing up follows; the only one where there is one."""
    found = training_phase(phases_of(store, now, names))
    assert found is not None
    assert found.name == expected


def test_a_project_without_phases_has_none() -> None:
    """Its sessions are trained all the same."""
    assert training_phase([]) is None


def test_a_phase_that_is_named_is_that_one_or_none(store: Store, now: datetime) -> None:
    """What was typed is not guessed away."""
    read, build, _ = phases_of(store, now, ["Read", "Build", "Write"])
    assert phase_to_log_on(store, read.project_id, "read") == read
    assert phase_to_log_on(store, read.project_id, None) == build
    with pytest.raises(NotFound, match=r"There is no phase 'Model'\. Choose 'Read', 'Build' or 'Write'"):
        phase_to_log_on(store, read.project_id, "Model")


@given(names=st.lists(st.text(), min_size=1, max_size=9))
def test_any_names_give_one_of_the_phases(names: list[str]) -> None:
    """Blank ones, and those of any alphabet."""
    known = [Phase(number, 1, name, number, HourRange(1, 2)) for number, name in enumerate(names)]
    assert training_phase(known) in known
