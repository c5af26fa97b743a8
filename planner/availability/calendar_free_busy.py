"""Lists of busy periods (VFREEBUSY), as a server publishes them without saying what a person does.

A tentative period counts as an event that is tentative does: it may well take place. Free periods take nothing, and a
kind that nobody knows is busy, as RFC 5545 (3.2.9) says.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from planner.availability.calendar_text import CalendarText, EventText
from planner.availability.calendar_troubles import Troubles, reason
from planner.availability.calendar_values import moment_in, parts_of
from planner.domain.spans import Span

_WORDS = {"BUSY-TENTATIVE": "tentative", "BUSY-UNAVAILABLE": "unavailable"}
_FREE = "FREE"


def busy_periods(calendar: CalendarText, zone: tzinfo, troubles: Troubles) -> Iterator[tuple[str, Span]]:
    """The periods that a calendar gives as taken: what kind, and the instants; what cannot be read is said."""
    for part in calendar.free_busy:
        if not part.closed:
            troubles.say("the file breaks off within a list of busy times; those before are used.")
        yield from _of_part(part, zone, troubles)


def _of_part(part: EventText, zone: tzinfo, troubles: Troubles) -> Iterator[tuple[str, Span]]:
    for line in part.lines:
        if not line.upper().startswith("FREEBUSY"):
            continue
        try:
            parameters, values = parts_of(line)
        except ValueError as error:
            troubles.say(f"a line of busy times is left out: it cannot be read ({reason(error)}).")
            continue
        kind = str(parameters.get("FBTYPE", "BUSY")).upper()
        if kind != _FREE:
            yield from _periods(values, _WORDS.get(kind, "busy"), str(parameters.get("TZID", "")), zone, troubles)


def _periods(values: str, what: str, zone_name: str, zone: tzinfo, troubles: Troubles) -> Iterator[tuple[str, Span]]:
    for value in (text.strip() for text in values.split(",") if text.strip()):
        try:
            span = _span(value, zone_name, zone)
        except (ValueError, TypeError, OverflowError):
            troubles.say(f"the {what} period '{reason(value)}' is passed over: it cannot be read.")
            continue
        if span.start >= span.stop:
            troubles.say(f"the {what} period '{reason(value)}' is passed over: it ends when it begins, or before.")
        else:
            yield what, span


def _span(value: str, zone_name: str, zone: tzinfo) -> Span:
    first, _, second = value.partition("/")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        start, end = (moment_in(text, zone_name or None) for text in (first, second))
    begins = _instant(start, zone)
    return Span(begins, begins + end if isinstance(end, timedelta) else _instant(end, zone))


def _instant(moment: object, zone: tzinfo) -> datetime:
    """An instant; a time without a zone, or a bare day, is one of the person's clock."""
    if not isinstance(moment, date):
        raise ValueError("not a moment")
    whole = moment if isinstance(moment, datetime) else datetime.combine(moment, time())
    return (whole if whole.tzinfo is not None else whole.replace(tzinfo=zone)).astimezone(UTC)
