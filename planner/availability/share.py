"""The share of free hours that really becomes work: a cautious guess at first, then what the time log says.

The log is cut into weeks of seven days, the newest ending yesterday. A week's share is its attended hours over the
free hours that were planned in it. The range is where the mean share of the next four weeks should lie in 8 of 10
cases: Student's t for the weeks seen, wider for few weeks and for uneven ones. The two ends of the built-in guess
count as two weeks among them, so that two good weeks do not promise a good year.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo

from planner.availability.free_time import free_days
from planner.domain.availability import BUILT_IN_SHARE, Availability, Share
from planner.domain.days import day_of, day_start
from planner.domain.spans import Span, common, joined, total_hours
from planner.domain.wording.numbers import count_words
from planner.store import Store

FEWEST_WEEKS = 2
MOST_WEEKS = 12  # people change: a quarter of a year is remembered
_WEEKS_AHEAD = 4
_LEVEL = 0.9  # one-sided: 8 of 10 lie between the two ends
_LEAST, _MOST = 0.05, 2.0  # a share of nothing would promise that nobody ever works; of more than double, no pattern
_WEEK, _SIX_DAYS = timedelta(days=7), timedelta(days=6)


def share_of(store: Store, availability: Availability, *, now: datetime, zone: tzinfo) -> Share:
    """The share of free hours that becomes work, from the log where it holds two weeks, else the built-in guess.

    A week counts when it lies between the first and the last entry of some project, so that a pause between two
    projects is not taken for idleness, and when it had free hours. The sample project does not count.
    """
    weeks = _weeks(store.entries.attended_reach(now), day_of(now, zone), zone)
    if len(weeks) < FEWEST_WEEKS:
        return BUILT_IN_SHARE
    worked = joined(Span(*ends) for ends in store.entries.attended_spans(day_start(weeks[0], zone), now))
    free_hours = {day.date: day.free_hours for day in free_days(availability, weeks[0], weeks[-1] + _SIX_DAYS, zone)}
    shares = (_share_of_week(begins, worked, free_hours, zone) for begins in weeks)
    return learned_share([share for share in shares if share is not None])


def learned_share(weekly: Sequence[float]) -> Share:
    """The share from those of single weeks, the oldest first; too few give the built-in guess.

    >>> few, many = learned_share([0.7, 0.7]), learned_share([0.7] * 12)
    >>> few.low < many.low < 0.7 < many.high < few.high
    True
    """
    newest = [share for share in weekly if math.isfinite(share)][-MOST_WEEKS:]
    if len(newest) < FEWEST_WEEKS:
        return BUILT_IN_SHARE
    seen = [BUILT_IN_SHARE.low, BUILT_IN_SHARE.high, *newest]
    middle, count = statistics.fmean(seen), len(seen)
    half = _t_quantile(count - 1) * statistics.stdev(seen) * math.sqrt(1 / count + 1 / _WEEKS_AHEAD)
    basis = f"learned from {count_words(len(newest), 'week')} of your log"
    return Share(_bounded(middle - half), _bounded(middle + half), basis, len(newest))


def _t_quantile(degrees_of_freedom: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(degrees_of_freedom, _LEVEL))


def _bounded(share: float) -> float:
    return min(max(share, _LEAST), _MOST)


def _weeks(reaches: Iterable[tuple[datetime, datetime]], today: date, zone: tzinfo) -> list[date]:
    """The first days of the weeks that count, the oldest first; `reaches` has the first and last start by project."""
    worked = [(day_of(first, zone), day_of(last, zone)) for first, last in reaches]
    oldest_first = (today - number * _WEEK for number in range(MOST_WEEKS, 0, -1))
    return [begins for begins in oldest_first if any(first <= begins <= last for first, last in worked)]


def _share_of_week(begins: date, worked: Sequence[Span], free_hours: dict[date, float], zone: tzinfo) -> float | None:
    """Hours worked over free hours; None for a week without any of these: it says nothing."""
    free = math.fsum(free_hours[begins + timedelta(days=number)] for number in range(7))
    week = Span(day_start(begins, zone), day_start(begins + _WEEK, zone))
    return total_hours(common(worked, [week])) / free if free else None
