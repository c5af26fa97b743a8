"""Typed access to the values of a parsed event.

The library types a value as any of thirty kinds, of which the name of the line allows one; `calendar_checks` has taken
out what is of another kind. This is the one place that says so to the type checker.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from icalendar import Component, Event


def values_of(event: Component, name: str) -> list[Any]:
    """The values of a line that may stand there several times, once or not at all."""
    values: Any = event.get(name, [])
    return values if isinstance(values, list) else [values]


def moment_of(event: Component, name: str) -> date:
    """The day or moment of a line that stands there once, such as DTSTART.

    Raises
    ------
    KeyError
        Where it does not stand there.
    AttributeError
        Where it stands there several times, or cannot be read.
    """
    value: Any = event[name]
    moment: date = value.dt
    return moment


def length_of(event: Component) -> timedelta:
    """The DURATION of an event (`KeyError` without one)."""
    value: Any = event["DURATION"]
    length: timedelta = value.dt
    return length


def zone_name_of(event: Component, name: str) -> str | None:
    """The zone (TZID) that a line names; None for none."""
    value: Any = event[name]
    named: str | None = value.params.get("TZID")
    return named


def parts_of(line: str) -> tuple[dict[str, Any], str]:
    """The parameters and the value of a line.

    Raises
    ------
    ValueError
        Where it is no line of a calendar.
    """
    from icalendar.parser import Contentline

    of_line: Callable[[str], Any] = Contentline
    _, parameters, value = of_line(line).parts()
    return dict(parameters), value


def moment_in(text: str, zone_name: str | None) -> date | timedelta:
    """The day, moment or length that a text gives (`ValueError`, `TypeError` or `OverflowError` for none)."""
    from icalendar.prop import vDDDTypes

    read: Callable[..., date | timedelta] = vDDDTypes.from_ical
    return read(text, timezone=zone_name)


def event_in(lines: Sequence[str]) -> Event:
    """The event between whose BEGIN and END these lines stand; any error says that they cannot be read."""
    from icalendar import Event

    parsed: Any = Event.from_ical("\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""]))
    event: Event = parsed
    return event
