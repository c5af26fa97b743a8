"""The events of calendar files as busy time: repeats worked out, cancelled and transparent ones left out.

An all-day event takes its whole days on the person's clocks. A time without a zone (floating) is a time on the
person's clocks too. A tentative event takes its time: it may well take place. One that the person declined does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from planner.availability.calendar_occurrences import (
    instant_of,
    is_cancelled,
    occurrences,
    own_zone,
    takes_whole_days,
)
from planner.availability.calendar_people import DECLINED, declined_sentence, owners_of
from planner.availability.calendar_series import Asked, parsed, say_unknown_zone
from planner.availability.calendar_text import CalendarText, calendars_in, decoded
from planner.availability.calendar_troubles import Troubles, called, reason, title
from planner.availability.calendar_values import moment_of
from planner.domain.days import day_start
from planner.domain.spans import Span, date_spans, joined

if TYPE_CHECKING:
    from icalendar import Event

_ONE_DAY = timedelta(days=1)


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


class _File:
    """One calendar file under way: the days asked for, what was found in trouble, and what was declined."""

    def __init__(self, name: str, days: _Days, own_addresses: Collection[str]) -> None:
        self.days = days
        self.own_addresses = own_addresses
        self.troubles = Troubles(name)
        self.declined: dict[tuple[str, str, str], None] = {}


def busy_times(
    content: bytes, name: str, start: date, end: date, zone: tzinfo, *, own_addresses: Collection[str] = ()
) -> tuple[tuple[BusyTime, ...], tuple[str, ...]]:
    """What a calendar file takes from some days (both included) on the clocks of `zone`, and what could not be read.

    Parameters
    ----------
    content:
        The file's bytes.
    name:
        What the person calls it; the sentences begin with it.
    own_addresses:
        The person's mail addresses: an invitation that one of them declined takes no time. An address in the name of
        the calendar is one of them too.

    Returns
    -------
    busy, troubles
        Occurrences in order, and one sentence for each event or time zone that could not be used as it stands.
    """
    calendars = calendars_in(decoded(content))
    if not calendars:
        return (), (f"{name} holds no calendar: it has no line BEGIN:VCALENDAR. Export it again as .ics.",)
    file = _File(name, _Days(start, end, zone), own_addresses)
    busy = {occurrence: None for calendar in calendars for occurrence in _of_calendar(calendar, calendars, file)}
    _say_passed_over(calendars, file.troubles)
    declined = declined_sentence(file.declined)
    if declined is not None:
        file.troubles.say(declined)
    return tuple(sorted(busy, key=lambda occurrence: occurrence.spans)), file.troubles.sentences


def _of_calendar(calendar: CalendarText, calendars: Sequence[CalendarText], file: _File) -> Iterator[BusyTime]:
    if (calendar.value("METHOD") or "").upper() == "CANCEL":  # the file takes events back
        return
    zone_name, days = own_zone(calendar, file.troubles), file.days
    asked = Asked(days.start, days.end, days.zone, owners_of(calendar, file.own_addresses))
    others = [other for other in calendars if other is not calendar]
    content = parsed(calendar, others, asked, zone_name, file.troubles)
    for what, span in content.periods:
        if clipped := _clipped([span], days):
            yield BusyTime(what, clipped, all_day=False)
    for series in content.series:
        yield from _of_series(series, zone_name, file)


def _of_series(series: Sequence[Event], zone_name: str | None, file: _File) -> Iterator[BusyTime]:
    try:
        occurrences = list(_occurrences(series, zone_name, file))
    except Exception as error:
        file.troubles.say(f"{called(series[0])} is left out: its times cannot be worked out ({reason(error)}).")
        return
    if occurrences:
        say_unknown_zone(series[0], file.troubles)
    yield from occurrences


def _say_passed_over(calendars: Sequence[CalendarText], troubles: Troubles) -> None:
    """Said of hours of availability always, of to-dos and journals where a file holds nothing else."""
    parts = sum((calendar.passed_over for calendar in calendars), Counter[str]())
    if parts["VAVAILABILITY"]:
        troubles.say("its hours of availability (VAVAILABILITY) are passed over: say your week instead.")
    if parts and not any(calendar.events or calendar.free_busy for calendar in calendars):
        troubles.say("it holds no events, only to-dos or journals (VTODO, VJOURNAL), which take no time.")


def _occurrences(series: Sequence[Event], zone_name: str | None, file: _File) -> Iterator[BusyTime]:
    for occurrence in occurrences(series, zone_name, file.days.start, file.days.end):
        if _takes_time(occurrence):
            busy = _busy(occurrence, file.days)
            if busy.spans and not _is_declined(occurrence, file):
                yield busy


def _is_declined(event: Event, file: _File) -> bool:
    """Whether the owner of the calendar declined an occurrence; noted, to be said."""
    if DECLINED not in event:
        return False
    file.declined[str(event.get("SUMMARY", "")), f"{moment_of(event, 'DTSTART'):%Y-%m-%d}", str(event[DECLINED])] = None
    return True


def _takes_time(event: Event) -> bool:
    transparent = str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
    free = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() == "FREE"
    return not (is_cancelled(event) or transparent or free)


def _busy(event: Event, days: _Days) -> BusyTime:
    start, end = moment_of(event, "DTSTART"), moment_of(event, "DTEND")
    if isinstance(start, datetime) and isinstance(end, datetime):
        spans = [Span(instant_of(start, days.zone), instant_of(end, days.zone))]
        all_day = takes_whole_days(event, start, end, days.zone)
    else:
        spans = _whole_days(max(start, days.start), min(_after_last(start, end), days.end + _ONE_DAY), days.zone)
        all_day = True
    return BusyTime(title(event.get("SUMMARY")), _clipped(spans, days), all_day)


def _clipped(spans: Iterable[Span], days: _Days) -> tuple[Span, ...]:
    limits = days.span
    return tuple(joined(Span(max(span.start, limits.start), min(span.stop, limits.stop)) for span in spans))


def _after_last(first: date, end: date) -> date:
    """The day after an all-day event; one that ends when it begins takes that day."""
    return max(end.date() if isinstance(end, datetime) else end, first + _ONE_DAY)


def _whole_days(first: date, after_last: date, zone: tzinfo) -> list[Span]:
    return [
        span for step in range((after_last - first).days) for span in date_spans(first + timedelta(days=step), zone)
    ]
