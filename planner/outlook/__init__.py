"""Need against supply for a project: the chance to finish, the dates by which it is done, and what would help."""

from planner.domain.forecasts import WANTED_CHANCE
from planner.forecast.finishing import SURE, Remedy
from planner.outlook.densities import density_curves
from planner.outlook.outlook import Outlook, end_of_day, keep_outlook, outlook_of
from planner.outlook.saving import save_what_if
from planner.outlook.supply import DAYS_WITHOUT_DEADLINE, Supply, supply_of
from planner.outlook.what_if import WhatIf, that_hold

__all__ = [
    "DAYS_WITHOUT_DEADLINE",
    "SURE",
    "WANTED_CHANCE",
    "Outlook",
    "Remedy",
    "Supply",
    "WhatIf",
    "density_curves",
    "end_of_day",
    "keep_outlook",
    "outlook_of",
    "save_what_if",
    "supply_of",
    "that_hold",
]
