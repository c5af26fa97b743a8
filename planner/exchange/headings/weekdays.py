"""Names of the days of the week, Monday first, as headings of weekly tables have them."""

from __future__ import annotations

from collections.abc import Sequence

from planner.exchange.headings.folding import folded, without_brackets

_NAMES = """
en: Monday Tuesday Wednesday Thursday Friday Saturday Sunday
de: Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag
de: Montag Dienstag Mittwoch Donnerstag Freitag Sonnabend Sonntag
fr: lundi mardi mercredi jeudi vendredi samedi dimanche
es: lunes martes miércoles jueves viernes sábado domingo
it: lunedì martedì mercoledì giovedì venerdì sabato domenica
pt: segunda terça quarta quinta sexta sábado domingo
nl: maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
pl: poniedziałek wtorek środa czwartek piątek sobota niedziela
sv: måndag tisdag onsdag torsdag fredag lördag söndag
da: mandag tirsdag onsdag torsdag fredag lørdag søndag
fi: maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai
cs: pondělí úterý středa čtvrtek pátek sobota neděle
ru: понедельник вторник среда четверг пятница суббота воскресенье
uk: понеділок вівторок середа четвер пятниця субота неділя
tr: Pazartesi Salı Çarşamba Perşembe Cuma Cumartesi Pazar
hu: hétfő kedd szerda csütörtök péntek szombat vasárnap
zh: 周一 周二 周三 周四 周五 周六 周日
zh: 星期一 星期二 星期三 星期四 星期五 星期六 星期日
ja: 月 火 水 木 金 土 日
"""
_SHORT = """
pl: pon wt śr czw pt sob ndz
cs: po út st čt pá so ne
ru: пн вт ср чт пт сб вс
uk: пн вт ср чт пт сб нд
tr: Pzt Sal Çar Per Cum Cmt Paz
"""  # that are no beginnings of the long ones
_LEAST = 3  # days in a row by which a week is known
Week = tuple[frozenset[str], ...]


def _weeks() -> list[Week]:
    weeks = [line.partition(":")[2].split() for line in _NAMES.strip().splitlines()]
    short = [line.partition(":")[2].split() for line in _SHORT.strip().splitlines()]
    return [
        *(tuple(_beginnings(folded(name)) for name in week) for week in weeks),
        *(tuple(frozenset({folded(name)}) for name in week) for week in short),
    ]


def _beginnings(name: str) -> frozenset[str]:
    return frozenset(name[:length] for length in range(min(2, len(name)), len(name) + 1))


_WEEKS = _weeks()
_DAYS = {
    word: {day for week in _WEEKS for day, names in enumerate(week) if word in names}
    for word in {word for week in _WEEKS for names in week for word in names}
}


def weekdays_named(word: str) -> frozenset[int]:
    """The days, Monday being 0, that a name or its first letters can mean; none for another word.

    >>> sorted(weekdays_named("Mon")), sorted(weekdays_named("mar.")), sorted(weekdays_named("Total"))
    ([0], [1], [])
    """
    return frozenset(_DAYS.get(folded(word), ()))


def week_of(names: Sequence[str]) -> dict[int, int]:
    """Places of headings that name days of the week, in one language, with the day; none unless three days are.

    >>> week_of(["Project", "Sun", "Mon", "Tue (h)", "Total"])
    {1: 6, 2: 0, 3: 1}
    """
    best: dict[int, int] = {}
    for week in _WEEKS:
        found = {
            at: day
            for at, name in enumerate(names)
            for day, words in enumerate(week)
            if without_brackets(name) in words
        }
        if len(found) > len(best) and len(set(found.values())) == len(found):
            best = found
    return best if len(best) >= _LEAST else {}
