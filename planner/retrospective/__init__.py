"""Where the hours went: planned against actual, the days, the sessions, and three true sentences."""

from planner.retrospective.burn_up import BurnUp, burn_up, burn_up_frame, forecast_frame
from planner.retrospective.comparison import PhaseActual, phase_actuals, phase_comparison
from planner.retrospective.holes import holes
from planner.retrospective.loops import Loop, loops_of, order_sentences
from planner.retrospective.moment_words import moment_words
from planner.retrospective.own_words import FREE_TEXT, QUESTIONS, keep_own_words, own_words
from planner.retrospective.provenance import provenance_frame, same_weights
from planner.retrospective.sentences import headline, headline_and_sentences, three_sentences
from planner.retrospective.tables import day_timeline, own_hours_by_day, sessions_frame
from planner.retrospective.takeaways import (
    Takeaway,
    leave_behind,
    next_phases,
    nothing_words,
    take_along,
    takeaways,
)
from planner.retrospective.worth import Worth, worth_frame, worth_of

__all__ = [
    "FREE_TEXT",
    "QUESTIONS",
    "BurnUp",
    "Loop",
    "PhaseActual",
    "Takeaway",
    "Worth",
    "burn_up",
    "burn_up_frame",
    "day_timeline",
    "forecast_frame",
    "headline",
    "headline_and_sentences",
    "holes",
    "keep_own_words",
    "leave_behind",
    "loops_of",
    "moment_words",
    "next_phases",
    "nothing_words",
    "order_sentences",
    "own_hours_by_day",
    "own_words",
    "phase_actuals",
    "phase_comparison",
    "provenance_frame",
    "same_weights",
    "sessions_frame",
    "take_along",
    "takeaways",
    "three_sentences",
    "worth_frame",
    "worth_of",
]
