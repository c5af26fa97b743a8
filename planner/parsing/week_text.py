"""Weeks, exceptions and commitments as a person types them: `Mon-Fri 09:00-12:00, 13:00-17:00; Sat 10-12`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from planner.domain.availability import Commitment
from planner.domain.errors import InvalidAvailability
from planner.domain.week import MINUTES_OF_A_DAY, Block, DateHours, WeekPattern, merged_blocks
from planner.parsing.dates import parse_date
from planner.parsing.halves_of_day import HALF, hour_of_day
from planner.parsing.week_sayings import Saying, week_said

WEEK_EXAMPLE = "Mon-Fri 09:00-17:00; Sat 10:00-12:00"
EXCEPTION_EXAMPLES = "'2026-12-24 off', '2026-08-03 to 2026-08-14 off' or '2026-05-02 10:00-14:00'"
COMMITMENT_EXAMPLES = "'children, Tue 15:00-18:00' or 'dentist, 2026-06-12 10:00-11:00'"
MOST_EXCEPTION_DAYS = 366

_DAYS: dict[str, tuple[int, ...]] = {
    **dict.fromkeys(("mon", "monday", "mondays", "mo", "montag", "montags"), (0,)),
    **dict.fromkeys(("tue", "tues", "tuesday", "tuesdays", "di", "dienstag", "dienstags"), (1,)),
    **dict.fromkeys(("wed", "weds", "wednesday", "wednesdays", "mi", "mittwoch", "mittwochs"), (2,)),
    **dict.fromkeys(("thu", "thur", "thurs", "thursday", "thursdays", "do", "donnerstag", "donnerstags"), (3,)),
    **dict.fromkeys(("fri", "friday", "fridays", "fr", "freitag", "freitags"), (4,)),
    **dict.fromkeys(("sat", "saturday", "saturdays", "sa", "samstag", "samstags", "sonnabend"), (5,)),
    **dict.fromkeys(("sun", "sunday", "sundays", "so", "sonntag", "sonntags"), (6,)),
    **dict.fromkeys(("weekday", "weekdays"), (0, 1, 2, 3, 4)),
    **dict.fromkeys(("weekend", "weekends", "wochenende"), (5, 6)),
    **dict.fromkeys(("daily", "täglich"), tuple(range(7))),
}
_OFF = frozenset({"off", "free", "frei", "none", "-"})
_DAY_OFF = re.compile(r"(?:off|free|frei|none)\b")
_WORD = r"[^\W\d_]+"
_TO = r"\s*(?:-|–|—|to|bis)\s*"
_TIME = rf"\d{{1,2}}(?:[:.]\d{{2}})?(?:\s*{HALF})?"
_HOURS = re.compile(rf"({_TIME}){_TO}({_TIME})(?![\w:])")
_DAY_RANGE = re.compile(rf"({_WORD})\.?\s*(?:-|–|—|\bto\b|\bbis\b)\s*({_WORD})\.?")
_DAY = re.compile(rf"({_WORD})\.?")
_BETWEEN = re.compile(r"(?:[\s,;:&+]|\band\b|\bund\b)*")
_CLOCK = re.compile(rf"(\d{{1,2}})(?:[:.](\d{{2}}))?\s*({HALF})?")
_EXCEPTION = re.compile(
    rf"(?P<dates>.*?\S)[\s:]+(?P<hours>[^\W\d]+|-|\d{{1,2}}(?:[:.]\d{{2}})?\s*(?:{HALF}|-|–|—|to|bis).*)", re.IGNORECASE
)
_DATE_RANGE = re.compile(r"\s+(?:to|bis|-|–|—)\s+|\s*\.\.+\s*")


def parse_week(text: str, tell: Callable[[str], None] | None = None) -> WeekPattern:
    """The week that a text describes; `tell` hears which hours do not count as a day was named twice.

    >>> str(parse_week("mo-fr 9-12, 13:00-17:00; SAT 10am-12pm"))
    'Mon-Fri 09:00-12:00, 13:00-17:00; Sat 10:00-12:00'
    >>> str(parse_week("Fri 22:00-02:00"))
    'Fri 22:00-02:00'

    Raises
    ------
    InvalidAvailability
        With what was found, and how to write it.
    """
    sayings: list[Saying] = []
    days: list[int] = []
    rest, hours_seen = _after_separators(text.strip().lower()), True
    while rest:
        hours, named, off = _HOURS.match(rest), _days_at(rest), _DAY_OFF.match(rest)
        if named is not None:
            days, hours_seen, end = ([] if hours_seen else days) + named[0], False, named[1]
        elif hours is not None:
            sayings.append(_said(days, _block(hours[1], hours[2]), text))
            hours_seen, end = True, hours.end()
        elif off is not None and days and not hours_seen:
            sayings.append(Saying(frozenset(days), ()))
            hours_seen, end = True, off.end()
        else:
            raise _not_a_week(text, f"'{_first_word(rest)}' is neither a day nor hours")
        rest = _after_separators(rest[end:])
    if not any(said.blocks for said in sayings) or not hours_seen:
        raise _not_a_week(text, "there are no hours" if hours_seen else "a day has no hours")
    return week_said(sayings, tell)


def parse_exception(text: str) -> tuple[DateHours, ...]:
    """The dates that differ from the week: off, or with hours of their own; one for each date of a range.

    >>> [str(hours) for hours in parse_exception("2026-08-03 to 2026-08-04 off")]
    ['2026-08-03 off', '2026-08-04 off']

    Raises
    ------
    InvalidAvailability
        With what was found, and how to write it.
    """
    match = _EXCEPTION.fullmatch(text.strip())
    if match is None:
        raise InvalidAvailability(f"'{text}' is not an exception. Write it like {EXCEPTION_EXAMPLES}.")
    hours = match["hours"].strip().lower()
    blocks = () if hours in _OFF else _blocks(hours, text)
    return tuple(DateHours(day, blocks) for day in _dates(match["dates"]))


def parse_commitment(text: str, tell: Callable[[str], None] | None = None) -> Commitment:
    """A commitment of a week or of one date: its name, a comma, its hours; `tell` as in `parse_week`.

    >>> str(parse_commitment("children, Tue 15-18"))
    'children, Tue 15:00-18:00'

    Raises
    ------
    InvalidAvailability
        With what was found, and how to write it.
    """
    for comma in re.finditer(r"[,:]\s*(?=\S)", text):
        name, hours = text[: comma.start()].strip(), text[comma.end() :].strip()
        if name and _begins_with_a_day(hours) and not _HOURS.search(name):
            return Commitment(name, commitment_hours(hours, tell))
    raise InvalidAvailability(
        f"'{text}' is not a commitment. Write its name, a comma and its hours, like {COMMITMENT_EXAMPLES}."
    )


def commitment_hours(text: str, tell: Callable[[str], None] | None = None) -> WeekPattern | DateHours:
    """The hours of a commitment without its name: those of a week, or of one date; `tell` as in `parse_week`.

    Raises
    ------
    InvalidAvailability
        With what was found, and how to write it.
    """
    if not text[:1].isdigit():
        return parse_week(text, tell)
    days = parse_exception(text)
    if len(days) != 1 or not days[0].blocks:
        raise InvalidAvailability(f"'{text}' is not one date with hours. Write it like 2026-06-12 10:00-11:00.")
    return days[0]


def _begins_with_a_day(text: str) -> bool:
    return text[0].isdigit() or _days_at(text.lower()) is not None


def _after_separators(text: str) -> str:
    match = _BETWEEN.match(text)
    return text[match.end() :] if match else text


def _days_at(text: str) -> tuple[list[int], int] | None:
    """The days that a text begins with, and where they end in it."""
    if text.startswith("every day"):
        return list(range(7)), len("every day")
    between, single = _DAY_RANGE.match(text), _DAY.match(text)
    if between is not None and between[1] in _DAYS and between[2] in _DAYS:
        first, last = _DAYS[between[1]][0], _DAYS[between[2]][-1]
        return [(first + step) % 7 for step in range((last - first) % 7 + 1)], between.end()
    if single is not None and single[1] in _DAYS:
        return list(_DAYS[single[1]]), single.end()
    return None


def _said(days: list[int], block: Block, text: str) -> Saying:
    if not days:
        raise _not_a_week(text, f"no day stands before {block}")
    return Saying(frozenset(days), (block,))


def _blocks(hours: str, text: str) -> tuple[Block, ...]:
    blocks: list[Block] = []
    rest = _after_separators(hours)
    while rest:
        match = _HOURS.match(rest)
        if match is None:
            raise InvalidAvailability(
                f"'{_first_word(rest)}' in '{text}' is neither 'off' nor hours. Write it like {EXCEPTION_EXAMPLES}."
            )
        blocks.append(_block(match[1], match[2]))
        rest = _after_separators(rest[match.end() :])
    return merged_blocks(blocks)


def _block(start: str, stop: str) -> Block:
    starts, stops = _minute(start), _minute(stop)
    if starts in (stops, MINUTES_OF_A_DAY):
        raise InvalidAvailability(
            f"The hours {start}-{stop} end when they begin. Write a whole day as 00:00-24:00, a night as 22:00-02:00."
        )
    return Block(starts, stops if stops > starts else stops + MINUTES_OF_A_DAY)


def _minute(text: str) -> int:
    match = _CLOCK.fullmatch(text.strip())
    hour = hour_of_day(int(match[1]), match[3]) if match else None
    minute = int(match[2] or 0) if match else 0
    if hour is None or minute > 59 or hour * 60 + minute > MINUTES_OF_A_DAY:
        raise InvalidAvailability(f"'{text}' is not a time of day. Write one from 00:00 to 24:00, such as 09:30.")
    return hour * 60 + minute


def _dates(text: str) -> list[date]:
    first, *more = (parse_date(part) for part in _DATE_RANGE.split(text.strip().rstrip(","), maxsplit=1))
    last = more[0] if more else first
    if last < first:
        raise InvalidAvailability(f"'{text}' ends before it begins. Swap the two dates.")
    if (last - first).days >= MOST_EXCEPTION_DAYS:
        raise InvalidAvailability(f"'{text}' is more than a year. Give at most {MOST_EXCEPTION_DAYS} days at a time.")
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]


def _first_word(text: str) -> str:
    return re.split(r"[\s,;]", text.lstrip("-–— ") or text, maxsplit=1)[0][:40]


def _not_a_week(text: str, why: str) -> InvalidAvailability:
    return InvalidAvailability(f"'{text}' is not a week: {why}. Write it like '{WEEK_EXAMPLE}'.")
