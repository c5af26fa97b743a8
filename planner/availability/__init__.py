"""How much time a person has: free hours day by day until a date, and the share of them that becomes work."""

from planner.availability.free_time import MOST_DAYS, FreeTime, free_days, free_time
from planner.availability.keeping import forget_availability, keep_calendar, load_availability, save_availability
from planner.availability.public_holidays import countries, country_names, holidays_between, known_place
from planner.availability.share import learned_share, share_of
from planner.domain.availability import (
    BUILT_IN_SHARE,
    Availability,
    CalendarFile,
    Commitment,
    FreeDay,
    FreeWeek,
    Share,
    Taken,
    TakenBy,
    parse_address,
    supply_range,
    taken_in,
    weeks_of,
)

__all__ = [
    "BUILT_IN_SHARE",
    "MOST_DAYS",
    "Availability",
    "CalendarFile",
    "Commitment",
    "FreeDay",
    "FreeTime",
    "FreeWeek",
    "Share",
    "Taken",
    "TakenBy",
    "countries",
    "country_names",
    "forget_availability",
    "free_days",
    "free_time",
    "holidays_between",
    "keep_calendar",
    "known_place",
    "learned_share",
    "load_availability",
    "parse_address",
    "save_availability",
    "share_of",
    "supply_range",
    "taken_in",
    "weeks_of",
]
