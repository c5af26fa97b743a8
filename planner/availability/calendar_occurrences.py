"""The occurrences of events: repeats worked out, and what each says of its time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

from planner.availability.calendar_checks import LONGEST_MOVE_DAYS, rules_of
from planner.availability.calendar_text import ZONES_APART, CalendarText
from planner.availability.calendar_troubles import Troubles
from planner.availability.calendar_values import moment_of
from planner.availability.calendar_zone_names import zone_named

if TYPE_CHECKING:
    from icalendar import Event

_LAST_MINUTE = time(23, 59)


def own_zone(calendar: CalendarText, troubles: Troubles) -> str | None:
    """The zone in which a calendar means its repeats although it writes them in UTC (X-WR-TIMEZONE)."""
    name = calendar.value("X-WR-TIMEZONE")
    if not name:
        return None
    zone = zone_named(name)
    if zone is None or zone.key is None:
        troubles.say(f"its time zone '{name}' is not known, so repeats given in UTC stay in UTC.")
        return None
    return zone.key


def occurrences(series: Sequence[Event], zone_name: str | None, start: date, end: date) -> Iterator[Event]:
    """Those of an event with its changed occurrences that may touch some days (both included), each with its end."""
    import recurring_ical_events
    from icalendar import Calendar

    calendar = Calendar()
    if zone_name is not None:
        calendar.add("X-WR-TIMEZONE", zone_name)
    first, last = _midnight(start) - ZONES_APART, _midnight(end) + ZONES_APART
    for event in series:
        _bound(event, last + timedelta(days=LONGEST_MOVE_DAYS))
        calendar.add_component(event)
    yield from recurring_ical_events.of(calendar).between(first.replace(tzinfo=UTC), last.replace(tzinfo=UTC))


def is_cancelled(event: Event) -> bool:
    """Whether it was called off."""
    return str(event.get("STATUS", "")).upper() == "CANCELLED"


def takes_whole_days(event: Event, start: datetime, end: datetime, zone: tzinfo) -> bool:
    """Whether an event that says its clocks is marked as one of whole days, or lasts from midnight to midnight.

    One written in UTC has no zone of its own: the person's counts too. Some programs let a day end at its last minute.
    """
    if str(event.get("X-MICROSOFT-CDO-ALLDAYEVENT", "")).upper() == "TRUE":
        return True
    zones = {start.tzinfo, zone} if start.tzinfo is None or start.utcoffset() == timedelta() else {start.tzinfo}
    return any(_from_midnight_to_midnight(start, end, own) for own in zones)


def instant_of(moment: datetime, zone: tzinfo) -> datetime:
    """A moment of an event in UTC; one without a zone is one on the clocks of `zone`."""
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)).astimezone(UTC)


def _bound(event: Event, last: datetime) -> None:
    """Let rules without an end stop soon after the days asked for: one that never comes true is tried until then."""
    start = moment_of(event, "DTSTART")
    if not isinstance(start, datetime):
        until: date = last.date()
    else:
        until = last.replace(tzinfo=None if start.tzinfo is None else UTC)
    for rule in rules_of(event):
        if "UNTIL" not in rule and "COUNT" not in rule:
            rule["UNTIL"] = [until]


def _from_midnight_to_midnight(start: datetime, end: datetime, zone: tzinfo | None) -> bool:
    first, last = (moment.astimezone(zone) if moment.tzinfo and zone else moment for moment in (start, end))
    ends_with_day = last.time() == time() or last.time() >= _LAST_MINUTE
    return first.time() == time() and ends_with_day and last > first


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
