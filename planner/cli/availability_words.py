"""Free hours in lines for the terminal, and as JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from datetime import tzinfo
from typing import Any

from planner.availability import FreeDay, FreeTime, FreeWeek, Share, Taken, supply_range, taken_in, weeks_of
from planner.domain.wording.days import short_date, short_full_day
from planner.domain.wording.durations import hours_words
from planner.domain.wording.numbers import percents_words

_MOST_IN_A_WEEK, _MOST_IN_ALL = 4, 20


def availability_lines(free: FreeTime, share: Share, zone: tzinfo) -> str:
    """Weeks with their hours and what took some, then the total and what of it becomes work."""
    days, weeks = free.days, weeks_of(free.days)
    return "\n".join([
        f"{'week':<10}{'days':<17}{'meant':>8}{'taken':>8}{'free':>8}",
        *(_week_line(week) for week in weeks),
        "",
        *_taken_lines(taken_in(days)),
        _total_line(days),
        _work_line(days, share),
        f"Hours are those of clocks in {zone}.",
    ])  # fmt: skip


def availability_json(free: FreeTime, share: Share, zone: tzinfo) -> str:
    """Days, weeks, totals and the share, with hours to four digits."""
    low, high = supply_range(free.days, share)
    record = {
        "from": free.days[0].date.isoformat(),
        "to": free.days[-1].date.isoformat(),
        "zone": str(zone),
        **_hours(free.days),
        "share": {"low": round(share.low, 4), "high": round(share.high, 4), "basis": share.basis, "weeks": share.weeks},
        "work_hours": {"low": round(low, 4), "high": round(high, 4)},
        "taken": [_taken_record(taken) for taken in taken_in(free.days)],
        "weeks": [_week_record(week) for week in weeks_of(free.days)],
        "days": [_day_record(day) for day in free.days],
        "troubles": free.troubles,
    }
    return json.dumps(record, indent=1)


def _week_line(week: FreeWeek) -> str:
    days = f"{short_date(week.first_day)} - {short_date(week.last_day)}"
    numbers = (hours_words(hours) for hours in (week.pattern_hours, week.busy_hours, week.free_hours))
    why = ", ".join(f"{taken.what} {hours_words(taken.hours)}" for taken in _most(week.why, _MOST_IN_A_WEEK))
    return f"{week.number:<10}{days:<17}{''.join(f'{words:>8}' for words in numbers)}  {why}".rstrip()


def _taken_lines(taken: Sequence[Taken]) -> list[str]:
    if not taken:
        return ["Nothing was taken away from these hours."]
    return ["Taken away:", *(_taken_line(part) for part in _most(taken, _MOST_IN_ALL))]


def _taken_line(taken: Taken) -> str:
    kind = "" if taken.what == taken.by else f" ({taken.by})"
    return f"  {hours_words(taken.hours):>7}  {taken.what}{kind}"


def _most(taken: Sequence[Taken], count: int) -> list[Taken]:
    """What takes most, in the order given; the rest as one. A full calendar has hundreds of events."""
    if len(taken) <= count:
        return list(taken)
    largest = sorted(taken, key=lambda part: -part.hours)[: count - 1]
    rest = [part for part in taken if part not in largest]
    hours = math.fsum(part.hours for part in rest)
    return [*(part for part in taken if part in largest), Taken(f"{len(rest)} more", hours, rest[0].by)]


def _total_line(days: Sequence[FreeDay]) -> str:
    total = _hours(days)
    free, meant = hours_words(total["free_hours"]), hours_words(total["pattern_hours"])
    return f"Free: {free} of {meant}, from {short_full_day(days[0].date)} to {short_full_day(days[-1].date)}."


def _work_line(days: Sequence[FreeDay], share: Share) -> str:
    low, high = supply_range(days, share)
    shares = percents_words(share.low, share.high)
    return f"Work: {hours_words(low)} to {hours_words(high)} of it, {shares} ({share.basis})."


def _hours(days: Iterable[FreeDay | FreeWeek]) -> dict[str, float]:
    """The three sums over some days or weeks."""
    rows = [(day.pattern_hours, day.busy_hours, day.free_hours) for day in days]
    names = ("pattern_hours", "busy_hours", "free_hours")
    return {name: round(math.fsum(row[at] for row in rows), 4) for at, name in enumerate(names)}


def _day_record(day: FreeDay) -> dict[str, Any]:
    return {"date": day.date.isoformat(), **_hours([day]), "why": [_taken_record(taken) for taken in day.why]}


def _week_record(week: FreeWeek) -> dict[str, Any]:
    return {
        "week": week.number,
        "from": week.first_day.isoformat(),
        "to": week.last_day.isoformat(),
        **_hours([week]),
        "why": [_taken_record(taken) for taken in week.why],
    }


def _taken_record(taken: Taken) -> dict[str, Any]:
    return {"what": taken.what, "by": str(taken.by), "hours": round(taken.hours, 4)}
