"""Events that share an id (UID): versions of one event, or several that a program gave the same id."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from planner.availability.calendar_troubles import Troubles, called, title

if TYPE_CHECKING:
    from icalendar import Event

_TIMES = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE")


def series_among(events: Sequence[Event], troubles: Troubles) -> list[list[Event]]:
    """The events of one id as series, each with the changed occurrences of that id.

    Of versions the newest counts: the one of the highest SEQUENCE, among equal ones the one changed last
    (LAST-MODIFIED). Events of one id that say neither and take place at other times are events of their own.
    """
    changed = [event for event in events if "RECURRENCE-ID" in event]
    newest = _newest([event for event in events if "RECURRENCE-ID" not in event], troubles)
    if len(newest) <= 1:
        return [[*newest, *changed]]
    return [[event, *copy.deepcopy(changed)] for event in newest]


def _newest(events: Sequence[Event], troubles: Troubles) -> list[Event]:
    if len(events) < 2:
        return list(events)
    highest = max(_sequence(event) for event in events)
    left = [event for event in events if _sequence(event) == highest]
    last = max(map(_changed, left))
    by_times = {_times(event): event for event in reversed(left) if _changed(event) == last}
    newest = list(reversed(by_times.values()))
    _say_dropped([event for event in events if _times(event) not in by_times], newest[0], troubles)
    return newest


def _say_dropped(dropped: Sequence[Event], newest: Event, troubles: Troubles) -> None:
    """Said where a person could miss it: an older version under the same title is what one expects to be replaced."""
    for event in dropped:
        if title(event.get("SUMMARY")) != title(newest.get("SUMMARY")):
            troubles.say(
                f"{called(event)} is left out: it has the id (UID) of a newer version, {called(newest)}, "
                "and counts as its former one."
            )


def _sequence(event: Event) -> int:
    try:
        return int(event.get("SEQUENCE", 0))
    except (TypeError, ValueError):
        return 0


def _changed(event: Event) -> str:
    """When an event was changed last, as text that sorts by time; empty where it does not say."""
    stamp = event.get("LAST-MODIFIED")
    return "" if stamp is None or isinstance(stamp, list) else str(stamp.to_ical().decode(errors="replace"))


def _times(event: Event) -> tuple[str, ...]:
    return tuple(_text(event.get(name)) for name in _TIMES)


def _text(value: Any) -> str:
    """Values as they stand in the file, with what they say of their zone."""
    values = value if isinstance(value, list) else [] if value is None else [value]
    return ",".join(f"{item.to_ical()!r}{dict(item.params)!r}" for item in values)
