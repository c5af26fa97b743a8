"""Times of day as a person types them, on the clocks of a place."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

from planner.domain.local_time import SkippedTime, Tell, Twice, first_instant, instants_at

_CLOCK = re.compile(r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})")


def next_time_of_day(text: str, *, now: datetime, tell: Tell | None = None) -> datetime:
    """The next instant after `now` (with its zone) at which a clock there shows `text`, such as 07:30; in UTC.

    Where clocks show it twice after `now`, `tell` hears that the first is taken.

    Raises
    ------
    ValueError
        With one sentence, where `text` is no time of day, or one that the clocks will skip.

    >>> next_time_of_day("07:30", now=datetime(2026, 5, 8, 22, 0, tzinfo=UTC)).isoformat()
    '2026-05-09T07:30:00+00:00'
    """
    zone, begins = now.tzinfo or UTC, now.astimezone(UTC)
    wall = datetime.combine(now.date(), _time_in(text))
    while True:
        instants = instants_at(wall, zone)
        ahead = [instant for instant in instants if instant > begins]
        if len(ahead) > 1 and tell is not None:
            tell(Twice(wall, ahead[0], ahead[1], ahead[0], zone))
        if ahead:
            return ahead[0]
        if not instants and first_instant(wall, zone) > begins:
            raise ValueError(str(SkippedTime(wall, zone)))
        wall += timedelta(days=1)


def _time_in(text: str) -> time:
    match = _CLOCK.fullmatch(text.strip())
    if match is None or int(match["hour"]) > 23 or int(match["minute"]) > 59:
        raise ValueError(f"'{text}' is not a time of day. Write it like 07:30 or 14:05.")
    return time(int(match["hour"]), int(match["minute"]))
