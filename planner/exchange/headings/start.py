"""Headings of the column in which an entry starts: a moment, or a clock time beside a date."""

from __future__ import annotations

from planner.exchange.headings.folding import words_of

WORDS = words_of("""
en: start, started, started at, start time, time started, begin, began, begin time, beginning, start datetime
en: start date time, start timestamp, from, in, clock in, check in, punch in, time in, logged at, timestamp
de: Start, Startzeit, Beginn, Anfang, Von, Gestartet, Startzeitpunkt, Anfangszeit, Beginnzeit, Kommen, Uhrzeit von
fr: Début, De, Heure de début, Heure début, Démarrage, Commencé
es: Inicio, Desde, De, Hora de inicio, Hora inicio, Comienzo, Hora de comienzo, Entrada
it: Inizio, Da, Dalle, Ora inizio, Ora di inizio, Orario inizio, Entrata
pt: Início, De, Hora de início, Hora início, Começo, Entrada, Hora inicial
nl: Start, Begin, Van, Starttijd, Begintijd, Aanvang
pl: Początek, Od, Rozpoczęcie, Czas rozpoczęcia, Godzina rozpoczęcia, Godzina od
sv: Start, Starttid, Från, Början, Börjar, Startade
da: Start, Starttid, Starttidspunkt, Fra, Begyndelse, Begyndt
nb: Start, Starttid, Starttidspunkt, Fra, Begynnelse, Startet
fi: Alku, Alkaa, Alkoi, Aloitus, Alkaen, Alkuaika, Aloitusaika, Alkamisaika
cs: Začátek, Začít, Od, Čas začátku, Zahájení, Začátek práce
sk: Začiatok, Od, Čas začiatku
ru: Начало, С, От, Время начала, Старт, Начат
uk: Початок, З, Від, Час початку
tr: Başlangıç, Başlama, Başlangıç saati, Başlangıç zamanı, Başladı
hu: Kezdés, Kezdet, Kezdete, Kezdő időpont, Kezdési idő, Kezdés ideje, Mettől
el: Από, Εκκίνηση, Έναρξη
ro: De la, Începe, Început
hr: Od, Početak
vi: Bắt đầu, Từ
eu: Hasi, Hasiera, Hasiera denbora
zh: 开始, 始于, 开始时间
ja: 開始, 開始時刻
ko: 시작
ca: Inicia, Inici, De
sl: Začetek, Od
eo: Komenco, De
id: Mulai, Dari, Waktu mulai
he: התחלה
ar: من, البداية, وقت البدء
fa: شروع, از
zh-TW: 開始時間, 從
""")
DATES = words_of("""
en: start date, date started, begin date, started on
de: Startdatum, Anfangsdatum, Beginndatum, Datum von
fr: Date de début, Date début
es: Fecha de inicio, Fecha inicio, Fecha de comienzo
it: Data inizio, Data di inizio
pt: Data de início, Data início, Data inicial
nl: Startdatum, Begindatum
pl: Data rozpoczęcia, Data początkowa
sv: Startdatum
da: Startdato
nb: Startdato
fi: Alkupäivä, Aloituspäivä, Alkamispäivä
cs: Datum začátku, Datum zahájení
ru: Дата начала
tr: Başlangıç tarihi
hu: Kezdő dátum, Kezdés dátuma, Kezdési dátum
""")
