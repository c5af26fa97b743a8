"""Honest ranges from a record of planned and actual hours, the chance to finish, and the back-test of both.

`project_forecast` forecasts a project of the store, `chance_to_finish`, `dates_done` and `remedies` hold its need
against a supply of hours, `own_scores` judges a person's ranges; `history_file`, `backtest` and `backtest_totals` run
the same forecaster over any history. The method is described in docs/forecast.md.
"""

from planner.forecast.estimate_trend import EstimateTrend, course_of, ratios_frame, too_few_words
from planner.forecast.finishing import Remedy, chance_to_finish, dates_done, remedies, supply_draws
from planner.forecast.kept import keep_forecast, kept_forecasts
from planner.forecast.own_record import FinishedPiece, finished_pieces
from planner.forecast.own_score import (
    EIGHT_OF_TEN,
    INTERVAL_SCORE_WORDS,
    OwnScores,
    RangeScore,
    own_scores,
    scores_of,
)
from planner.forecast.project_forecast import PieceForecast, ProjectForecast, project_forecast
from planner.forecast.spread import Spread

__all__ = [
    "EIGHT_OF_TEN",
    "INTERVAL_SCORE_WORDS",
    "EstimateTrend",
    "FinishedPiece",
    "OwnScores",
    "PieceForecast",
    "ProjectForecast",
    "RangeScore",
    "Remedy",
    "Spread",
    "chance_to_finish",
    "course_of",
    "dates_done",
    "finished_pieces",
    "keep_forecast",
    "kept_forecasts",
    "own_scores",
    "project_forecast",
    "ratios_frame",
    "remedies",
    "scores_of",
    "supply_draws",
    "too_few_words",
]
