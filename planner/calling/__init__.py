"""When to call it: what a plan asks once its conditions are met, the answers, and what was decided."""

from planner.calling.answering import answer, take_up
from planner.calling.asking import questions
from planner.calling.caps import CapState, cap_state
from planner.calling.judging import WentOn, to_judge
from planner.calling.open_ends import OpenEnds, open_ends
from planner.calling.question import Question
from planner.calling.taking_back import can_take_back, take_back
from planner.calling.telling import decisions_words, unjudged
from planner.domain.gains import gain_words, metric_name
from planner.domain.moment_to_call import GAIN_WINDOW_HOURS
from planner.domain.score_wording import score_words

__all__ = [
    "GAIN_WINDOW_HOURS",
    "CapState",
    "OpenEnds",
    "Question",
    "WentOn",
    "answer",
    "can_take_back",
    "cap_state",
    "decisions_words",
    "gain_words",
    "metric_name",
    "open_ends",
    "questions",
    "score_words",
    "take_back",
    "take_up",
    "to_judge",
    "unjudged",
]
