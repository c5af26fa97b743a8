"""Names that columns of text tables and time logs usually have, in the larger languages."""

from __future__ import annotations

import re
import unicodedata


def words_of(words: str) -> frozenset[str]:
    """The words of a text as a set, for lists of names."""
    return frozenset(words.split())


_KNOWN = words_of("""
text texts label labels sentiment category class target review reviews comment comments tweet message body
content title headline description question answer stars rating score id name date author source url topic
intent spam toxic document sentence summary tag tags type language polarity phrase mood emotion genre subject
start end begin from to until time day hours hour minutes seconds duration project client customer task activity
note notes user member started stopped created updated timestamp index number count value status country city year
kommentar kommentare bewertung kategorie klasse titel beschreibung frage antwort datum autor quelle thema sprache
stimmung satz nachricht inhalt von bis beginn ende anfang dauer stunden projekt kunde tätigkeit aufgabe notiz
bemerkung benutzer nutzer zeit tag nummer
texte commentaire commentaires avis note catégorie classe titre question réponse auteur sujet langue phrase message
étiquette début fin durée heures projet tâche activité utilisateur jour date
texto textos comentario comentarios reseña opinión categoría clase título descripción pregunta respuesta fecha autor
tema idioma frase mensaje etiqueta inicio fin duración horas proyecto cliente tarea actividad nota usuario día
testo commento recensione categoria classe titolo descrizione domanda risposta data autore argomento lingua frase
messaggio etichetta sentimento inizio fine durata ore progetto attività utente giorno
comentário avaliação título descrição pergunta resposta assunto idioma mensagem rótulo sentimento início duração
projeto tarefa atividade usuário dia
tekst opmerking beoordeling categorie klasse titel beschrijving vraag antwoord datum auteur onderwerp taal zin bericht
einde duur uren taak activiteit gebruiker
recenzja komentarz kategoria klasa tytuł opis pytanie odpowiedź data autor temat język zdanie wiadomość etykieta
początek koniec czas godziny zadanie uwagi użytkownik
текст отзыв комментарий категория класс метка название описание вопрос ответ дата автор тема язык сообщение
начало конец длительность часы проект задача
文本 标签 内容 评论 类别 分类 标题 日期 项目 テキスト ラベル 本文 レビュー カテゴリ 日付 텍스트 라벨 내용 리뷰 제목 날짜
""")
_MOST_WORDS, _MOST_CHARACTERS = 4, 64
_NUMBERED = re.compile(r"[\s#]\d+\s*$")


def is_known_name(cell: str) -> bool:
    """Whether a cell is a usual name of a column, or a few words that begin or end with one.

    Words with a number, such as "text 12" or "id 7", are as often values.

    >>> [is_known_name(cell) for cell in ("Label", "Review Text", "start_date", "Bewertung", "kettle", "text 12")]
    [True, True, True, True, False, False]
    """
    if len(cell) > _MOST_CHARACTERS or _NUMBERED.search(cell):
        return False
    words = re.split(r"[\W_]+", unicodedata.normalize("NFC", cell).casefold().strip())
    words = [word for word in words if word]
    return 0 < len(words) <= _MOST_WORDS and (words[-1] in _KNOWN or words[0] in _KNOWN)
