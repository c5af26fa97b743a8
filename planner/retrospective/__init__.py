"""Where the hours went: planned against actual, the days, the sessions, and three true sentences."""

from planner.retrospective.comparison import PhaseActual, phase_actuals, phase_comparison
from planner.retrospective.holes import holes
from planner.retrospective.sentences import headline, three_sentences
from planner.retrospective.tables import day_timeline, sessions_frame
from planner.retrospective.takeaways import (
    FREE_TEXT,
    QUESTIONS,
    Takeaway,
    leave_behind,
    next_phases,
    take_along,
    takeaways,
)
from planner.retrospective.worth import Worth, worth_frame, worth_of

__all__ = [
    "FREE_TEXT",
    "QUESTIONS",
    "PhaseActual",
    "Takeaway",
    "Worth",
    "day_timeline",
    "headline",
    "holes",
    "leave_behind",
    "next_phases",
    "phase_actuals",
    "phase_comparison",
    "sessions_frame",
    "take_along",
    "takeaways",
    "three_sentences",
    "worth_frame",
    "worth_of",
]
