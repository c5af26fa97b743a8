"""Moments as a person types them: `14:05`, `10 min ago`, `yesterday 22:40`, `2026-05-08 14:05`."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from planner.domain.errors import InvalidEntry

_AGO = re.compile(r"(?P<number>\d+(?:[.,]\d+)?)\s*(?P<unit>[a-z]+)\s+ago")
_CLOCK = re.compile(r"(?:(?P<day>today|yesterday|\d{4}-\d{2}-\d{2})[ t]+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})")
_UNITS_S = {"s": 1, "sec": 1, "second": 1, "m": 60, "min": 60, "minute": 60, "h": 3600, "hour": 3600, "day": 86_400}
_LONGEST_AGO = timedelta(days=3650)


def moment(text: str, *, now: datetime, zone: tzinfo) -> datetime:
    """The instant (UTC) that a person means, on the clocks of `zone`.

    A clock time alone is the last one: `23:50` typed ten minutes after midnight is yesterday's.

    >>> moment("10 min ago", now=datetime(2026, 5, 8, 12, 0, tzinfo=UTC), zone=UTC)
    datetime.datetime(2026, 5, 8, 11, 50, tzinfo=datetime.timezone.utc)

    Raises
    ------
    InvalidEntry
        For anything else, with examples of what can be read.
    """
    wanted = " ".join(text.strip().lower().split())
    found = now if wanted == "now" else _ago(wanted, now) or _clock(wanted, now, zone) or _iso(text.strip(), zone)
    if found is None:
        raise InvalidEntry(
            f"'{text}' cannot be read as a time. Use 14:05, '10 min ago', 'yesterday 22:40' or '2026-05-08 14:05'."
        )
    return found


def moment_near(text: str, *, near: datetime, now: datetime, zone: tzinfo) -> datetime:
    """The instant that a person means who corrects the instant `near`: a clock time alone is the nearest one to it.

    >>> night = datetime(2026, 5, 8, 1, 0, tzinfo=UTC)
    >>> moment_near("23:30", near=night, now=datetime(2026, 5, 9, 12, 0, tzinfo=UTC), zone=UTC)
    datetime.datetime(2026, 5, 7, 23, 30, tzinfo=datetime.timezone.utc)
    """
    match = _CLOCK.fullmatch(text.strip())
    if match is None or match["day"]:
        return moment(text, now=now, zone=zone)
    days = (near.astimezone(zone).date() + timedelta(days=by) for by in (-1, 0, 1))
    found = (moment(f"{day} {text.strip()}", now=now, zone=zone) for day in days)
    return min(found, key=lambda instant: (instant > now, abs(instant - near)))


def _ago(text: str, now: datetime) -> datetime | None:
    match = _AGO.fullmatch(text)
    unit = _UNITS_S.get(match["unit"]) or _UNITS_S.get(match["unit"].removesuffix("s")) if match else None
    if match is None or unit is None:
        return None
    seconds = float(match["number"].replace(",", ".")) * unit
    return now - timedelta(seconds=seconds) if seconds <= _LONGEST_AGO.total_seconds() else None


def _clock(text: str, now: datetime, zone: tzinfo) -> datetime | None:
    match = _CLOCK.fullmatch(text)
    if match is None or not (int(match["hour"]) < 24 and int(match["minute"]) < 60):
        return None
    at = time(int(match["hour"]), int(match["minute"]))
    day = _day(match["day"], now.astimezone(zone).date())
    if day is None:
        return None
    found = datetime.combine(day, at, zone).astimezone(UTC)
    if match["day"] is None and found > now:
        return datetime.combine(day - timedelta(days=1), at, zone).astimezone(UTC)
    return found


def _day(word: str | None, today: date) -> date | None:
    if word == "yesterday":
        return today - timedelta(days=1)
    if word is None or word == "today":
        return today
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None


def _iso(text: str, zone: tzinfo) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
