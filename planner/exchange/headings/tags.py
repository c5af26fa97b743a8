"""Headings of the column with the tags of an entry."""

from __future__ import annotations

from planner.exchange.headings.folding import words_of

WORDS = words_of("""
en: tags, record tags, labels, keywords, time labels
de: Schlagworte, Schlagwörter, Stichworte, Stichwörter, Etiketten
fr: Mots-clés, Mot-clé, Étiquettes
es: Etiquetas, Palabras clave
it: Etichette, Parole chiave
pt: Etiquetas, Marcadores
nl: Labels, Trefwoorden
pl: Tagi, Etykiety
sv: Taggar, Etiketter
da: Etiketter, Mærkater
nb: Etiketter, Stikkord
fi: Tunnisteet, Tagit, Avainsanat
cs: Štítky, Štítek
sk: Značky, Značka
ru: Теги, Метки
uk: Теги, Мітки
tr: Etiketler
hu: Címkék
el: Ετικέτες, Ετικέτα
ro: Etichete
hr: Oznake
vi: Thẻ
eu: Etiketak
zh: 标签
ja: タグ
nl: Label
da: Etiket
ca: Etiquetes
sl: Oznake
eo: Etikedoj
he: תגיות
ar: الوسوم
fa: برچسبها
zh-TW: 標籤
ko: 태그
""")
