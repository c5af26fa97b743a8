"""Headings of the column that says how long an entry was; units in them are read by `units`."""

from __future__ import annotations

from planner.exchange.headings.folding import words_of

WORDS = words_of("""
en: duration, worked, time worked, worked time, hours worked, time spent, time tracked, tracked time, hours, delta
en: time logged, logged time, logged, total time, total hours, elapsed, elapsed time, length, effort, working time
en: work time, net time, minutes, seconds, total seconds, duration text, time tracked text, spent, digital
en: spent time, hours spent
de: Dauer, Arbeitszeit, Stunden, Std, Zeitaufwand, Aufwand, Gearbeitet, Minuten, Sekunden, Zeitdauer, Stundenzahl
de: Erfasste Zeit, Nettozeit, Netto, Istzeit, Arbeitsstunden, Arbeitsdauer
fr: Durée, Heures, Temps passé, Temps de travail, Temps travaillé, Minutes, Secondes, Heures travaillées
es: Duración, Horas, Tiempo trabajado, Tiempo dedicado, Minutos, Segundos, Horas trabajadas
it: Durata, Ore, Tempo lavorato, Minuti, Secondi, Ore lavorate, Tempo impiegato
pt: Duração, Horas, Tempo trabalhado, Minutos, Segundos, Horas trabalhadas, Tempo gasto
nl: Duur, Tijdsduur, Uren, Gewerkt, Gewerkte uren, Gewerkte tijd, Minuten, Seconden, Bestede tijd
pl: Czas trwania, Godziny, Czas pracy, Liczba godzin, Minuty, Sekundy, Trwanie
sv: Varaktighet, Längd, Timmar, Arbetad tid, Minuter, Sekunder, Tidsåtgång
da: Varighed, Længde, Timer, Arbejdstid, Minutter, Sekunder, Tidsforbrug
nb: Varighet, Lengde, Timer, Arbeidstid, Minutter, Sekunder, Tidsbruk
fi: Kesto, Tunnit, Työaika, Minuutit, Sekunnit, Tuntimäärä
cs: Doba trvání, Trvání, Hodiny, Hodin, Délka, Odpracováno, Doba, Minuty, Sekundy
sk: Trvanie, Hodiny, Minúty
ru: Длительность, Продолжительность, Часы, Часов, Минуты, Секунды, Затрачено, Затраченное время, Рабочее время
uk: Тривалість, Години, Хвилини
tr: Süre, Saatler, Çalışma süresi, Dakika, Saniye
hu: Időtartam, Órák, Hossz, Munkaidő, Perc, Percek, Másodperc
el: Διάρκεια, Ώρες
ro: Durata, Ore
hr: Trajanje, Sati
vi: Thời lượng, Giờ
eu: Iraupena, Orduak
zh: 持续时间, 小时数, 时长
ja: 期間, 時間, 所要時間
ko: 기간
ca: Durada, Duració, Hores
sl: Trajanje, Ure
eo: Daŭro, Horoj
id: Durasi, Lama
he: משך זמן, משך, שעות
ar: المدة, ساعات
fa: مدت, مدت زمان
zh-TW: 持續時間
ko: 소요시간, 시간
""")
CLOCK_OR_LENGTH = words_of("""
en: time
de: Zeit
fr: Temps, Heure
es: Tiempo, Hora
it: Tempo, Ora
pt: Tempo, Hora
nl: Tijd, Uur
pl: Czas, Godzina
sv: Tid
da: Tid
nb: Tid
fi: Aika
cs: Čas
ru: Время
uk: Час
tr: Saat, Zaman
hu: Idő, Óra
""")
CLOCK = words_of("""
en: time of day, clock, clock time
de: Uhrzeit
nl: Tijdstip
sv: Klockslag
da: Klokkeslæt, Tidspunkt
nb: Klokkeslett, Tidspunkt
fi: Kellonaika
""")
DAYS = words_of("""
en: days, man days, mandays, person days, persondays, work days, workdays, working days, days worked, days spent
en: duration in days, duration days, time in days, effort in days, effort days, time spent in days, time spent days
de: Tage, Personentage, Manntage, Arbeitstage, PT, MT, Dauer in Tagen, Aufwand in Tagen, Aufwand in PT, Aufwand PT
fr: Jours, Jours homme, Durée en jours, Temps en jours, Jours travaillés
es: Días, Jornadas, Duración en días, Días trabajados
it: Giorni, Giornate, Durata in giorni, Giorni lavorati
pt: Dias, Duração em dias, Dias trabalhados
nl: Dagen, Mandagen, Duur in dagen
pl: Dni, Czas w dniach, Osobodni
sv: Dagar, Mandagar
da: Dage, Mandage
nb: Dager, Dagsverk
fi: Päivät, Henkilötyöpäivät, HTP
cs: Dny, Člověkodny
ru: Дни, Дней, Человеко-дни
""")  # of days, of which nobody knows the hours
GROSS = words_of("""
en: gross, gross time, attendance, presence, total time, elapsed, elapsed time
de: Brutto, Bruttozeit, Anwesenheit, Anwesenheitszeit
""")
