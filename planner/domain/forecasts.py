"""What was once forecast of a project: kept, so that it can be seen how the view ahead changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

WANTED_CHANCE = 0.8  # of finishing: below it, what would help is looked for
DRAWN_BEYOND = 1.4  # a picture of hours goes on for so much of the largest 80 % high: a long tail is cut


@dataclass(frozen=True, slots=True)
class KeptForecast:
    """Hours still needed as forecast at an instant: 8 of 10 between low and high; the chance where supply was known."""

    forecast_at: datetime
    logged_hours: float
    left_low_hours: float
    left_middle_hours: float
    left_high_hours: float
    chance: float | None = None
