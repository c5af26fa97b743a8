"""Names of the months, January first, as dates in words have them."""

from __future__ import annotations

from planner.exchange.headings.folding import folded

_NAMES = """
en: January February March April May June July August September October November December
de: Januar Februar März April Mai Juni Juli August September Oktober November Dezember
fr: janvier février mars avril mai juin juillet août septembre octobre novembre décembre
es: enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
it: gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
pt: janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
nl: januari februari maart april mei juni juli augustus september oktober november december
nb: januar februar mars april mai juni juli august september oktober november desember
pl: stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
sv: januari februari mars april maj juni juli augusti september oktober november december
da: januar februar marts april maj juni juli august september oktober november december
fi: tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta
ru: января февраля марта апреля мая июня июля августа сентября октября ноября декабря
tr: Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık
hu: január február március április május június július augusztus szeptember október november december
"""
# Short ones that are no beginnings, those of Austria, and Finnish ones whose beginnings are March elsewhere.
_OTHERS = {"mrt": 3, "mrz": 3, "janner": 1, "feber": 2, "marraskuuta": 11, "joulukuuta": 12}
_MONTHS: dict[str, set[int]] = {name: {number} for name, number in _OTHERS.items()}
for _line in _NAMES.strip().splitlines():
    for _number, _name in enumerate(_line.partition(":")[2].split(), start=1):
        for _length in range(3, len(folded(_name)) + 1):
            _MONTHS.setdefault(folded(_name)[:_length], set()).add(_number)


def month_named(word: str) -> int | None:
    """The month, 1 to 12, that a name or its first letters mean; None for no month, or for several.

    >>> month_named("mrt"), month_named("Mrz"), month_named("Jän"), month_named("marraskuuta")
    (3, 3, 1, 11)
    >>> month_named("Mar"), month_named("März"), month_named("sept."), month_named("Monday")
    (3, 3, 9, None)
    """
    months = _MONTHS.get(folded(word), set())
    return next(iter(months)) if len(months) == 1 else None
