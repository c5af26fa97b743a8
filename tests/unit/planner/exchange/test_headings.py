"""Headings in the languages of Europe: the columns of a table are found by themselves, or asked about."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from planner.exchange import ChosenColumns, ImportQuestion, ReadOptions, Unanswered, read_file, usual_columns
from planner.exchange.entries.read_entries import ReadFile
from planner.exchange.headings import client, date, duration, end, interruption, note, phase, project, start, tags

BERLIN = ZoneInfo("Europe/Berlin")
LANGUAGES = {
    "English": "Date;Start;End;Break;Duration;Client;Project;Task;Description;Tags",
    "German": "Datum;Von;Bis;Pause;Dauer;Kunde;Projekt;Tätigkeit;Beschreibung;Schlagworte",
    "German, of hand": "Tag;Beginn;Ende;Pausen;Std.;Auftraggeber;Projekt;Aufgabe;Bemerkung;Stichworte",
    "French": "Date;Début;Fin;Pause;Durée;Client;Projet;Tâche;Description;Étiquettes",
    "French, Kimai": "Date;De;À;Pause;Durée;Client;Projet;Activité;Description;Mots-clés",
    "Spanish": "Fecha;Inicio;Fin;Descanso;Duración;Cliente;Proyecto;Tarea;Descripción;Etiquetas",
    "Italian": "Data;Ora inizio;Ora fine;Pausa;Durata;Cliente;Progetto;Attività;Descrizione;Etichette",
    "Portuguese": "Data;Início;Fim;Intervalo;Duração;Cliente;Projeto;Tarefa;Descrição;Etiquetas",
    "Dutch": "Datum;Van;Tot;Pauze;Duur;Klant;Project;Taak;Omschrijving;Labels",
    "Polish": "Data;Od;Do;Przerwa;Czas trwania;Klient;Projekt;Zadanie;Opis;Tagi",
    "Swedish": "Datum;Från;Till;Rast;Varaktighet;Kund;Projekt;Uppgift;Beskrivning;Taggar",
    "Danish": "Dato;Fra;Til;Pause;Varighed;Kunde;Projekt;Opgave;Beskrivelse;Etiketter",
    "Norwegian": "Dato;Fra;Til;Pause;Varighet;Kunde;Prosjekt;Oppgave;Beskrivelse;Stikkord",
    "Finnish": "Päivämäärä;Alku;Loppu;Tauko;Kesto;Asiakas;Projekti;Tehtävä;Kuvaus;Tunnisteet",
    "Czech": "Datum;Začátek;Konec;Přestávka;Doba trvání;Zákazník;Projekt;Činnost;Popis;Štítky",
    "Slovak": "Dátum;Od;Do;Prestávka;Trvanie;Zákazník;Projekt;Činnosti;Popis;Značky",
    "Russian": "Дата;Начало;Конец;Перерыв;Длительность;Клиент;Проект;Задача;Описание;Теги",
    "Turkish": "TARİH;BAŞLANGIÇ;BİTİŞ;MOLA;SÜRE;MÜŞTERİ;PROJE;GÖREV;AÇIKLAMA;ETİKETLER",
    "Hungarian": "Dátum;Kezdés;Befejezés;Szünet;Időtartam;Ügyfél;Projekt;Tevékenység;Leírás;Címkék",
    "Greek": "Ημερομηνία;Από;Σε;Διάλειμμα;Διάρκεια;Πελάτης;Έργο;Δραστηριότητα;Περιγραφή;Ετικέτες",
    "Catalan": "Data;Inicia;Final;Pausa;Durada;Client;Projecte;Activitat;Descripció;Etiquetes",
    "Romanian": "Data;De la;Până la;Pauză;Durata;Client;Proiect;Activitate;Descriere;Etichete",
    "Croatian": "Datum;Od;Do;Pauza;Trajanje;Kupac;Projekt;Aktivnost;Opis;Oznake",
    "Ukrainian": "Дата;Початок;Кінець;Перерва;Тривалість;Клієнт;Проєкт;Діяльність;Опис;Мітки",
    "Basque": "Data;Hasi;Bukatu;Pausa;Iraupena;Bezeroa;Proiektua;Jarduera;Deskribapena;Etiketak",
    "Esperanto": "Dato;De;Al;Paŭzo;Daŭro;Kliento;Projekto;Aktivaĵo;Priskribo;Etikedoj",
    "Hebrew": "תאריך;התחלה;סיום;הפסקה;משך זמן;לקוח;מיזם;פעילות;תיאור;תגיות",
    "Korean": "날짜;시작;종료;휴식;소요시간;고객;프로젝트;활동;설명;태그",
    "Chinese": "日期;开始;结束;休息;持续时间;客户;项目;活动;描述;标签",
    "Japanese": "日付;開始;終了;休憩;期間;得意先;プロジェクト;アクティビティ;説明;タグ",
    "without accents, in capitals": "DATE;DEBUT;FIN;PAUSE;DUREE;CLIENT;PROJET;TACHE;DESCRIPTION;MOTS CLES",
    "of a program": "entry_date;startTime;endTime;break_time;duration;client_name;projectName;taskName;notes;labels",
}
ROW = "02.03.2026;09:00;17:30;0:30;8:00;Uni;Thesis;Lesen;erste Runde;gpu"


def table(*lines: str, **options: object) -> ReadFile:
    return read_file("x.csv", "\n".join(lines).encode(), None, ReadOptions(BERLIN, **options))[1]  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_columns_are_found_in_each_language(language: str) -> None:
    """Eight hours of work, half an hour of break, and all its names."""
    (one,) = table(LANGUAGES[language], ROW).entries
    assert (one.project, one.phase, one.note, one.client) == ("Thesis", "Lesen", "erste Runde", "Uni")
    assert one.tags == ("gpu",)
    assert one.stopped_at is not None
    assert (one.stopped_at - one.started_at).total_seconds() == 8.5 * 3600
    assert one.interrupted_s == 1800


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_date_and_a_duration_are_enough_in_each_language(language: str) -> None:
    """Without clocks."""
    names = LANGUAGES[language].split(";")
    found = table(";".join([names[0], names[4], names[6]]), "02.03.2026;1:30;Thesis")
    assert [(one.project, one.stopped_at is not None) for one in found.entries] == [("Thesis", True)]
    assert found.placed


def test_no_word_means_two_things_that_are_not_told_apart() -> None:
    """A word stands for one role; those that are clocks or lengths in some languages are told apart by their cells."""
    roles = {
        "start": {*start.WORDS, *start.DATES},
        "end": {*end.WORDS, *end.DATES},
        "date": set(date.WORDS),
        "duration": set(duration.WORDS),
        "either": set(duration.CLOCK_OR_LENGTH),
        "interruption": set(interruption.WORDS),
        "project": set(project.WORDS),
        "phase": {*phase.WORDS, *phase.CATEGORIES},
        "note": set(note.WORDS),
        "tags": set(tags.WORDS),
        "client": set(client.WORDS),
    }
    twice = {
        word
        for first, words in roles.items()
        for second, others in roles.items()
        if first < second
        for word in words & others
    }
    assert twice == set()


def test_a_heading_that_could_be_a_clock_or_a_length_is_asked_about() -> None:
    """Unless its cells, or the other columns, tell."""
    with pytest.raises(
        Unanswered, match=r"the column 'Zeit' could say when .* --start 'Zeit' or --hours 'Zeit'"
    ) as asked:
        table("Datum;Zeit;Projekt", "02.03.2026;1:30;A")
    assert asked.value.question is ImportQuestion.COLUMNS
    assert len(table("Datum;Zeit;Projekt", "02.03.2026;1:30;A", columns=ChosenColumns(hours="Zeit")).entries) == 1
    (one,) = table("Date;Time;Project", "2026-03-02;1.5;A").entries
    assert one.stopped_at is not None
    assert (one.stopped_at - one.started_at).total_seconds() == 5400
    (one,) = table("Date;Time;Project", "2026-03-02;1h 30m;A").entries
    assert one.stopped_at is not None
    assert (one.stopped_at - one.started_at).total_seconds() == 5400
    (one,) = table("Date;Time;Duration;Project", "2026-03-02;9:00 AM;1.5;A").entries
    assert one.started_at.astimezone(BERLIN).hour == 9


def test_tag_is_a_day_or_a_tag_as_its_cells_tell() -> None:
    """German or English."""
    assert table("Tag;Von;Bis;Projekt", "02.03.2026;9:00;10:00;A").entries[0].tags == ()
    assert table("Date;From;To;Project;Tag", "2026-03-02;9:00;10:00;A;gpu").entries[0].tags == ("gpu",)


@pytest.mark.parametrize(
    ("header", "row", "expected", "name"),
    [
        (
            "Projekt,Kunde,Beschreibung,Aufgabe,Startdatum,Startzeit,Enddatum,Endzeit,Dauer (h),Dauer (dezimal)",
            'Web,Uni,x,Design,02.03.2026,09:00:00,02.03.2026,11:00:00,02:00:00,"2,00"',
            ("Web", "Design", "x", 2.0),
            "Clockify",
        ),
        (
            "Issue Key,Issue summary,Hours,Work date,Full name,Project Key,Project Name,Work Description",
            "T-1,Train it,1.5,2026-03-02 09:00,Pat,T,Web,x",
            ("Web", "Train it", "x", 1.5),
            "Tempo",
        ),
        (
            "Project,Issue Key,Worklog Id,Started,Time Spent,Comment",
            "Web,T-1,77,2026-03-02T09:00:00.000+0100,1d 30m,x",
            ("Web", "T-1", "x", 8.5),
            "Jira",
        ),
        (
            "project,issueKey,worklogId,started,timeSpentSeconds,comment",
            "Web,T-1,77,2026-03-02T09:00:00.000+0100,5400,x",
            ("Web", "T-1", "x", 1.5),
            "Jira",
        ),
        (
            "Project,Title,Notes,Start Date,End Date,Duration",
            "Web,Design,x,2026-03-02 09:00:00,2026-03-02 10:30:00,1:30:00",
            ("Web", "Design", "x", 1.5),
            "",
        ),
        (
            "Day,User,Time Entry,Project,Client,Note,Start Time,End Time,Duration",
            "2026-03-02,Pat,Design,Web,Uni,x,9:00,10:30,1:30",
            ("Web", "Design", "x", 1.5),
            "",
        ),
        (
            "Date,Project,To-do,Time (h),Activity,Notes",
            "2026-03-02,Web,Design,1:30:00,55%,x",
            ("Web", "Design", "x", 1.5),
            "",
        ),
        (
            "Date;User;Work package;Activity;Hours;Comment;Project",
            "2026-03-02;Pat;Design;Development;1.5;x;Web",
            ("Web", "Design", "x", 1.5),
            "",
        ),
        ("Date,Project,Language,Total Seconds", "2026-03-02,Web,Python,5400", ("Web", "Python", "", 1.5), "WakaTime"),
        (
            "activity name,time started,time ended,comment,categories,record tags,duration,duration minutes",
            "Design,2026-03-02 09:00:00,2026-03-02 10:33:43,x,Web,gpu,1:33:43,93",
            ("Web", "Design", "x", 1.5619),
            "Simple Time Tracker",
        ),
    ],
)
def test_trackers_are_recognised_by_their_columns(
    header: str, row: str, expected: tuple[str, str, str, float], name: str
) -> None:
    """Project, phase, note and hours, and the program's name."""
    found = table(header, row)
    (one,) = found.entries
    assert one.stopped_at is not None
    worked = (one.stopped_at - one.started_at).total_seconds() / 3600
    assert (one.project, one.phase, one.note, round(worked, 4)) == expected
    assert one.interrupted_s == 0
    assert [said for said in found.remarks if "Read as" in said] == ([f"Read as an export of {name}."] if name else [])


def test_totals_and_repeated_names_are_no_entries() -> None:
    """Each with its line."""
    lines = ("Date;Duration;Project", "2026-03-02;1:30;A", "Date;Duration;Project", "2026-03-03;1:30;A", "Total;3:00;")
    found = table(*lines)
    assert len(found.entries) == 2
    assert found.remarks[-2:] == ["Line 3 repeats the names of the columns.", "Line 5 is a total, no entry."]


def test_the_columns_to_choose_from_begin_with_those_that_are_found() -> None:
    """As the page shows them."""
    assert usual_columns(["Datum", "Von", "Bis", "Projekt", "Tätigkeit"]) == {
        "date": "Datum",
        "start": "Von",
        "end": "Bis",
        "project": "Projekt",
        "phase": "Tätigkeit",
    }
