"""Headings of the column with the phase of an entry: phase, task, activity, in this order; a category where none is."""

from __future__ import annotations

from planner.exchange.headings.folding import words_of

WORDS = words_of("""
en: phase, phase name
fr: Phase
es: Fase
it: Fase
pt: Fase
nl: Fase
pl: Faza
sv: Fas
da: Fase
nb: Fase
fi: Vaihe
cs: Fáze
ru: Фаза, Этап
tr: Aşama, Faz
hu: Fázis, Szakasz
en: task, task name, issue summary, work item, work package, to do, todo, time entry
de: Aufgabe, Aufgaben
fr: Tâche, Tâches
es: Tarea, Tareas
it: Compito, Attività svolta
pt: Tarefa, Tarefas
nl: Taak, Taken
pl: Zadanie, Zadania
sv: Uppgift
da: Opgave
nb: Oppgave
fi: Tehtävä
cs: Úkol
sk: Úloha
ru: Задача, Задание
uk: Завдання
tr: Görev
hu: Feladat
zh: 任务
ja: タスク
en: activity, activity name, activity type, work type, type of work, service
de: Tätigkeit, Tätigkeiten, Aktivität, Leistung, Tätigkeitsart
fr: Activité, Activités
es: Actividad, Actividades
it: Attività
pt: Atividade, Actividade
nl: Activiteit, Werkzaamheid, Werkzaamheden
pl: Aktywność, Czynność
sv: Aktivitet
da: Aktivitet
nb: Aktivitet
fi: Toiminta, Aktiviteetti, Toiminto
cs: Činnost, Činnosti, Aktivita, Aktivity
sk: Činnosť
ru: Деятельность, Активность, Вид деятельности
uk: Діяльність
tr: Etkinlik, Aktivite, Faaliyet
hu: Tevékenység
el: Δραστηριότητα
ro: Activitate
hr: Aktivnost
vi: Hoạt động
eu: Jarduera
zh: 活动
ja: アクティビティ
ca: Activitat
sl: Aktivnost
eo: Aktivaĵo
id: Aktivitas
he: פעילות
ar: النشاط
fa: فعالیت
zh-TW: 活動
ko: 활동
en: titles, title, issue key, issue, ticket, subject
de: Titel, Betreff, Vorgang
fr: Titre
es: Título
it: Titolo
pt: Título
nl: Titel, Onderwerp
pl: Tytuł
sv: Titel
fi: Otsikko
""")
CATEGORIES = words_of("""
en: category, categories
de: Kategorie, Kategorien
fr: Catégorie, Catégories
es: Categoría, Categorías
it: Categoria, Categorie
pt: Categoria, Categorias
nl: Categorie, Categorieën
pl: Kategoria
sv: Kategori
da: Kategori
nb: Kategori
fi: Luokka, Kategoria
cs: Kategorie
ru: Категория
tr: Kategori
hu: Kategória
""")
