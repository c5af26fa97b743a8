"""Numbers as a person says them: with a unit, and never more digits than are known."""

from __future__ import annotations

from planner.domain.hours import HourRange

_WHOLE_HOURS_FROM = 5


def hours_words(hours: float) -> str:
    """Hours to read at a glance.

    >>> hours_words(26.83), hours_words(2.52), hours_words(3.0), hours_words(0.42), hours_words(0)
    ('27 h', '2.5 h', '3 h', '25 min', '0 h')
    """
    if 0 < hours < 59.5 / 60:
        return f"{max(1, round(hours * 60))} min"
    return f"{hours:.0f} h" if hours >= 9.95 else f"{round(hours, 1):g} h"


def so_far_words(hours: float) -> str:
    """Hours that have passed, to the second within the first minute.

    >>> so_far_words(2 / 3600), so_far_words(0.42), so_far_words(0.0001)
    ('2 s', '25 min', '< 1 s')
    """
    seconds = round(hours * 3600)
    if seconds >= 60:
        return hours_words(hours)
    return f"{seconds} s" if seconds else "< 1 s"


def between_words(low: float, high: float) -> str:
    """Hours between two ends; from five on in whole hours, as no forecast knows more.

    >>> between_words(6.2, 14.4), between_words(0.4, 9.6), between_words(0.5, 3), between_words(4, 4)
    ('6–14 h', 'up to 10 h', '30 min to 3 h', '4 h')
    """
    if high >= _WHOLE_HOURS_FROM:
        low, high = round(low), round(high)
    ends = hours_words(low), hours_words(high)
    if ends[0] == ends[1]:
        return ends[0]
    if low <= 0:
        return f"up to {ends[1]}"
    return f"{ends[0][:-2]}–{ends[1]}" if all(end.endswith(" h") for end in ends) else " to ".join(ends)


def range_words(hours: HourRange) -> str:
    """A range with one unit.

    >>> range_words(HourRange(20, 30)), range_words(HourRange(2.5, 2.5))
    ('20–30 h', '2.5 h')
    """
    if hours.low_hours == hours.high_hours:
        return f"{hours.low_hours:g} h"
    return f"{hours.low_hours:g}–{hours.high_hours:g} h"


def count_words(count: int, one: str, many: str | None = None) -> str:
    """A number of things.

    >>> count_words(1, "entry", "entries"), count_words(12, "session")
    ('1 entry', '12 sessions')
    """
    return f"{count} {one if count == 1 else many or one + 's'}"


def list_words(words: list[str], last: str = "and") -> str:
    """Words in a row.

    >>> list_words(["Clean"]), list_words(["Clean", "Learn", "Debug"]), list_words(["Clean", "Learn"], "or")
    ('Clean', 'Clean, Learn and Debug', 'Clean or Learn')
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def score_number(value: float, digits: int = 3) -> str:
    """A score without the zero before its point, with a true minus sign; a few thousand texts carry three digits.

    >>> score_number(0.7312), score_number(-0.0132), score_number(0.7, digits=2)
    ('.731', '−.013', '.70')
    """
    words = f"{abs(value):.{digits}f}".removeprefix("0")
    return f"−{words}" if round(value, digits) < 0 else words


def share_words(part: float, whole: float) -> str:
    """A share in whole per cent.

    >>> share_words(9, 34)
    '26 %'
    """
    return f"{100 * part / whole:.0f} %"
