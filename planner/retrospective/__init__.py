"""Where the hours went: planned against actual, the days, the sessions, and three true sentences."""

from planner.retrospective.comparison import PhaseActual, phase_actuals, phase_comparison
from planner.retrospective.sentences import headline, three_sentences
from planner.retrospective.tables import day_timeline, sessions_frame
from planner.retrospective.worth import Worth, worth_frame, worth_of

__all__ = [
    "PhaseActual",
    "Worth",
    "day_timeline",
    "headline",
    "phase_actuals",
    "phase_comparison",
    "sessions_frame",
    "three_sentences",
    "worth_frame",
    "worth_of",
]
