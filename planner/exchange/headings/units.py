"""Words for units of time, as headings and cells write them."""

from __future__ import annotations

from planner.exchange.headings.folding import words_of

HOURS = words_of("""
en: h, hr, hrs, hour, hours, decimal
de: Std, Stunde, Stunden, dezimal
fr: heure, heures, décimal, décimale
es: hora, horas
it: ora, ore, decimale
nl: uur, uren, u, decimaal
pl: godz, godzina, godziny, godzin, g
sv: tim, timme, timmar
da: time, timer, t
nb: time, timer, t
fi: tunti, tunnit, tuntia, tuntimäärä
cs: hod, hodina, hodiny, hodin
ru: ч, час, часы, часов, часа
uk: год, година, години, годин
tr: sa, saat, saatler
hu: ó, óra, órák
el: ώρα, ώρες
hr: sat, sati
vi: giờ
eu: ordu, orduak
zh: 小时, 小时数
ko: 시간
ca: hora, hores
sl: ura, ure, ur
eo: horoj
he: שעות
ar: ساعات, ساعة
""")
MINUTES = words_of("""
en: m, min, mins, minute, minutes
de: Minuten
es: minuto, minutos
it: minuto, minuti
nl: minuut, minuten
pl: minuta, minuty, minut
sv: minut, minuter
da: minut, minutter
nb: minutt, minutter
fi: minuutti, minuutit, minuuttia
cs: minuta, minuty
ru: мин, минута, минуты, минут
uk: хв, хвилина, хвилини, хвилин
tr: dk, dakika
hu: p, perc, percek
el: λεπτά
zh: 分钟, 分
ja: 分
ko: 분
""")
SECONDS = words_of("""
en: s, sec, secs, second, seconds
de: Sek, Sekunde, Sekunden
fr: seconde, secondes
es: seg, segundo, segundos
it: secondo, secondi
nl: seconde, seconden
pl: sekunda, sekundy, sekund
sv: sekund, sekunder
fi: sekunti, sekunnit, sekuntia
cs: sekunda, sekundy
ru: с, сек, секунда, секунды, секунд
uk: сек, секунда, секунди
tr: sn, saniye
hu: mp, másodperc
el: δευτερόλεπτα
zh: 秒, 秒钟
ja: 秒
ko: 초
""")
MILLISECONDS = words_of("""
en: ms, msec, millis, millisecond, milliseconds
de: Millisekunde, Millisekunden
fr: milliseconde, millisecondes
es: milisegundo, milisegundos
it: millisecondo, millisecondi
nl: milliseconden
pl: milisekundy
sv: millisekunder
fi: millisekuntia
cs: milisekundy
ru: мс, миллисекунды
tr: milisaniye
hu: ezredmásodperc
""")
DAYS = words_of("""
en: d, day, days
de: Tag, Tage, Personentage, PT
fr: j, jour, jours
es: día, días
it: giorno, giorni
pt: dia, dias
nl: dag, dagen
pl: dni, dzień
sv: dag, dagar
da: dag, dage
nb: dag, dager
fi: pv, päivä, päivää
cs: den, dny, dní
ru: д, день, дней
tr: gün
hu: nap
""")
WEEKS = words_of("""
en: w, week, weeks
de: Woche, Wochen
""")
BETWEEN = words_of("""
en: in, and, of, as
de: und
fr: en, et
es: en, y
it: e
pt: em, e
pl: w, i
sv: i, och
da: og
fi: ja
cs: v
ru: в, и
""")  # small words that stand between a heading and its unit, or between hours and minutes
