"""From what the clocks of a place show to the instant: decided here, for everything that a person types or imports.

An hour that clocks skip in spring is refused, with what to say instead. Of an hour that they show twice in autumn the
first is meant, unless that lies before the start of what it ends, or an offset, a name or a person says which; `Twice`
says what was taken.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from planner.domain.errors import InvalidEntry
from planner.domain.wording.days import exact_clock_words, exact_moment_words, full_date

_FINEST = timedelta(seconds=1)  # clocks are changed at whole seconds
_AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Twice:
    """A time that clocks showed twice, and which of the two instants (UTC) was taken."""

    wall: datetime
    first: datetime
    second: datetime
    taken: datetime
    zone: tzinfo

    @property
    def other_offset(self) -> str:
        """The offset of the instant that was not taken: `+01:00`."""
        return self.offset_of(self.first if self.taken == self.second else self.second)

    @property
    def sentence(self) -> str:
        """What a person should know."""
        which = "second" if self.taken == self.second else "first"
        return f"{self._what}: the {which} ({self.offset_of(self.taken)}) is taken."

    @property
    def question(self) -> str:
        """What a person is asked."""
        return f"{self._what}. Which one?"

    @property
    def _what(self) -> str:
        return f"{exact_clock_words(self.wall)} on {full_date(self.wall)} was there twice, as clocks went back"

    def offset_of(self, instant: datetime) -> str:
        """The offset of one of the two: `+02:00`."""
        return offset_words(instant, self.zone)


Tell = Callable[[Twice], None]
Choose = Callable[[Twice], datetime]


class SkippedTime(InvalidEntry):
    """A time that no clock of the zone showed. `instead` is what to say, on the same clocks; `change` what they did."""

    def __init__(self, wall: datetime, zone: tzinfo) -> None:
        changes, before, after = _gap(wall, zone)
        left_at, went_to = (changes + before).replace(tzinfo=None), (changes + after).replace(tzinfo=None)
        self.instead = wall + (after - before)
        self.change = f"went from {exact_clock_words(left_at)} to {_beside(went_to, left_at)}"
        super().__init__(
            f"{exact_clock_words(wall)} on {full_date(wall)} does not exist: the clocks of {zone_words(zone)} "
            f"{self.change}. Say {_beside(self.instead, wall)}."
        )


def instants_at(wall: datetime, zone: tzinfo) -> tuple[datetime, ...]:
    """The instants (UTC) at which clocks in `zone` show a time without a zone: one, two in order, or none.

    >>> from zoneinfo import ZoneInfo
    >>> [at.hour for at in instants_at(datetime(2026, 10, 25, 2, 30), ZoneInfo("Europe/Berlin"))]
    [0, 1]
    """
    if isinstance(zone, ZoneInfo | timezone):  # their offsets differ by fold exactly where clocks change
        late = wall.replace(tzinfo=UTC, fold=1)
        offset = zone.utcoffset(late)
        if offset is not None and offset == zone.utcoffset(wall.replace(fold=0) if wall.fold else wall):
            return (late - offset,)
    candidates = {wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    shown = wall.replace(fold=0)
    return tuple(sorted(at for at in candidates if at.astimezone(zone).replace(tzinfo=None, fold=0) == shown))


def instant_at(
    wall: datetime,
    zone: tzinfo,
    *,
    after: datetime | None = None,
    before: datetime | None = None,
    tell: Tell | None = None,
    choose: Choose | None = None,
) -> datetime:
    """The instant (UTC) that is meant by a time on the clocks of `zone`.

    Of two the first that lies after `after` and before `before`, where one does; where both do, `choose` says which.
    `tell` hears what was taken of two.

    Raises
    ------
    SkippedTime
        For one in the hour that clocks skip.

    >>> from zoneinfo import ZoneInfo
    >>> instant_at(datetime(2026, 3, 29, 2, 30), ZoneInfo("Europe/Berlin"))
    Traceback (most recent call last):
    planner.domain.local_time.SkippedTime: 02:30 on 29 March 2026 does not exist: the clocks of Europe/Berlin went \
from 02:00 to 03:00. Say 03:30.
    """
    instants = instants_at(wall, zone)
    if not instants:
        raise SkippedTime(wall, zone)
    if len(instants) == 1:
        return instants[0]
    between = [at for at in instants if (after is None or at > after) and (before is None or at < before)]
    taken = between[0] if between else instants[0 if after is None else -1]
    twice = Twice(wall, instants[0], instants[-1], taken, zone)
    if choose is not None and len(between) > 1:
        twice = replace(twice, taken=choose(twice))
    if tell is not None:
        tell(twice)
    return twice.taken


def first_instant(wall: datetime, zone: tzinfo) -> datetime:
    """The first instant (UTC) at which clocks show this time or a later one: for days and weeks, which always begin.

    >>> from zoneinfo import ZoneInfo
    >>> first_instant(datetime(2026, 3, 29, 2, 30), ZoneInfo("Europe/Berlin")).isoformat()
    '2026-03-29T01:00:00+00:00'
    """
    instants = instants_at(wall, zone)
    return instants[0] if instants else _gap(wall, zone)[0]


def next_change(start: datetime, last: datetime, zone: tzinfo) -> datetime:
    """The first instant after `start` with another offset from UTC, or `last`; an offset is taken to hold an hour."""
    offset = offset_at(start, zone)
    before, after = start, min(start + _AN_HOUR, last)
    while offset_at(after, zone) == offset:
        if after == last:
            return last
        before, after = after, min(after + _AN_HOUR, last)
    while after - before > _FINEST:
        middle = before + (after - before) // 2
        before, after = (middle, after) if offset_at(middle, zone) == offset else (before, middle)
    return after.replace(microsecond=0)


def offset_at(instant: datetime, zone: tzinfo) -> timedelta:
    """How far the clocks of a zone are ahead of UTC at an instant."""
    return instant.astimezone(zone).utcoffset() or timedelta()


def offset_words(instant: datetime, zone: tzinfo) -> str:
    """The same as it is written behind a time: `+02:00`."""
    signed = f"{instant.astimezone(zone):%z}"
    return f"{signed[:3]}:{signed[3:5]}"


def zone_words(zone: tzinfo) -> str:
    """A zone's name."""
    return str(getattr(zone, "key", None) or ("UTC" if zone is UTC else "this machine"))


def _gap(wall: datetime, zone: tzinfo) -> tuple[datetime, timedelta, timedelta]:
    """When the clocks skipped a time that they never showed, and their offsets before and after that."""
    late, early = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return next_change(early, late, zone), offset_at(early, zone), offset_at(late, zone)


def _beside(wall: datetime, other: datetime) -> str:
    """A time, with its day where that is not the other's."""
    return exact_clock_words(wall) if wall.date() == other.date() else exact_moment_words(wall)
