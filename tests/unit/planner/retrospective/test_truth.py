"""What a retrospective says is true: each number is worked out again here, from the entries alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import groupby, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner import planning, retrospective
from planner.domain.hours import HourRange
from planner.domain.project import PhasePlan, Project
from planner.domain.timelog import TimeEntry
from planner.domain.wording.durations import hours_words
from planner.domain.wording.numbers import share_words
from planner.store import Store

HOUR = timedelta(hours=1)
PLAN = {
    "Clean": PhasePlan("Clean", HourRange(2, 4)),
    "Explore": PhasePlan("Explore", HourRange(2, 4), cap_hours=5),
    "Set up": PhasePlan("Set up"),
    "Model": PhasePlan("Model", HourRange(6, 7), cap_hours=9),
}
ORDER = list(PLAN)
TOTAL = HourRange(10, 15)


@dataclass(frozen=True)
class Piece:
    """A stretch of work that was logged."""

    phase: str
    hours: float
    attended: bool


@dataclass(frozen=True)
class Log:
    """All that was logged, in order, with sums that owe nothing to the code under test."""

    pieces: tuple[Piece, ...]
    is_finished: bool

    def own(self, phase: str | None = None) -> float:
        return sum(p.hours for p in self.pieces if p.attended and phase in (None, p.phase))

    def machine(self) -> float:
        return sum(p.hours for p in self.pieces if not p.attended)

    def ways_back(self) -> Counter[tuple[str, str]]:
        """How often attended work went from a phase to an earlier one of the plan."""
        visited = [phase for phase, _ in groupby(p.phase for p in self.pieces if p.attended)]
        return Counter((a, b) for a, b in pairwise(visited) if ORDER.index(b) < ORDER.index(a))


pieces = st.builds(
    Piece,
    phase=st.sampled_from(ORDER),
    hours=st.integers(2, 480).map(lambda minutes: minutes / 60),
    attended=st.sampled_from([True, True, True, False]),
)
logs = st.builds(Log, pieces=st.lists(pieces, max_size=14).map(tuple), is_finished=st.booleans())


def says(text: str, hours: float) -> bool:
    """Whether a text is these hours in words; a microsecond may fall on either side of a rounding."""
    return text in {hours_words(max(0.0, hours + slip)) for slip in (-1e-6, 0.0, 1e-6)}


def says_share(text: str, part: float, whole: float) -> bool:
    """Whether a text is this share in words."""
    return text in {share_words(part + slip, whole) for slip in (-1e-6, 0.0, 1e-6)}


def past_cap(log: Log, phase: str, took: str, past: str) -> bool:
    cap = PLAN[phase].cap_hours
    return cap is not None and says(took, log.own(phase)) and says(past, log.own(phase) - cap)


def past_range(log: Log, phase: str, took: str, past: str) -> bool:
    said = PLAN[phase].range
    return said is not None and says(took, log.own(phase)) and says(past, log.own(phase) - said.high_hours)


def unplanned(log: Log, phase: str, took: str) -> bool:
    return PLAN[phase].range is None and says(took, log.own(phase))


def loop(log: Log, later: str, earlier: str, *said: str) -> bool:
    times, took, share = said
    both, back = log.own(later) + log.own(earlier), log.ways_back()
    is_most = back[later, earlier] == int(times) == max(back.values())
    return is_most and says(took, both) and says_share(share, both, log.own())


def longest(log: Log, phase: str, took: str, whole: str, share: str) -> bool:
    most = max(log.own(phase) for phase in ORDER)
    is_most = log.own(phase) > most - 1e-6
    return is_most and says(took, most) and says(whole, log.own()) and says_share(share, most, log.own())


def held(log: Log, inside: str, ranged: str) -> bool:
    took = [(plan.range, log.own(phase)) for phase, plan in PLAN.items() if plan.range and log.own(phase) > 0]
    holds = sum(said.low_hours - 1e-6 <= hours <= said.high_hours + 1e-6 for said, hours in took if said)
    return log.is_finished and (int(inside), int(ranged)) == (holds, len(took))


def alone(log: Log, machine: str, own: str) -> bool:
    return says(machine, log.machine()) and says(own, log.own())


PHASE = "(Clean|Explore|Set up|Model)"
TRUTHS: dict[str, Callable[..., bool]] = {  # each way of putting it, and what must hold of what it names
    f"{PHASE} took (.+), (.+) past its cap of .+\\.": past_cap,
    f"{PHASE} took (.+), (.+) more than the .+ planned at first\\.": past_range,
    f"{PHASE} had no hours in the plan and took (.+)\\.": unplanned,
    f"You went from {PHASE} back to {PHASE} (\\d+) times; the two together took (.+), (.+) of all your hours\\.": loop,
    f"{PHASE} took the most: (.+) of (.+), (.+)\\.": longest,
    "(\\d+) of your (\\d+) ranges held the hours that the phase took; 8 of 10 should\\.": held,
    "The machine worked (.+) alone, beside (.+) of your own\\.": alone,
}


def is_true(sentence: str, log: Log) -> bool:
    """Whether some known way of putting it matches the sentence, and holds."""
    matches = ((re.fullmatch(pattern, sentence), holds) for pattern, holds in TRUTHS.items())
    return any(holds(log, *match.groups()) for match, holds in matches if match)


def write(store: Store, project: Project, log: Log, now: datetime) -> None:
    """Make the project's entries those of the log, a piece each day, the last one ending now."""
    ids = {phase.name: phase.id for phase in planning.phases(store, project.id)}
    for entry in store.entries.of_project(project.id):
        store.entries.remove(entry.id)
    for days_ago, piece in zip(range(len(log.pieces) - 1, -1, -1), log.pieces, strict=True):
        stop = now - timedelta(days=days_ago)
        start = stop - piece.hours * HOUR
        store.entries.add(TimeEntry(0, ids[piece.phase], start, stop, attended=piece.attended))


def the_project(store: Store, now: datetime) -> Project:
    """The one project of the store, made the first time."""
    known = planning.projects(store)
    plan = tuple(PLAN.values())
    return known[0] if known else planning.create_project(store, "P", total=TOTAL, phases=plan, now=now - 999 * HOUR)


def finish(store: Store, project: Project, log: Log, now: datetime) -> None:
    """Finish the project, or open it again."""
    finished_at = now if log.is_finished else None
    planning.update_project(store, replace(project, finished_at=finished_at), now=now)


every_log = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@every_log
@given(log=logs)
def test_every_sentence_is_true_of_the_entries(store: Store, now: datetime, log: Log) -> None:
    """Whatever was logged: each sentence is one whose numbers follow from the entries."""
    project = the_project(store, now)
    write(store, project, log, now)
    finish(store, project, log, now)
    for sentence in retrospective.three_sentences(store, project.id, now):
        assert is_true(sentence, log), sentence


@every_log
@given(log=logs)
def test_the_headline_is_true_of_the_entries(store: Store, now: datetime, log: Log) -> None:
    """Its first number is all attended hours; the phase that it names took what it says."""
    project = the_project(store, now)
    write(store, project, log, now)
    finish(store, project, log, now)
    said = retrospective.headline(store, project.id, now)
    if said is None:
        assert not log.pieces
        return
    if log.own() == 0:
        machine = said.removesuffix(" of machine time so far, and no hours of your own yet.")
        assert says(machine, log.machine())
        return
    assert says(re.split(r"(?<=h|n)[ ,]", said)[0], log.own())
    assert ("instead of" in said) == (log.own() > 15 + 1e-9 or (log.is_finished and log.own() < 10 - 1e-9))
    for phase, took in re.findall(r"(Clean|Explore|Set up|Model) took (?:the most, )?(\d[\d.]* (?:h|min))", said):
        assert says(took, log.own(phase))


@pytest.mark.slow
@every_log
@given(log=logs)
def test_the_pictures_add_up_to_the_entries(store: Store, now: datetime, log: Log) -> None:
    """Hours by phase and hours by day are the same hours, a person's and the machine's apart."""
    project = the_project(store, now)
    write(store, project, log, now)
    phases = retrospective.phase_comparison(store, project.id, now).set_index("phase")
    days = retrospective.day_timeline(store, project.id, now, zone=UTC)
    for phase in ORDER:
        assert abs(phases.loc[phase, "attended_hours"] - log.own(phase)) < 1e-6
    assert abs(phases["unattended_hours"].sum() - log.machine()) < 1e-6
    assert abs(days.loc[days["attended"], "hours"].sum() - log.own()) < 1e-6
    assert abs(days["hours"].sum() - log.own() - log.machine()) < 1e-6
