"""Headings of the column with what a person noted on an entry."""

from __future__ import annotations

from planner.exchange.headings.folding import words_of

WORDS = words_of("""
en: note, notes, description, comment, comments, remark, remarks, memo, details, work description
de: Notiz, Notizen, Beschreibung, Bemerkung, Bemerkungen, Kommentar, Anmerkung, Anmerkungen
fr: Note, Notes, Description, Commentaire, Commentaires, Remarque, Remarques
es: Nota, Notas, Descripción, Comentario, Comentarios, Observaciones
it: Nota, Note, Descrizione, Commento, Commenti
pt: Nota, Notas, Descrição, Comentário, Comentários, Observação, Observações
nl: Notitie, Notities, Omschrijving, Beschrijving, Opmerking, Opmerkingen, Toelichting
pl: Notatka, Notatki, Opis, Komentarz, Uwagi
sv: Anteckning, Anteckningar, Beskrivning, Kommentar, Notering
da: Note, Noter, Beskrivelse, Bemærkning, Kommentar
nb: Notat, Notater, Beskrivelse, Merknad, Kommentar
fi: Muistiinpano, Muistiinpanot, Kuvaus, Huomautus, Kommentti, Selite
cs: Poznámka, Poznámky, Popis, Komentář
ru: Заметка, Заметки, Описание, Комментарий, Примечание
uk: Опис, Коментар, Примітка
tr: Not, Notlar, Açıklama, Yorum
hu: Megjegyzés, Leírás, Jegyzet
el: Περιγραφή, Σχόλιο
ro: Descriere, Comentariu
hr: Opis, Komentar
vi: Sự miêu tả, Mô tả, Bình luận
eu: Deskribapena, Iruzkina
zh: 描述, 评论
ja: 説明, コメント
ko: 설명
ca: Descripció, Comentari
sl: Opis, Komentar
eo: Priskribo, Komento
id: Deskripsi, Keterangan
he: תיאור, הערה
ar: وصف, الوصف, تعليق
fa: توضیحات, شرح
ko: 업무 보고, 코멘트
""")
