"""Time zones of a calendar file: its own rules, and names that only say how far a zone is from UTC."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from planner.availability.calendar_text import EventText
from planner.availability.calendar_troubles import Troubles, reason

_NAMED = re.compile(r'TZID=(?:"([^"]*)"|([^;:]*))')
_OFFSET = re.compile(r"\((?:UTC|GMT)([+-])(\d\d):?(\d\d)\)")  # "(UTC-05:00) Eastern Time (US & Canada)"


def learn_zones(own: Iterable[Sequence[str]], events: Iterable[EventText], troubles: Troubles) -> None:
    """Make the parser know the zones that a calendar brings, and those in its events that name their offset."""
    from icalendar.timezone import tzp

    tzp.use_default()  # forgets the zones of other files, which may go by the same names
    for lines in own:
        _learn(lines, troubles)
    for name in sorted({name for event in events for name in _names_in(event)}):
        offset = _OFFSET.match(name)
        if offset is not None and tzp.timezone(name) is None:
            sign, hours, minutes = offset.groups()
            _learn(_fixed_zone(name, f"{sign}{hours}{minutes}"), troubles)
            troubles.say(
                f"the time zone '{name}' is not known, so times in it are read as UTC{sign}{hours}:{minutes} "
                "in summer as in winter."
            )


def _learn(lines: Sequence[str], troubles: Troubles) -> None:
    from icalendar import Calendar

    try:
        Calendar.from_ical("\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""]))
    except Exception as error:
        troubles.say(f"the rules of one of its time zones cannot be read ({reason(error)}).")


def _names_in(event: EventText) -> Iterable[str]:
    return (quoted or plain for line in event.lines for quoted, plain in _NAMED.findall(line))


def _fixed_zone(name: str, offset: str) -> list[str]:
    return [
        "BEGIN:VTIMEZONE",
        f"TZID:{name}",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        f"TZOFFSETFROM:{offset}",
        f"TZOFFSETTO:{offset}",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]
