"""Times of day as a person types them, on the clocks of a place."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

_CLOCK = re.compile(r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})")


def next_time_of_day(text: str, *, now: datetime) -> datetime:
    """The next instant after `now` (with its zone) at which a clock there shows `text`, such as 07:30; in UTC.

    Raises
    ------
    ValueError
        With one sentence, where `text` is no time of day.

    >>> next_time_of_day("07:30", now=datetime(2026, 5, 8, 22, 0, tzinfo=UTC)).isoformat()
    '2026-05-09T07:30:00+00:00'
    """
    match = _CLOCK.fullmatch(text.strip())
    if match is None or int(match["hour"]) > 23 or int(match["minute"]) > 59:
        raise ValueError(f"'{text}' is not a time of day. Write it like 07:30 or 14:05.")
    at = time(int(match["hour"]), int(match["minute"]))
    days = (datetime.combine(now.date() + timedelta(days=later), at, now.tzinfo) for later in range(2))
    return next(moment.astimezone(UTC) for moment in days if moment.astimezone(UTC) > now.astimezone(UTC))
