"""Time zones of a calendar file: its own rules, and names that have to be understood first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from planner.availability.calendar_text import EventText
from planner.availability.calendar_troubles import Troubles, reason
from planner.availability.calendar_zone_names import NamedZone, zone_named

_NAMED = re.compile(r'TZID=(?:"([^"]*)"|([^;:]*))', re.IGNORECASE)
_ONE_MINUTE = timedelta(minutes=1)


def learn_zones(
    own: Iterable[Sequence[str]],
    of_other_calendars: Iterable[Sequence[str]],
    events: Sequence[EventText],
    troubles: Troubles,
    calendars_zone: str | None,
) -> None:
    """Make the parser know the zones of a file, and rewrite in its events the names that it does not know.

    A zone that the calendar describes itself comes before one of another calendar in the file. For a name that
    nobody knows the only zone that the file describes is taken, else `calendars_zone`; both are said.
    """
    from icalendar.timezone import tzp

    tzp.use_default()  # forgets the zones of other files, which may go by the same names
    described = [name for lines in [*own, *of_other_calendars] for name in _learn(lines, troubles)]
    names = sorted({name for event in events for name in _names_in(event)})
    readings = {name: _reading(name, described, calendars_zone, troubles) for name in names if _unknown(name)}
    rewritten = {name: reading for name, reading in readings.items() if reading is not None}
    if rewritten:
        for event in events:
            event.lines = [_rewritten(line, rewritten) for line in event.lines]


def _reading(name: str, described: Sequence[str], calendars_zone: str | None, troubles: Troubles) -> str | None:
    """The name by which the parser knows a zone, None where nobody knows it."""
    same = next((rules for rules in described if rules.strip().casefold() == name.strip().casefold()), None)
    zone = None if same else zone_named(name)
    if same is not None:
        return same
    if zone is not None:
        return _parsers_name(name, zone, troubles)
    return _best_guess(name, described, calendars_zone, troubles)


def _parsers_name(name: str, zone: NamedZone, troubles: Troubles) -> str:
    if zone.key is not None:
        if zone.guessed:
            troubles.say(f"the time zone '{name}' is read as {zone.key}.")
        return zone.key
    offset = _offset(zone.from_utc or timedelta())
    known_as = f"UTC{offset[:3]}:{offset[3:]}"
    _learn(_fixed_zone(known_as, offset), troubles)
    if zone.guessed:
        troubles.say(
            f"the time zone '{name}' is not known, so times in it are read as {known_as} in summer as in winter."
        )
    return known_as


def _best_guess(name: str, described: Sequence[str], calendars_zone: str | None, troubles: Troubles) -> str | None:
    """What an event most likely means by a made-up name, said; None leaves its times to the person's own clock."""
    only = set(described)
    if len(only) == 1:
        (guess,) = only
        why = "the only one that the file describes"
    elif calendars_zone is not None:
        guess, why = calendars_zone, "the zone of the calendar (X-WR-TIMEZONE)"
    else:
        return None
    troubles.say(f"the time zone '{name}' is not known, so times in it are read as in '{guess}', {why}.")
    return guess


def _learn(lines: Sequence[str], troubles: Troubles) -> list[str]:
    """Make the parser know the rules of a zone; the names by which they go, none where they cannot be read."""
    from icalendar import Calendar

    names = [line for line in lines if _is_name(line)]
    rules = [line for line in lines if not _is_name(line)]
    try:
        for name in names or [""]:  # a zone without a name is an error that the parser words
            whole = ["BEGIN:VCALENDAR", rules[0], *([name] if name else []), *rules[1:], "END:VCALENDAR", ""]
            Calendar.from_ical("\r\n".join(whole))
    except Exception as error:
        troubles.say(f"the rules of one of its time zones cannot be read ({reason(error)}).")
        return []
    return [name.partition(":")[2].strip() for name in names]


def _is_name(line: str) -> bool:
    return re.match(r"TZID[;:]", line, re.IGNORECASE) is not None


def _unknown(name: str) -> bool:
    from icalendar.timezone import tzp

    return tzp.timezone(name) is None


def _names_in(event: EventText) -> Iterator[str]:
    return (quoted or plain for line in event.lines for quoted, plain in _NAMED.findall(line))


def _rewritten(line: str, names: Mapping[str, str]) -> str:
    def named(match: re.Match[str]) -> str:
        name = match[1] or match[2]
        return f'TZID="{names[name]}"' if name in names else match[0]

    return _NAMED.sub(named, line)


def _offset(from_utc: timedelta) -> str:
    """As a calendar writes it.

    >>> _offset(timedelta(hours=-3, minutes=-30))
    '-0330'
    """
    minutes = from_utc // _ONE_MINUTE
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02d}{rest:02d}"


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
