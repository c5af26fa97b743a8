"""Headings of the column with the zone of a row's clocks."""

from __future__ import annotations

from planner.exchange.headings.folding import words_of

WORDS = words_of("""
en: time zone, timezone, tz, zone name, timezone name, start timezone, start time zone, user timezone, iana timezone
de: Zeitzone
fr: Fuseau horaire, Fuseau
es: Zona horaria, Huso horario
it: Fuso orario
pt: Fuso horário
nl: Tijdzone
pl: Strefa czasowa
sv: Tidszon
da: Tidszone
nb: Tidssone
fi: Aikavyöhyke
cs: Časové pásmo
ru: Часовой пояс
uk: Часовий пояс
tr: Saat dilimi
hu: Időzóna
zh: 时区
ja: タイムゾーン
ko: 시간대
""")
