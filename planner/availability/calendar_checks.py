"""What is wrong with a parsed event: parts that could not be read, and repeats that nobody can count."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from planner.availability.calendar_troubles import Troubles, called, reason
from planner.availability.calendar_values import length_of, moment_of, values_of

if TYPE_CHECKING:
    from icalendar import Event

LONGEST_MOVE_DAYS = 400  # how far a single occurrence may have been moved away from its rule
_LONGEST_REPEATED_DAYS = 366
_FIRST_YEAR = 1900
_NEEDED = {"DTSTART": "start", "RECURRENCE-ID": "RECURRENCE-ID"}  # without these an event is not used at all
_MOMENTS = ("DTSTART", "RECURRENCE-ID", "DTEND")
_PARTS = {
    "RRULE": "repeat rule",
    "RDATE": "extra dates",
    "EXDATE": "left-out dates",
    "DTEND": "end",
    "DURATION": "length",
}


def is_usable(event: Event, troubles: Troubles) -> bool:
    """Whether an event can be used; what is broken in it is said, and taken out where the rest still makes sense."""
    why_not = _broken_start(event)
    if why_not is None:
        for name, part in _PARTS.items():
            _take_out_broken(event, name, part, troubles)
        why_not = _beyond_counting(event)
        if _ends_before_it_begins(event):
            troubles.say(f"{called(event)} ends before it begins: the time between the two is taken.")
    if why_not is not None:
        troubles.say(f"{called(event)} is left out: {why_not}.")
    return why_not is None


def rules_of(event: Event) -> list[Any]:
    """The repeat rules of an event; it may have none, one or several."""
    return values_of(event, "RRULE")


def _is_broken(name: str, value: Any) -> bool:
    """Whether a value could not be read, or is of a kind that its name cannot have, such as a length for a start."""
    from icalendar.prop import vBroken

    return isinstance(value, vBroken) or (name in _MOMENTS and not isinstance(value.dt, date))


def _raw(value: Any) -> str:
    return reason(value.to_ical().decode(errors="replace"))


def _broken_start(event: Event) -> str | None:
    for name, part in _NEEDED.items():
        for value in values_of(event, name):
            if _is_broken(name, value):
                return f"its {part} '{_raw(value)}' cannot be read"
    if len(values_of(event, "DTSTART")) != 1:
        return "it has no start (DTSTART), or several"
    return None


def _take_out_broken(event: Event, name: str, part: str, troubles: Troubles) -> None:
    values = values_of(event, name)
    good = [value for value in values if not _is_broken(name, value)]
    for value in values:
        if _is_broken(name, value):
            troubles.say(f"{called(event)} is used without its {part} '{_raw(value)}', which cannot be read.")
    if len(good) < len(values):
        event.pop(name)
        if good:
            event[name] = good


def _beyond_counting(event: Event) -> str | None:
    """Why the times of an event are left alone: counting them would take for ever, or they are plainly wrong."""
    start = moment_of(event, "DTSTART")
    if start.year < _FIRST_YEAR:
        return f"it begins in the year {start.year}"
    if "RECURRENCE-ID" in event and _days_apart(moment_of(event, "RECURRENCE-ID"), start) > LONGEST_MOVE_DAYS:
        return "it was moved by more than a year"
    rules = rules_of(event)
    if rules and _days_long(event, start) > _LONGEST_REPEATED_DAYS:
        return "it repeats although it lasts for more than a year"
    return next((why for why in map(_endless, rules) if why), None)


def _ends_before_it_begins(event: Event) -> bool:
    if "DURATION" in event and "DTEND" not in event:
        return length_of(event) < timedelta()
    if len(values_of(event, "DTEND")) != 1:
        return False
    start, end = moment_of(event, "DTSTART"), moment_of(event, "DTEND")
    try:
        return end < start
    except TypeError:  # a day and a moment, or one of them on nobody's clock
        return _day(end) < _day(start)


def _endless(rule: Any) -> str | None:
    if {"SECONDLY", "MINUTELY"} & set(rule.get("FREQ", [])):
        return "it repeats every minute or second"
    if any(step < 1 for step in rule.get("INTERVAL", [1])):
        return "its repeat rule steps by nothing (INTERVAL below 1)"
    return None


def _days_long(event: Event, start: date) -> int:
    if "DTEND" in event:
        return _days_apart(start, moment_of(event, "DTEND"))
    return abs(length_of(event).days) if "DURATION" in event else 0


def _days_apart(start: date, end: date) -> int:
    return abs((_day(start) - _day(end)).days)


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
