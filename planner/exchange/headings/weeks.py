"""Headings of a column that says a week, and cells of it: 2026-W10, KW 10/2026, 10, or a date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from planner.exchange.headings.folding import folded, words_of

_WEEK = frozenset(
    words_of("""
en: week, wk, w, cw, period
de: Woche, KW, Kalenderwoche, Zeitraum
fr: semaine, sem
es: semana
it: settimana
nl: weeknummer
sv: vecka, v
da: uge
nb: uke
fi: viikko, vk
pl: tydzień
cs: týden
ru: неделя
tr: hafta
hu: hét
""")
)
_BEGINNINGS = ("week", "woche", "kalenderwoche", "semain", "settiman")  # of one word, such as Wochenbeginn
_YEARS = frozenset(words_of("en: year\nde: Jahr\nfr: année\nes: año\nit: anno\npt: ano\nnl: jaar\nsv: år\npl: rok"))
_BEGINS = ("start", "begin", "commenc", "anfang", "debut", "inicio", "inizio")
_ENDS = ("ending", "ends", "ended", "einde", "endet", "enddat")
_FROM = frozenset({"of", "from", "von", "ab", "vom", "du", "del", "van", "c"})  # w/c: week commencing
_TO = frozenset({"end", "ende", "to", "bis", "until", "fin", "fine", "fim", "e"})
_NUMBER_YEAR = re.compile(r"(?P<word>[^\W\d_]+)? ?(?P<week>\d{1,2}) (?:(?P<behind>[^\W\d_]+) )?(?P<year>\d{4})")
_YEAR_NUMBER = re.compile(r"(?P<year>\d{4}) ?(?P<word>[^\W\d_]+)? ?(?P<week>\d{1,2})(?P<behind>)")
_NUMBER = re.compile(r"(?P<word>[^\W\d_]+)? ?(?P<week>\d{1,2})(?: (?P<behind>[^\W\d_]+))?(?P<year>)")


@dataclass(frozen=True, slots=True)
class WeekNumber:
    """A week by its number in a year, which is None where a cell does not say it."""

    number: int
    year: int | None

    def monday(self) -> date | None:
        """Its first day; None without a year, or for a week that the year does not have."""
        try:
            return None if self.year is None else date.fromisocalendar(self.year, self.number, 1)
        except ValueError:
            return None


def week_number(cell: str, *, is_week: bool) -> WeekNumber | None:
    """The week in a cell by its number; `is_week`: its heading says that it is one, so that 10 or 10/2026 is enough.

    >>> week_number("2026-W10", is_week=False), week_number("KW 10/2026", is_week=False)
    (WeekNumber(number=10, year=2026), WeekNumber(number=10, year=2026))
    >>> week_number("10", is_week=True), week_number("10", is_week=False)
    (WeekNumber(number=10, year=None), None)
    """
    text = folded(cell)
    matches = (form.fullmatch(text) for form in (_YEAR_NUMBER, _NUMBER_YEAR, _NUMBER))
    match = next((match for match in matches if match), None)
    if match is None or not 1 <= int(match["week"]) <= 53:
        return None
    words = {match["word"], match["behind"]} - {None, ""}
    if not (words <= _WEEK if words else is_week):
        return None
    return WeekNumber(int(match["week"]), int(match["year"]) if match["year"] else None)


def says_week(heading: str) -> bool:
    """Whether a heading is that of a week.

    >>> says_week("Week starting"), says_week("Wochenbeginn"), says_week("KW"), says_week("Project")
    (True, True, True, False)
    """
    return any(word in _WEEK or word.startswith(_BEGINNINGS) for word in folded(heading).split())


def says_year(heading: str) -> bool:
    """Whether a heading is that of a year."""
    return folded(heading) in _YEARS


def begins_or_ends(heading: str) -> str | None:
    """`begins` or `ends`, where a heading says that its dates are the first or the last ones; None where it does not.

    >>> begins_or_ends("Week starting"), begins_or_ends("Woche bis"), begins_or_ends("Week")
    ('begins', 'ends', None)
    """
    text = folded(heading)
    words = set(text.split())
    if words & _TO or any(mark in text for mark in _ENDS):
        return "ends"
    return "begins" if words & _FROM or any(mark in text for mark in _BEGINS) else None
