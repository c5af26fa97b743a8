"""What the person of the sample project noted on the way: decisions, interruptions, being stuck, kept forecasts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.domain.decisions import Answer, Decision, Occasion
from planner.domain.forecasts import KeptForecast
from planner.domain.stuck import Outcome, StuckSpell
from planner.store import Store

Instant = Callable[[int, str], datetime]  # of a day of the story and a time of its clock


@dataclass(frozen=True, slots=True)
class WentOn:
    """A decision to go on past a cap, until so many hours of the phase; none of them helped."""

    day: int
    at: str
    phase: str
    found: str
    because: str
    until_hours: float


@dataclass(frozen=True, slots=True)
class Interrupted:
    """Minutes that something else took."""

    day: int
    at: str
    phase: str
    minutes: int
    reason: str


@dataclass(frozen=True, slots=True)
class WasStuck:
    """A question, what would have settled it, and what came of it after so many minutes."""

    day: int
    at: str
    phase: str
    minutes: int
    question: str
    settled_by: str
    outcome: Outcome


WENT_ON = (
    WentOn(5, "21:05", "Explore", "Explore has reached its cap of 5 h.", "the odd rows may be a class of their own", 7),
    WentOn(7, "14:35", "Explore", "Explore has reached 7 h.", "two dimensions may show what words do not", 8),
)
INTERRUPTED = (
    Interrupted(3, "20:12", "Explore", 7, "phone"),
    Interrupted(7, "11:16", "Explore", 13, "a visitor"),
    Interrupted(10, "20:02", "Learn", 7, "phone"),
    Interrupted(13, "11:33", "Set up", 80, "a download"),
)
STUCK = (
    WasStuck(11, "20:20", "Learn", 25, "Does attention help on short texts?", "A paper that measures it", Outcome.PARK),
    WasStuck(13, "10:20", "Set up", 25, "Why is the card not found?", "It is listed", Outcome.SETTLED),
    WasStuck(14, "10:40", "Debug", 20, "What eats the memory?", "An epoch that ends", Outcome.SETTLED),
)
# Day, hours logged, hours left (low, middle, high), chance to make the deadline: what the forecast made of the story at
# ten in the evening, for someone with two and a half free hours an evening and four or five on a day of the weekend.
FORECASTS: tuple[tuple[int, float, float, float, float, float | None], ...] = (
    (0, 2.9, 14.2, 23.5, 35.2, 0.67),
    (1, 4.9, 13.7, 22.7, 34.0, 0.65),
    (2, 5.7, 13.3, 22.2, 33.4, 0.62),
    (3, 7.4, 13.0, 21.5, 32.3, 0.6),
    (4, 8.5, 12.6, 20.8, 31.4, 0.57),
    (5, 10.3, 13.0, 22.3, 34.7, 0.41),
    (7, 13.3, 13.0, 22.1, 34.1, 0.23),
    (8, 15.2, 14.9, 26.9, 46.2, 0.11),
    (9, 15.9, 13.1, 20.6, 30.7, 0.13),
    (10, 18.2, 12.3, 19.6, 29.6, 0.1),
    (11, 18.9, 12.0, 19.2, 29.1, 0.06),
    (12, 19.9, 11.5, 18.5, 28.4, 0.02),
    (13, 22.7, 10.8, 17.1, 26.7, 0.0),
    (14, 25.4, 8.9, 15.2, 24.8, 0.0),
    (15, 27.3, 6.1, 11.2, 19.0, 0.0),
    (16, 28.1, 5.7, 10.5, 18.2, 0.0),
    (17, 29.2, 5.6, 9.8, 17.5, None),
    (18, 29.9, 2.3, 5.3, 12.3, None),
    (19, 30.9, 1.4, 4.3, 11.4, None),
    (20, 33.4, 0.8, 3.5, 11.1, None),
)


def add_notes(store: Store, project_id: int, phase_ids: Mapping[str, int], instant: Instant) -> None:
    """Write the notes into a store."""
    for went_on in WENT_ON:
        _decide(store, project_id, phase_ids[went_on.phase], went_on, instant)
    for interruption in INTERRUPTED:
        began = instant(interruption.day, interruption.at)
        ended = began + timedelta(minutes=interruption.minutes)  # at once: one of the person's own may last now
        store.interruptions.add(phase_ids[interruption.phase], began, interruption.reason, stopped_at=ended)
    for was in STUCK:
        said_at = instant(was.day, was.at)
        spell = store.stuck.add(StuckSpell(0, phase_ids[was.phase], said_at, was.question, was.settled_by))
        store.stuck.end(spell.id, said_at + timedelta(minutes=was.minutes), was.outcome, "")
    for day, logged, low, middle, high, chance in FORECASTS:
        store.forecasts.add(project_id, KeptForecast(instant(day, "22:00"), logged, low, middle, high, chance))


def _decide(store: Store, project_id: int, phase_id: int, went_on: WentOn, instant: Instant) -> None:
    made = store.decisions.add(
        project_id,
        Decision(
            instant(went_on.day, went_on.at),
            Occasion.CAP,
            Answer.CONTINUE,
            went_on.found,
            went_on.because,
            phase_id,
            went_on.until_hours,
        ),
    )
    store.decisions.mark_helped(made.id, helped=False)
