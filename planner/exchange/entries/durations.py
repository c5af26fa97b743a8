"""How long: the one place that knows units of time and the spellings of durations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from planner.exchange.entries.read_entries import Unit, Unreadable
from planner.exchange.headings import duration, units
from planner.exchange.headings.folding import folded, in_brackets, without_brackets

SECONDS_IN = {Unit.HOURS: 3600.0, Unit.MINUTES: 60.0, Unit.SECONDS: 1.0, Unit.MILLISECONDS: 0.001}
_WORDS = {
    **dict.fromkeys(units.HOURS, Unit.HOURS),
    **dict.fromkeys(units.MINUTES, Unit.MINUTES),
    **dict.fromkeys(units.SECONDS, Unit.SECONDS),
    **dict.fromkeys(units.MILLISECONDS, Unit.MILLISECONDS),
}
_NO_UNIT_OF_A_HEADING = frozenset({"time", "t", "g", "p", "u", "hora", "heure", "ora", "dag"})  # where they stand alone
_SIGNS = {"'": Unit.MINUTES, "′": Unit.MINUTES, '"': Unit.SECONDS, "″": Unit.SECONDS, "''": Unit.SECONDS}
_FRACTIONS = str.maketrans({"½": ".5", "¼": ".25", "¾": ".75"})
_BLANK_GROUPS = re.compile(r"(?<=\d)[\u0020\u00a0\u2009\u202f'’](?=\d{3}(?!\d))")
_NUMBER = re.compile(r"(?:\d+(?:[.,]\d*)?|[.,]\d+)")
_GROUPED = re.compile(r"\d{1,3}([.,])\d{3}(?:\1\d{3})*")
_GROUPED_WITH_DECIMALS = re.compile(r"\d{1,3}(?:(?:,\d{3})+\.\d+|(?:\.\d{3})+,\d+)")
_TWO_PARTS = re.compile(r"(\d{1,5}):(\d{1,2}(?:[.,]\d+)?)")
_THREE_PARTS = re.compile(r"(\d{1,5}):(\d{1,2}):(\d{1,2}(?:[.,]\d+)?)")
_DAYS_AND_CLOCK = re.compile(r"(\d{1,4})(?:\s*days?,?\s+|\.)(\d{1,2}:\d{1,2}(?::\d{1,2}(?:[.,]\d+)?)?)", re.IGNORECASE)
_ISO = re.compile(
    r"P(?:(?P<d>\d+(?:[.,]\d+)?)D)?(?:T(?:(?P<h>\d+(?:[.,]\d+)?)H)?(?:(?P<m>\d+(?:[.,]\d+)?)M)?"
    r"(?:(?P<s>\d+(?:[.,]\d+)?)S)?)?",
    re.IGNORECASE,
)
_PIECE = re.compile(r"(\d+(?::\d{1,2}){1,2}|\d+(?:[.,]\d+)?|[.,]\d+)\s*([^\W\d_]+|''|['\"′″])?\.?[\s,]*")
_DAY_S = 86_400.0
_REMEMBERED = 10_000  # cells: most durations come again and again in a column


class CountsDays(Unreadable):
    """A cell that counts days, of which nobody said the hours."""


@dataclass(frozen=True, slots=True)
class Length:
    """A duration as a cell spells it: seconds where the spelling tells, else a bare number, or two parts.

    `number` waits for a unit; `grouped` is its other reading, with a comma or a dot before thousands. Two parts apart
    by a colon are `pair`: hours and minutes, or minutes and seconds.
    """

    cell: str
    clear_s: float | None = None
    number: float | None = None
    grouped: float | None = None
    pair: tuple[int, float] | None = None

    def seconds(self, unit: Unit, *, groups: bool = False) -> float:
        """Seconds, where bare numbers count `unit` and two parts begin with it; `groups` of three digits are thousands.

        Raises
        ------
        Unreadable
            For two parts that begin with seconds.
        """
        if self.clear_s is not None:
            return self.clear_s
        if self.pair is not None:
            if unit not in (Unit.HOURS, Unit.MINUTES):
                raise Unreadable(f"says '{self.cell}', which is no number of {unit}")
            return self.pair[0] * SECONDS_IN[unit] + self.pair[1] * SECONDS_IN[unit] / 60
        number = self.grouped if groups and self.grouped is not None else self.number
        assert number is not None
        return number * SECONDS_IN[unit]


@lru_cache(maxsize=_REMEMBERED)
def length_in(cell: str, *, day_h: float | None = None) -> Length:
    """The duration that a cell spells.

    `1:30:00`, `1 h 30 m`, `90 min`, `18:25 min`, `PT1H30M` and `1 day, 2:00` tell their units; `5400` and `1:30` do
    not. `day_h` are the hours of a day in `1d 2h`: without it such a cell cannot be read, since many trackers mean
    a day of work.

    Raises
    ------
    Unreadable
        For no duration.

    Examples
    --------
    >>> length_in("1h30m").clear_s, length_in("18:25 min").clear_s, length_in("PT1H30M").clear_s
    (5400.0, 1105.0, 5400.0)
    >>> length_in("1,5").number, length_in("1:30").pair
    (1.5, (1, 30.0))
    """
    text = _BLANK_GROUPS.sub("", cell.strip().translate(_FRACTIONS))
    if _NUMBER.fullmatch(text) or _GROUPED.fullmatch(text) or _GROUPED_WITH_DECIMALS.fullmatch(text):
        return _bare(cell, text)
    if match := _TWO_PARTS.fullmatch(text):
        return Length(cell, pair=_parts(cell, match[1], match[2]))
    clear_s = _clear_seconds(cell, text, day_h)
    if clear_s is None:
        raise Unreadable(f"says '{cell}', which is no duration")
    return Length(cell, clear_s=clear_s)


def seconds_in(cell: str) -> float:
    """Seconds in a cell with hours, `1.5`, `1,5` or `01:30:00`; `Unreadable` for anything else.

    >>> seconds_in("0,25"), seconds_in("01:15:30")
    (900.0, 4530.0)
    """
    try:
        return length_in(cell).seconds(Unit.HOURS)
    except Unreadable:
        raise Unreadable(f"says '{cell}', which is no number of hours") from None


def unit_named_in(heading: str) -> Unit | None:
    """The unit that a heading names, in its brackets or among its words; None where it names none.

    >>> unit_named_in("Dauer (Min.)"), unit_named_in("time_spent_seconds"), unit_named_in("Duration")
    (<Unit.MINUTES: 'minutes'>, <Unit.SECONDS: 'seconds'>, None)
    """
    if clock := _clock_form(heading):
        return clock
    named = {_WORDS[word] for word in in_brackets(heading).split() if word in _WORDS}
    named = named or {_WORDS[word] for word in folded(heading).split() if _is_unit(word)}
    return named.pop() if len(named) == 1 else None


def counts_days(heading: str) -> bool:
    """Whether a heading says that its numbers are days, of which nobody knows the hours."""
    says_days = bool(set(in_brackets(heading).split()) & {*units.DAYS, *units.WEEKS}) and unit_named_in(heading) is None
    return says_days or without_brackets(heading) in duration.DAYS


def without_unit(heading: str) -> str:
    """The folded words of a heading, without a unit and the small word before it.

    >>> without_unit("Dauer in Std."), without_unit("Minutes worked"), without_unit("Hours")
    ('dauer', 'worked', 'hours')
    """
    words = folded(re.sub(r"[(\[{][^)\]}]*[)\]}]", " ", heading)).split()
    while len(words) > 1 and _is_unit(words[-1]):
        words.pop()
    while len(words) > 1 and words[-1] in units.BETWEEN:
        words.pop()
    while len(words) > 1 and _is_unit(words[0]):
        words.pop(0)
    return " ".join(words)


def _clock_form(heading: str) -> Unit | None:
    """Of a form such as (hh:mm) or (mm:ss): with what two parts begin."""
    form = in_brackets(heading)
    if re.fullmatch(r"h{1,2} m{1,2}( s{1,2})?", form):
        return Unit.HOURS
    return Unit.MINUTES if re.fullmatch(r"m{1,2} s{1,2}", form) else None


def _is_unit(word: str) -> bool:
    """Whether a word of a heading, outside brackets, is a unit."""
    return word in _WORDS and word not in _NO_UNIT_OF_A_HEADING


def _bare(cell: str, text: str) -> Length:
    if _GROUPED_WITH_DECIMALS.fullmatch(text):
        thousands = "," if text.index(",") < text.rindex(".") and "." in text[text.index(",") :] else "."
        return Length(cell, number=float(text.replace(thousands, "").replace(",", ".")))
    whole = float(re.sub("[.,]", "", text)) if _GROUPED.fullmatch(text) else None
    if whole is not None and len(re.findall("[.,]", text)) > 1:
        return Length(cell, number=whole)
    return Length(cell, number=_number(text), grouped=whole)


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _parts(cell: str, first: str, second: str) -> tuple[int, float]:
    if _number(second) >= 60:
        raise Unreadable(f"says '{cell}', which is no duration")
    return int(first), _number(second)


def _clear_seconds(cell: str, text: str, day_h: float | None) -> float | None:
    if match := _THREE_PARTS.fullmatch(text):
        minutes, seconds = _parts(cell, match[2], match[3])
        return int(match[1]) * 3600.0 + _parts(cell, "0", str(minutes))[1] * 60 + seconds
    if match := _DAYS_AND_CLOCK.fullmatch(text):
        clock = length_in(match[2])
        return int(match[1]) * _DAY_S + clock.seconds(Unit.HOURS)
    if text[:1] in "Pp" and (match := _ISO.fullmatch(text)):
        return _iso_seconds(match)
    return _spelled_seconds(cell, text, day_h)


def _iso_seconds(match: re.Match[str]) -> float | None:
    parts = {name: _number(value) for name, value in match.groupdict().items() if value}
    if not parts:
        return None
    sizes = {"d": _DAY_S, "h": 3600.0, "m": 60.0, "s": 1.0}
    return sum(value * sizes[name] for name, value in parts.items())


def _spelled_seconds(cell: str, text: str, day_h: float | None) -> float | None:
    """`1 h 30 min`, `18:25 min`: numbers with their units; that of the last one may be left out, as in `1h30`."""
    total, at, before = 0.0, 0, None
    text = _without_small_words(text)
    while at < len(text):
        match = _PIECE.match(text, at)
        if match is None:
            return None
        seconds, before = _piece_seconds(cell, match, before, day_h)
        if seconds is None:
            return None
        total, at = total + seconds, match.end()
    return total if before is not None else None


def _without_small_words(text: str) -> str:
    return re.sub(
        r"(?<=[^\W\d_.])\.?,?\s+([^\W\d_]+)\s+(?=\d)",
        lambda match: " " if folded(match[1]) in units.BETWEEN else match[0],
        text,
    )


def _piece_seconds(
    cell: str, match: re.Match[str], before: Unit | str | None, day_h: float | None
) -> tuple[float | None, Unit | str | None]:
    number, word = match[1], match[2]
    if word is None:
        follows = {Unit.HOURS: Unit.MINUTES, Unit.MINUTES: Unit.SECONDS}
        unit = follows.get(before) if isinstance(before, Unit) else None
        return (None, None) if unit is None or ":" in number else (_number(number) * SECONDS_IN[unit], unit)
    unit = _SIGNS.get(word) or _WORDS.get(folded(word))
    if unit is None:
        return _days_seconds(cell, number, word, day_h)
    if ":" in number:
        inner = length_in(number)
        return inner.seconds(unit) if inner.pair is None or unit in (Unit.HOURS, Unit.MINUTES) else None, unit
    return _number(number) * SECONDS_IN[unit], unit


def _days_seconds(cell: str, number: str, word: str, day_h: float | None) -> tuple[float | None, str | None]:
    days = {**dict.fromkeys(units.DAYS, 1), **dict.fromkeys(units.WEEKS, 5)}.get(folded(word))
    if days is None or ":" in number:
        return None, None
    if day_h is None:
        raise CountsDays(f"says '{cell}': how many hours a day has there is not said; write it in hours")
    return _number(number) * days * day_h * 3600, "days"
