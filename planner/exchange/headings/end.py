"""Headings of the column in which an entry ends: a moment, or a clock time beside a date."""

from __future__ import annotations

from planner.exchange.headings.folding import words_of

WORDS = words_of("""
en: end, ended, ended at, end time, time ended, stop, stopped, stopped at, stop time, finish, finished, finish time
en: end datetime, end date time, end timestamp, to, until, till, out, clock out, check out, punch out, time out
de: Ende, Stopp, Stop, Bis, Endzeit, Beendet, Endzeitpunkt, Schluss, Gehen, Uhrzeit bis
fr: Fin, À, Heure de fin, Heure fin, Jusqu'à, Terminé
es: Fin, Hasta, A, Hora de fin, Hora fin, Hora final, Término, Salida, Final
it: Fine, A, Alle, Ora fine, Ora di fine, Orario fine, Uscita
pt: Fim, Até, Hora de fim, Hora fim, Hora de término, Término, Saída, Hora final
nl: Einde, Eind, Tot, Eindtijd, Stop
pl: Koniec, Do, Zakończenie, Czas zakończenia, Godzina zakończenia, Godzina do
sv: Slut, Sluttid, Till, Stopp, Slutade, Stopptid
da: Slut, Sluttid, Sluttidspunkt, Til, Stop, Afsluttet
nb: Slutt, Sluttid, Sluttidspunkt, Til, Stopp, Avsluttet
fi: Loppu, Loppuu, Päättyy, Päättyi, Lopetus, Loppuaika, Lopetusaika, Päättymisaika
cs: Konec, Ukončit, Do, Čas konce, Ukončení, Konec práce
sk: Koniec, Do, Čas konca
ru: Конец, До, По, Окончание, Завершение, Время окончания, Время завершения, Стоп
uk: Кінець, До, Закінчення, Час закінчення
tr: Bitiş, Bitiş saati, Bitiş zamanı, Bitti, Son
hu: Befejezés, Vége, Záró időpont, Befejezési idő, Befejezés ideje, Meddig
el: Σε, Τερματισμός, Έως, Λήξη
ro: Până la, Sfârșit
hr: Do, Kraj
vi: Kết thúc
eu: Bukatu, Bukaera, Bukaera denbora
zh: 结束, 至, 结束时间
ja: 終了, 終了時刻
ko: 종료
es: Para
pt: Para
ca: Final, A
sl: Konec, Do
eo: Fino, Al
id: Selesai, Sampai, Waktu selesai
he: סיום
ar: إلى, النهاية, وقت الانتهاء
fa: پایان, تا
zh-TW: 結束, 結束時間, 到
""")
DATES = words_of("""
en: end date, stop date, date ended, finish date, ended on
de: Enddatum, Datum bis
fr: Date de fin, Date fin
es: Fecha de fin, Fecha fin, Fecha final, Fecha de término
it: Data fine, Data di fine
pt: Data de fim, Data fim, Data final, Data de término
nl: Einddatum
pl: Data zakończenia, Data końcowa
sv: Slutdatum
da: Slutdato
nb: Sluttdato
fi: Loppupäivä, Lopetuspäivä, Päättymispäivä
cs: Datum konce, Datum ukončení
ru: Дата окончания, Дата завершения
tr: Bitiş tarihi
hu: Befejező dátum, Záró dátum, Befejezés dátuma
""")
