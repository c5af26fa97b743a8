"""Times of day as a person types them, on the clocks of a place."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

from planner.domain.local_time import SkippedTime, Tell, Twice, first_instant, instants_at
from planner.parsing.halves_of_day import HALF, hour_of_day

_CLOCK = re.compile(rf"(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d{{2}}))?(?:\s*(?P<half>{HALF}))?")


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
    match = _CLOCK.fullmatch(" ".join(text.lower().split()))
    hour = hour_of_day(int(match["hour"]), match["half"]) if match else None
    if match is None or hour is None or not (match["minute"] or match["half"]):
        raise _no_time_of_day(text)
    minute = int(match["minute"] or 0)
    if hour > 23 or minute > 59:
        raise _no_time_of_day(text)
    return time(hour, minute)


def _no_time_of_day(text: str) -> ValueError:
    return ValueError(f"'{text}' is not a time of day. Write it like 07:30 or 14:05.")
