"""Headings of the column that says how long something else took within an entry: breaks, interruptions."""

from __future__ import annotations

from planner.exchange.headings.folding import words_of

WORDS = words_of("""
en: interruption, interruptions, interruption time, interrupted, int, break, breaks, break time, break duration
en: pause, pauses, paused, pause time, idle, idle time, lunch, lunch break, time off
de: Pause, Pausen, Unterbrechung, Unterbrechungen, Pausenzeit, Pausendauer, Mittagspause, Unterbrochen
fr: Pause, Pauses, Interruption, Interruptions, Temps de pause, Pause déjeuner
es: Pausa, Pausas, Descanso, Descansos, Interrupción, Interrupciones
it: Pausa, Pause, Interruzione, Interruzioni
pt: Pausa, Pausas, Intervalo, Intervalos, Descanso, Interrupção, Interrupções
nl: Pauze, Pauzes, Onderbreking, Onderbrekingen
pl: Przerwa, Przerwy
sv: Rast, Raster, Paus, Pauser, Avbrott
da: Pause, Pauser, Afbrydelse, Afbrydelser
nb: Pause, Pauser, Avbrudd
fi: Tauko, Tauot, Keskeytys, Keskeytykset
cs: Přestávka, Přestávky, Pauza, Přerušení
sk: Prestávka, Prestávky, Prerušenie
ru: Перерыв, Перерывы, Пауза, Паузы
uk: Перерва, Перерви
tr: Mola, Molalar, Ara
hu: Szünet, Szünetek, Megszakítás
el: Διάλειμμα
ro: Pauză
hr: Pauza, Stanka
eo: Paŭzo, Paŭzoj
ca: Pausa, Pauses
sl: Odmor, Pavza
vi: Nghỉ
id: Istirahat
he: הפסקה
zh: 休息
ko: 휴식
ja: 休憩
""")
KINDS = words_of("""
en: type, entry type, kind
de: Typ, Art
fr: Type
es: Tipo
it: Tipo
nl: Type
""")  # of the column that says of a row whether it is work or a break
