"""When to call it: what a plan asks once its conditions are met, the answers, and what was decided."""

from planner.domain.gains import metric_name
from planner.domain.moment_to_call import GAIN_WINDOW_HOURS
from planner.domain.wording.scores import gain_words, score_words
from planner.stop_rules.answering import answer, take_up
from planner.stop_rules.asking import questions
from planner.stop_rules.caps import CapState, cap_state
from planner.stop_rules.decision_log import decisions_words, parked, unjudged
from planner.stop_rules.follow_ups import WentOn, judge, to_judge
from planner.stop_rules.question import StopQuestion
from planner.stop_rules.taking_back import can_take_back, take_back
from planner.stop_rules.unmet import Cut, Unmet, unmet

__all__ = [
    "GAIN_WINDOW_HOURS",
    "CapState",
    "Cut",
    "StopQuestion",
    "Unmet",
    "WentOn",
    "answer",
    "can_take_back",
    "cap_state",
    "decisions_words",
    "gain_words",
    "judge",
    "metric_name",
    "parked",
    "questions",
    "score_words",
    "take_back",
    "take_up",
    "to_judge",
    "unjudged",
    "unmet",
]
