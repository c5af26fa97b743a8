"""The events of one calendar, parsed one by one: what is broken is said and taken out, the rest is used."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from planner.availability.calendar_checks import is_usable
from planner.availability.calendar_dates import fit_dates
from planner.availability.calendar_free_busy import busy_periods
from planner.availability.calendar_people import mark_declined
from planner.availability.calendar_text import CalendarText, EventText
from planner.availability.calendar_troubles import Troubles, reason, titled
from planner.availability.calendar_values import event_in, moment_of, zone_name_of
from planner.availability.calendar_versions import series_among
from planner.availability.calendar_zones import learn_zones
from planner.domain.spans import Span

if TYPE_CHECKING:
    from icalendar import Event

_one_parser_at_a_time = threading.Lock()  # icalendar keeps the time zones of a file for the whole process


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a calendar: the days, on whose clocks, and whose answers to invitations count."""

    start: date
    end: date
    zone: tzinfo
    owners: frozenset[str]


@dataclass(frozen=True, slots=True)
class ParsedCalendar:
    """The usable events that may touch the days asked for, as series, and the busy periods.

    An event that repeats stands with its changed occurrences.
    """

    series: list[list[Event]]
    periods: list[tuple[str, Span]]


def parsed(
    calendar: CalendarText, others: Iterable[CalendarText], asked: Asked, zone_name: str | None, troubles: Troubles
) -> ParsedCalendar:
    """A calendar, parsed. `others` stand in the same file and may describe its zones; `zone_name` is its own zone."""
    text_groups = [group for group in _groups(calendar.events) if not _surely_outside(group, asked.start, asked.end)]
    texts = [text for group in text_groups for text in group]
    other_zones = [lines for other in others for lines in other.time_zones]
    for text in texts if asked.owners else []:
        mark_declined(text, asked.owners)
    with _one_parser_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # guesses at the names of zones are right more often than worth a word
        learn_zones(calendar.time_zones, other_zones, [*texts, *calendar.free_busy], troubles, zone_name)
        groups = [[event for text in group if (event := _event(text, troubles)) is not None] for group in text_groups]
        periods = list(busy_periods(calendar, asked.zone, troubles))
    series = [events for group in groups if group for events in series_among(group, troubles)]
    for events in series:
        fit_dates(events, ZoneInfo(zone_name) if zone_name else asked.zone)
    return ParsedCalendar(series, periods)


def say_unknown_zone(event: Event, troubles: Troubles) -> None:
    """Say so where an event stands in a time zone that nobody knows."""
    for name in (name for name in ("DTSTART", "DTEND") if name in event):
        zone_name, moment = zone_name_of(event, name), moment_of(event, name)
        if zone_name and isinstance(moment, datetime) and moment.tzinfo is None:
            troubles.say(
                f"the time zone '{zone_name}' is not known, so times in it are read as times on your own clock."
            )


def _groups(events: Iterable[EventText]) -> list[list[EventText]]:
    groups: dict[str, list[EventText]] = {}
    for number, event in enumerate(events):
        groups.setdefault(event.value("UID") or f"\0{number}", []).append(event)
    return list(groups.values())


def _surely_outside(group: Sequence[EventText], start: date, end: date) -> bool:
    return len(group) == 1 and group[0].closed and group[0].lies_outside(start, end)


def _event(text: EventText, troubles: Troubles) -> Event | None:
    if not text.closed:
        troubles.say(f"{titled(text.value('SUMMARY'))} is left out: the file breaks off within it.")
        return None
    try:
        event = event_in(text.lines)
        return event if is_usable(event, troubles) else None
    except Exception as error:
        troubles.say(f"{titled(text.value('SUMMARY'))} is left out: it cannot be read ({reason(error)}).")
        return None
