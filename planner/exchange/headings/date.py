"""Headings of the column with the day of an entry."""

from __future__ import annotations

from planner.exchange.headings.folding import words_of

WORDS = words_of("""
en: date, day, work date, date worked, date of work, spent on, spent at, spent date, entry date
de: Datum, Arbeitstag, Arbeitsdatum
fr: Date, Jour
es: Fecha, Día
it: Data, Giorno
pt: Data, Dia
nl: Datum, Dag
pl: Data, Dzień
sv: Datum, Dag
da: Dato, Dag
nb: Dato, Dag
fi: Päivä, Päivämäärä, Pvm, Päiväys
cs: Datum, Den
sk: Dátum, Deň
ru: Дата, День
uk: Дата, День
tr: Tarih, Gün
hu: Dátum, Nap
el: Ημερομηνία, Ημέρα
ro: Data, Ziua
hr: Datum, Dan
vi: Ngày
eu: Data, Eguna
zh: 日期
ja: 日付
ko: 날짜
ca: Data, Dia
sl: Datum, Dan
eo: Dato, Tago
id: Tanggal
he: תאריך
ar: التاريخ, تاريخ
fa: تاریخ
""")
DAY_OR_TAG = "tag"  # a day in German, a tag in English: its cells tell
