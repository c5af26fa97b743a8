"""Hours, minutes and seconds as a person says them; where a duration is not known (NaN), nothing is said.

What is read by programs (`exchange`), or typed again (`cli.typed`), is written where it is read.
"""

from __future__ import annotations

import math

from planner.domain.hours import LEAST_TOLD_HOURS, HourRange
from planner.domain.wording.numbers import count_words

_WHOLE_HOURS_FROM = 5
_LEAST_OF_AN_HOUR = 59.5 / 60  # in whole minutes that is an hour
_SECONDS_UP_TO = 99.5


def hours_words(hours: float) -> str:
    """Hours to read at a glance; what is less than a minute is called so, and never one.

    >>> hours_words(5384), hours_words(26.8), hours_words(2.52), hours_words(3.0), hours_words(0.42), hours_words(0.008)
    ('5,384 h', '27 h', '2.5 h', '3 h', '25 min', '< 1 min')
    """
    if math.isnan(hours):
        return ""
    if 0 < hours < LEAST_TOLD_HOURS:
        return "< 1 min"
    if 0 < hours < _LEAST_OF_AN_HOUR:
        return f"{min(59, round(hours * 60))} min"
    return f"{_hours_number(hours)} h"


def free_words(hours: float) -> str:
    """Hours that are free, as a number of things.

    >>> free_words(41.2), free_words(2.5), free_words(0)
    ('41 free hours', '2.5 free hours', 'no free hours')
    """
    number = _hours_number(hours)
    return {"0": "no free hours", "1": "1 free hour"}.get(number, f"{number} free hours")


def so_far_words(hours: float) -> str:
    """Hours that have passed, to the second within the first minute.

    >>> so_far_words(2 / 3600), so_far_words(0.42), so_far_words(0.0001)
    ('2 s', '25 min', '< 1 s')
    """
    if math.isnan(hours):
        return ""
    seconds = round(hours * 3600)
    if seconds >= 60:
        return hours_words(seconds / 3600)
    return f"{seconds} s" if seconds > 0 else "< 1 s"


def length_words(seconds: float) -> str:
    """The same in seconds, as a process counts.

    >>> length_words(12.4), length_words(60), length_words(7200)
    ('12 s', '1 min', '2 h')
    """
    return so_far_words(seconds / 3600)


def to_the_minute_words(seconds: float) -> str:
    """A length beside times that are shown to the minute; empty where it is not known, or below nothing.

    >>> to_the_minute_words(5400), to_the_minute_words(20), to_the_minute_words(-60)
    ('1.5 h', '< 1 min', '')
    """
    if math.isnan(seconds) or seconds < 0:
        return ""
    return hours_words(seconds / 3600) if seconds else "< 1 min"


def duration_words(seconds: float) -> str:
    """A duration of which each second counts: seconds below 100 s, then minutes with seconds, then hours.

    >>> duration_words(1.4), duration_words(12.2), duration_words(150), duration_words(300), duration_words(5400)
    ('1.4 s', '12 s', '2 min 30 s', '5 min', '1 h 30 min')
    """
    if math.isnan(seconds):
        return ""
    seconds = max(0.0, seconds)
    if seconds < 9.95:
        return f"{seconds:.1f} s".replace(".0 s", " s")
    if seconds < _SECONDS_UP_TO:
        return f"{seconds:.0f} s"
    if seconds < 3570:
        return _two_units(round(seconds), "min", "s")
    return _two_units(round(seconds / 60), "h", "min")


def short_duration_words(seconds: float) -> str:
    """The same in few letters, for the bars of a picture.

    >>> short_duration_words(41.3), short_duration_words(150), short_duration_words(99.6)
    ('41 s', '2:30 min', '1:40 min')
    """
    if math.isnan(seconds):
        return ""
    whole = max(0, round(seconds))
    return f"{whole} s" if whole < 100 else f"{_minutes_and_seconds(whole)} min"


def written_out_words(seconds: float) -> str:
    """The same with its unit written out, for a text that is handed in.

    >>> written_out_words(37.1), written_out_words(300), written_out_words(290)
    ('37 seconds', '5 minutes', '4.8 minutes')
    """
    if seconds < _SECONDS_UP_TO:
        return count_words(round(seconds), "second")
    return f"{round(seconds / 60, 1):g} minutes"


def countdown(seconds: float) -> str:
    """Minutes and seconds left, with hours where there are any; nothing is left only when the time is over.

    >>> countdown(401.2), countdown(59), countdown(4000), countdown(-3)
    ('6:42', '0:59', '1:06:40', '0:00')
    """
    left = max(0, math.ceil(seconds))
    hours, rest = divmod(left, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else _minutes_and_seconds(left)


def minutes_left_words(seconds: float) -> str:
    """Minutes and whole seconds left, in the one line that a command writes over and over: in minutes alone.

    >>> minutes_left_words(95), minutes_left_words(3600)
    ('1:35', '60:00')
    """
    return _minutes_and_seconds(max(0, int(seconds)))


def range_words(hours: HourRange) -> str:
    """A range with one unit.

    >>> range_words(HourRange(20, 30)), range_words(HourRange(2.5, 2.5))
    ('20–30 h', '2.5 h')
    """
    return ends_words(hours.low_hours, hours.high_hours)


def ends_words(low: float, high: float) -> str:
    """The ends of a range as they were typed, for sentences, tables and pictures.

    >>> ends_words(900, 1500), ends_words(2.5, 2.5), ends_words(float("nan"), float("nan"))
    ('900–1,500 h', '2.5 h', '')
    """
    if math.isnan(low):
        return ""
    return f"{low:,g} h" if low == high else f"{low:,g}–{high:,g} h"


def between_words(low: float, high: float) -> str:
    """Hours between two ends that were worked out; from five on in whole hours, as no forecast knows more.

    >>> between_words(6.2, 14.4), between_words(0.4, 9.6), between_words(0.5, 3), between_words(4, 4)
    ('6–14 h', 'up to 10 h', '30 min to 3 h', '4 h')
    """
    if math.isnan(low):
        return ""
    if high < LEAST_TOLD_HOURS:
        return hours_words(high)
    if high >= _WHOLE_HOURS_FROM:
        low, high = round(low), round(high)
    ends = hours_words(low), hours_words(high)
    if ends[0] == ends[1]:
        return ends[0]
    if low < LEAST_TOLD_HOURS:
        return f"up to {ends[1]}"
    return f"{ends[0][:-2]}–{ends[1]}" if all(end.endswith(" h") for end in ends) else " to ".join(ends)


def hours_pair(attended: float, unattended: float) -> str:
    """A person's hours, and those of machines where there are any.

    >>> hours_pair(12, 3), hours_pair(2, 0), hours_pair(0, 4)
    ('12 h + 3 h machine', '2 h', '4 h machine')
    """
    if not unattended:
        return hours_words(attended)
    machine = f"{hours_words(unattended)} machine"
    return f"{hours_words(attended)} + {machine}" if attended else machine


def _hours_number(hours: float) -> str:
    """No more digits than are known: one below ten; thousands with commas."""
    return f"{hours:,.0f}" if hours >= 9.95 else f"{round(hours, 1) + 0.0:g}"  # + 0.0: none below nothing is nothing


def _minutes_and_seconds(whole: int) -> str:
    return f"{whole // 60}:{whole % 60:02}"


def _two_units(count: int, larger: str, smaller: str) -> str:
    """Sixtieths as wholes, with the rest where there is one."""
    whole, rest = divmod(count, 60)
    return f"{whole} {larger} {rest} {smaller}" if rest else f"{whole} {larger}"
