"""In what order? Loops between two phases, and how often one switched from a phase to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from planner.domain.period import ALWAYS, Period
from planner.domain.visits import LEAST_RETURNS, Visit, visits_of
from planner.domain.wording.durations import hours_words
from planner.domain.wording.numbers import count_words, share_words, times_words
from planner.retrospective.named_period import log_within
from planner.store import Store

_WITHOUT_A_BREAK = timedelta(minutes=15)
_LEAST_SWITCHES = 2


@dataclass(frozen=True, slots=True)
class Loop:
    """Two phases that took turns: `rounds` times from the first to the second and back, for `hours` in all."""

    first: str
    second: str
    rounds: int
    hours: float

    @property
    def words(self) -> str:
        """The loop as a way: `Clean → Explore → Clean`."""
        return f"{self.first} → {self.second} → {self.first}"


def loops_of(visits: Sequence[Visit], names: Mapping[int, str]) -> list[Loop]:
    """The pairs of phases between which one went round more than once, those that took most hours first.

    A loop is a stretch of visits in which two phases take turns without a third; it is named after its first phase.
    """
    by_pair: dict[frozenset[int], list[tuple[int, int, float]]] = {}
    for turns in _turns(visits):
        of_pair = by_pair.setdefault(frozenset(visit.phase_id for visit in turns), [])
        of_pair.append((turns[0].phase_id, (len(turns) - 1) // 2, sum(visit.hours for visit in turns)))
    loops = [_loop(pair, stretches, names) for pair, stretches in by_pair.items()]
    return sorted((loop for loop in loops if loop.rounds >= LEAST_RETURNS), key=lambda loop: -loop.hours)


def order_sentences(store: Store, project_id: int, now: datetime, *, period: Period = ALWAYS) -> list[str]:
    """A sentence for each loop, and one on switches; empty where there is nothing to say."""
    visits = visits_of(log_within(store, project_id, now, period))
    names = {phase.id: phase.name for phase in store.phases.of_project(project_id)}
    worked = sum(visit.hours for visit in visits)
    loops = [_loop_words(loop, worked) for loop in loops_of(visits, names)]
    return [*loops, *_switches(visits, worked)]


def _turns(visits: Sequence[Visit]) -> Iterator[Sequence[Visit]]:
    """The longest stretches of visits in which two phases take turns, of three visits and more."""
    start = 0
    while start < len(visits) - 2:
        stop = start + 2
        while stop < len(visits) and visits[stop].phase_id == visits[stop - 2].phase_id:
            stop += 1
        if stop - start >= 3:
            yield visits[start:stop]
        start = max(stop - 1, start + 1)


def _loop(pair: Iterable[int], stretches: list[tuple[int, int, float]], names: Mapping[int, str]) -> Loop:
    first = stretches[0][0]
    (second,) = set(pair) - {first}
    rounds, hours = sum(stretch[1] for stretch in stretches), sum(stretch[2] for stretch in stretches)
    return Loop(names[first], names[second], rounds, hours)


def _loop_words(loop: Loop, worked: float) -> str:
    share = share_words(loop.hours, worked)
    rounds = count_words(loop.rounds, "time")
    return f"{loop.words}: {rounds} round, for {hours_words(loop.hours)} in all, {share} of your hours."


def _switches(visits: Sequence[Visit], worked: float) -> Iterator[str]:
    pauses = [after.started_at - before.stopped_at for before, after in pairwise(visits)]
    if len(pauses) < _LEAST_SWITCHES or worked <= 0:
        return
    at_once = sum(pause <= _WITHOUT_A_BREAK for pause in pauses)
    of_these = f"{at_once} of them without a break of a quarter of an hour" if at_once else "always after a break"
    times = count_words(len(pauses), "time")
    yield f"You switched from a phase to another {times}, {_rate_words(len(pauses) / worked)}; {of_these}."


def _rate_words(per_hour: float) -> str:
    """How often in an hour; what is rare is said by its distance.

    >>> _rate_words(130.2), _rate_words(2.04), _rate_words(1.04), _rate_words(0.25)
    ('130 times an hour', '2 times an hour', 'once an hour', 'once every 4 h')
    """
    if 0.95 < per_hour < 1.05:
        return "once an hour"
    return f"{times_words(per_hour)} an hour" if per_hour >= 1 else f"once every {hours_words(1 / per_hour)}"
