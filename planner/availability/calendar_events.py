"""The events of calendar files as busy time: repeats worked out, cancelled and transparent ones left out.

An all-day event takes its whole days on the person's clocks. A time without a zone (floating) is a time on the
person's clocks too. A tentative event takes its time: it may well take place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from planner.availability.calendar_checks import LONGEST_MOVE_DAYS, rules_of
from planner.availability.calendar_series import say_unknown_zone, series_in
from planner.availability.calendar_text import CalendarText, calendars_in, decoded
from planner.availability.calendar_troubles import Troubles, called, reason, title
from planner.domain.days import day_start
from planner.domain.spans import Span, date_spans, joined

if TYPE_CHECKING:
    from icalendar import Event

_ONE_DAY = timedelta(days=1)
_MARGIN = timedelta(days=2)  # further than any two zones are apart


@dataclass(frozen=True, slots=True)
class BusyTime:
    """One occurrence of an event, as the instants within the days asked for."""

    what: str
    spans: tuple[Span, ...]
    all_day: bool


@dataclass(frozen=True, slots=True)
class _Days:
    """The days asked for, in a zone, and as one span."""

    start: date
    end: date
    zone: tzinfo

    @property
    def span(self) -> Span:
        return Span(day_start(self.start, self.zone), day_start(self.end + _ONE_DAY, self.zone))


def busy_times(
    content: bytes, name: str, start: date, end: date, zone: tzinfo
) -> tuple[tuple[BusyTime, ...], tuple[str, ...]]:
    """What a calendar file takes from some days (both included) on the clocks of `zone`, and what could not be read.

    Parameters
    ----------
    content:
        The file's bytes.
    name:
        What the person calls it; the sentences begin with it.

    Returns
    -------
    busy, troubles
        Occurrences in order, and one sentence for each event or time zone that could not be used as it stands.
    """
    calendars = calendars_in(decoded(content))
    if not calendars:
        return (), (f"{name} holds no calendar: it has no line BEGIN:VCALENDAR. Export it again as .ics.",)
    days, troubles = _Days(start, end, zone), Troubles(name)
    busy = [found for calendar in calendars for found in _of_calendar(calendar, days, troubles)]
    return tuple(sorted(busy, key=lambda found: found.spans)), troubles.sentences


def _of_calendar(calendar: CalendarText, days: _Days, troubles: Troubles) -> Iterator[BusyTime]:
    if (calendar.value("METHOD") or "").upper() == "CANCEL":  # the file takes events back
        return
    zone_name = _own_zone(calendar, troubles)
    for series in series_in(calendar, days.start, days.end, troubles):
        try:
            found = list(_occurrences(series, days, zone_name))
        except Exception as error:
            troubles.say(f"{called(series[0])} is left out: its times cannot be worked out ({reason(error)}).")
            continue
        if found:
            say_unknown_zone(series[0], troubles)
        yield from found


def _own_zone(calendar: CalendarText, troubles: Troubles) -> str | None:
    """The zone in which a calendar means its repeats although it writes them in UTC (X-WR-TIMEZONE)."""
    name = calendar.value("X-WR-TIMEZONE")
    if not name:
        return None
    try:
        ZoneInfo(name)
    except Exception:
        troubles.say(f"its time zone '{name}' is not known, so repeats given in UTC stay in UTC.")
        return None
    return name


def _occurrences(series: Sequence[Event], days: _Days, zone_name: str | None) -> Iterator[BusyTime]:
    import recurring_ical_events
    from icalendar import Calendar

    calendar = Calendar()
    if zone_name is not None:
        calendar.add("X-WR-TIMEZONE", zone_name)
    first, last = _midnight(days.start) - _MARGIN, _midnight(days.end) + _MARGIN
    for event in series:
        _bound(event, last + timedelta(days=LONGEST_MOVE_DAYS))
        calendar.add_component(event)
    for found in recurring_ical_events.of(calendar).between(first.replace(tzinfo=UTC), last.replace(tzinfo=UTC)):
        if _takes_time(found):
            busy = _busy(found, days)
            if busy.spans:
                yield busy


def _bound(event: Event, last: datetime) -> None:
    """Let rules without an end stop soon after the days asked for: one that never comes true is tried until then."""
    start = event["DTSTART"].dt
    if not isinstance(start, datetime):
        until: date = last.date()
    else:
        until = last.replace(tzinfo=None if start.tzinfo is None else UTC)
    for rule in rules_of(event):
        if "UNTIL" not in rule and "COUNT" not in rule:
            rule["UNTIL"] = [until]


def _takes_time(event: Event) -> bool:
    cancelled = str(event.get("STATUS", "")).upper() == "CANCELLED"
    transparent = str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
    free = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() == "FREE"
    return not (cancelled or transparent or free)


def _busy(event: Event, days: _Days) -> BusyTime:
    start, end = event["DTSTART"].dt, event["DTEND"].dt
    all_day = not isinstance(start, datetime)
    if all_day:
        spans = _whole_days(max(start, days.start), min(_after_last(start, end), days.end + _ONE_DAY), days.zone)
    else:
        spans = [Span(_instant(start, days.zone), _instant(end, days.zone))]
    limits = days.span
    clipped = joined(Span(max(span.start, limits.start), min(span.stop, limits.stop)) for span in spans)
    return BusyTime(title(event.get("SUMMARY")), tuple(clipped), all_day)


def _after_last(first: date, end: date) -> date:
    """The day after an all-day event; one that ends when it begins takes that day."""
    return max(end.date() if isinstance(end, datetime) else end, first + _ONE_DAY)


def _whole_days(first: date, after_last: date, zone: tzinfo) -> list[Span]:
    return [
        span for step in range((after_last - first).days) for span in date_spans(first + timedelta(days=step), zone)
    ]


def _instant(moment: datetime, zone: tzinfo) -> datetime:
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)).astimezone(UTC)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
