"""Headings of the column with the project of an entry, the surer ones first."""

from __future__ import annotations

from planner.exchange.headings.folding import words_of

WORDS = words_of("""
en: project, project name, projects
de: Projekt, Projektname, Projekte, Vorhaben
fr: Projet, Nom du projet, Projets
es: Proyecto, Nombre del proyecto, Proyectos
it: Progetto, Nome progetto, Progetti
pt: Projeto, Projecto, Nome do projeto, Projetos
nl: Project, Projectnaam, Projecten
pl: Projekt, Nazwa projektu, Projekty
sv: Projekt, Projektnamn
da: Projekt, Projektnavn
nb: Prosjekt, Prosjektnavn
fi: Projekti, Projektin nimi
cs: Projekt, Název projektu
ru: Проект, Название проекта
uk: Проєкт, Проект
tr: Proje, Proje adı
hu: Projekt, Projekt neve
el: Έργο, Εργασία
ro: Proiect
vi: Dự án
eu: Proiektua
zh: 项目
ja: プロジェクト
ko: 프로젝트
xx: list name, project key, board
ca: Projecte
sl: Projekt
eo: Projekto
id: Proyek
he: מיזם, פרויקט
ar: المشروع
fa: پروژه
zh-TW: 專案, 項目
""")
