"""Loops between two phases, and switches: what is said of the order in which phases were visited."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from planner import planning, timelog
from planner.domain.period import Period
from planner.domain.project import Project
from planner.domain.visits import Visit
from planner.retrospective import Loop, loops_of, order_sentences
from planner.store import Store
from tests.unit.made_projects import planned_project

NAMES = dict(enumerate(("Clean", "Explore", "Learn", "Model")))


def visits(way: str, now: datetime) -> list[Visit]:
    """Visits of an hour each; a digit is a phase."""
    starts = [now + timedelta(hours=hour) for hour in range(len(way))]
    return [Visit(int(phase), at, at + timedelta(hours=1), 1.0) for phase, at in zip(way, starts, strict=True)]


@pytest.mark.parametrize(
    ("way", "loops"),
    [
        ("0101", []),  # once back is ordinary work
        ("01010", [Loop("Clean", "Explore", 2, 5.0)]),
        ("010210", []),  # another phase between them ends a loop
        ("0102010", [Loop("Clean", "Explore", 2, 6.0)]),  # two stretches of one loop
        ("0101012323232", [Loop("Learn", "Model", 3, 7.0), Loop("Clean", "Explore", 2, 6.0)]),
        ("10101", [Loop("Explore", "Clean", 2, 5.0)]),  # named after where it began
        ("", []),
    ],
)
def test_a_loop_is_two_phases_that_take_turns(way: str, loops: list[Loop], now: datetime) -> None:
    """Counted in rounds and hours, the one that took most first."""
    assert loops_of(visits(way, now), NAMES) == loops


@pytest.fixture
def project(store: Store, now: datetime) -> Project:
    """Clean, explore, clean, explore, clean: an hour each, the first two without a break, the others a day apart."""
    made = planned_project(store, "Comments", {"Clean": (2.0, 4.0), "Explore": (2.0, 4.0)}, now - timedelta(days=30))
    begin = now - timedelta(days=9)
    for number, (phase, hours) in enumerate(
        (("Clean", 0), ("Explore", 1), ("Clean", 24), ("Explore", 48), ("Clean", 72))
    ):
        start = begin + timedelta(hours=hours)
        phase_id = planning.phase_named(store, made.id, phase).id
        timelog.add_entry(store, phase_id, start, start + timedelta(hours=1), now=now, note=str(number))
    return made


def test_the_loop_and_the_switches_are_said_with_their_numbers(store: Store, project: Project, now: datetime) -> None:
    """Which phases, how often, how long; how often one switched, and how many times at once."""
    assert order_sentences(store, project.id, now) == [
        "Clean → Explore → Clean: 2 times round, for 5 h in all, 100 % of your hours.",
        "You switched from a phase to another 4 times, once every 1.2 h; 1 of them without a break of a quarter of "
        "an hour.",
    ]


def test_a_period_cuts_the_way(store: Store, project: Project, now: datetime) -> None:
    """Of the last two visits there is neither a loop nor a habit of switching to tell."""
    assert order_sentences(store, project.id, now, period=Period(now - timedelta(days=9) + timedelta(hours=30))) == []
