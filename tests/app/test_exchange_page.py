"""Import & backup: files go in, what they would bring is shown, one click imports it, and one takes it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from planner import planning, timelog
from planner.clock import now
from planner.domain.project import Project
from planner.store import open_store
from tests.app.train_tab import APP, said

TOGGL = (
    "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\n"
    "Ann,,,Thesis,Read,papers,No,2026-05-07,09:00:00,2026-05-07,10:30:00,01:30:00,quiet\n"
    "Ann,,,Thesis,Write,,No,2026-05-07,11:00:00,2026-05-07,12:00:00,01:00:00,\n"
    "Ann,,,Side job,,mails,No,2026-05-07,13:00:00,2026-05-07,14:00:00,01:00:00,\n"
)
OPEN_END = "Ann,,,Thesis,Write,,No,2026-05-08,13:00:00,,,,\n"
UNKNOWN = "begonnen;fertig;woran;was\n2026-05-07 09:00;2026-05-07 10:30;Thesis;Lesen\n"
UNCLEAR = "project,phase,start,end\nThesis,Read,03/04/2026 09:00,03/04/2026 10:00\n"
PLACED = "date,hours,project\n2026-05-07,1.5,Thesis\n"


@pytest.fixture(autouse=True)
def berlin(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine stands in Berlin."""
    monkeypatch.setenv("TZ", "Europe/Berlin")


def opened() -> AppTest:
    """A new tab on the page."""
    return AppTest.from_file(APP, default_timeout=60).run().switch_page("planner/pages/exchange.py").run()


def uploaded(text: str, name: str = "report.csv", app: AppTest | None = None) -> AppTest:
    """The page with a file."""
    app = app or opened()
    return app.file_uploader[0].upload(name, text.encode()).run()


def box(app: AppTest, label: str) -> Selectbox:
    """The one box whose label begins so."""
    (found,) = [one for one in app.selectbox if one.label.startswith(label)]
    return found


def press(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def logged(home: Path) -> dict[str, list[str]]:
    """Projects with the phases of their entries, by start."""
    with open_store(home) as store:
        found = {}
        for project in planning.projects(store):
            names = {phase.id: phase.name for phase in planning.phases(store, project.id)}
            found[project.name] = [names[entry.phase_id] for entry in timelog.entries(store, project.id)]
        return found


def test_a_first_visit_says_what_to_bring_and_that_no_project_is_needed() -> None:
    """The question first, then the way to a file; nothing to import or export."""
    app = opened()
    assert app.title[0].value == "Bring in hours from elsewhere"
    assert "No project is needed first" in said(app)
    assert "timew export" in said(app)
    assert "There is nothing to export yet." in said(app)
    assert not [one for one in app.button if one.key == "import_now"]


def test_a_report_is_previewed_imported_and_taken_back(home: Path) -> None:
    """The button says how much; before it nothing is written, and after the undo nothing is left of it."""
    app = uploaded(TOGGL)
    assert box(app, "**report.csv**: Toggl")
    assert app.subheader[0].value == "3 entries, 3.5 h would come in"
    assert app.button(key="import_now").label == "Import 3 entries, 3.5 h"
    assert logged(home) == {}
    press(app, "import_now")
    assert not app.exception
    assert logged(home) == {"Thesis": ["Read", "Write"], "Side job": ["Imported"]}
    assert "Imported 3 entries from report.csv." in said(app)
    assert app.subheader[0].value == "Earlier imports"
    assert not list((home / "imports").rglob("*.csv"))
    press(app, "notice_undo")
    assert logged(home) == {}
    assert "Earlier imports" not in [one.value for one in app.subheader]
    assert [toast.value for toast in app.toast] == [
        "Undone: imported 3 entries from report.csv. With it went the projects Thesis and Side job, made for it."
    ]


def test_files_and_answers_are_there_after_a_reload(home: Path) -> None:
    """They lie on disk and in the store, so neither another page nor a new tab forgets them."""
    app = uploaded(TOGGL)
    box(app, "Clock times").select("UTC").run()
    again = opened()
    assert box(again, "Clock times").value == "UTC"
    press(again, "import_now")
    with open_store(home) as store:
        (first, _) = timelog.entries(store, planning.project_named(store, "Thesis").id)
    assert first.started_at.hour == 9


def test_projects_and_phases_can_go_to_others(home: Path) -> None:
    """To one that is there, or to a new name; the label says which it is."""
    with open_store(home) as store:
        planning.create_project(store, "Master", phases=["Lesen"], now=now())
    app = uploaded(TOGGL)
    box(app, "**Thesis**").select("Master").run()
    assert box(app, "**Thesis**, 2 entries, 2.5 h: project here").value == "Master"
    box(app, "**Thesis / Read**").select("Lesen").run()
    assert box(app, "**Thesis / Read**, 1 entry, 1.5 h: phase here").value == "Lesen"
    press(app, "import_now")
    assert logged(home) == {"Master": ["Lesen", "Write"], "Side job": ["Imported"]}


def test_everything_can_go_into_one_project(home: Path) -> None:
    """Then its phases are the tasks, or the projects of the file where there is no task."""
    with open_store(home) as store:
        planning.create_project(store, "All", phases=["Read"], now=now())
    app = uploaded(TOGGL)
    box(app, "Projects").select("All").run()
    press(app, "import_now")
    assert logged(home) == {"All": ["Read", "Write", "Side job"]}


def test_what_the_log_has_already_is_marked_and_left_out_unless_asked_for(home: Path) -> None:
    """A second import of the same file is nothing new."""
    press(uploaded(TOGGL), "import_now")
    app = uploaded(TOGGL)
    assert app.subheader[0].value == "Nothing new: the log has all of it already"
    assert app.button(key="import_now").disabled
    (again,) = [one for one in app.checkbox if one.label.startswith("Take them again: 3")]
    again.check().run()
    assert app.button(key="import_now").label == "Import 3 entries, 3.5 h"


@pytest.mark.parametrize(
    ("way", "field", "hours"), [("skip", None, 3.5), ("at", "time_input", 7.5), ("hours", "number_input", 4.5)]
)
def test_an_entry_without_an_end_is_asked_about(home: Path, way: str, field: str | None, hours: float) -> None:
    """It is left out, or gets an end or a length; a timer never starts."""
    app = uploaded(TOGGL + OPEN_END)
    assert "Line 5 started 2026-05-08 13:00 and has no end." in said(app)
    assert "--open-ends" not in said(app)
    (asked,) = [one for one in app.segmented_control if "1 entry has no end" in one.label]
    asked.set_value(way).run()
    assert field is None or app.get(field)
    assert app.button(key="import_now").label.endswith(f", {hours:g} h")
    press(app, "import_now")
    with open_store(home) as store:
        assert timelog.running(store) is None


def test_dates_that_could_be_two_are_asked_about(home: Path) -> None:
    """Nothing is guessed: the line is named, and without an answer nothing can be imported."""
    app = uploaded(UNCLEAR)
    assert "report.csv: line 2 says '03/04/2026 09:00'" in said(app)
    assert "--day-order" not in said(app)
    assert not [one for one in app.button if one.key == "import_now"]
    (asked,) = [one for one in app.segmented_control if one.label.startswith("Dates such as")]
    asked.set_value("dmy").run()
    assert "All of Fri 3 April." in said(app)
    press(app, "import_now")
    assert logged(home) == {"Thesis": ["Read"]}


def test_a_table_of_unknown_columns_is_read_by_choosing_them(home: Path) -> None:
    """Its first rows are shown; as soon as start and end are chosen there is a preview."""
    app = uploaded(UNKNOWN)
    assert "no columns say when entries began and ended. It has: begonnen, fertig, woran, was." in said(app)
    assert "--start" not in said(app)
    assert app.dataframe[0].value.iloc[0].tolist() == ["2026-05-07 09:00", "2026-05-07 10:30", "Thesis", "Lesen"]
    for label, column in (("Start", "begonnen"), ("End", "fertig"), ("Project", "woran"), ("Phase", "was")):
        (chosen,) = [one for one in app.selectbox if one.label == label]
        chosen.select(column).run()
    assert app.button(key="import_now").label == "Import 1 entry, 1.5 h"
    press(app, "import_now")
    assert logged(home) == {"Thesis": ["Lesen"]}


def test_hours_without_a_clock_begin_where_a_person_says(home: Path) -> None:
    """The file says a date and hours only."""
    app = uploaded(PLACED)
    (begins,) = [one for one in app.time_input if one.label.startswith("The first entry")]
    begins.set_value(begins.value.replace(hour=7)).run()
    press(app, "import_now")
    with open_store(home) as store:
        (entry,) = timelog.entries(store, planning.project_named(store, "Thesis").id)
    assert entry.started_at.hour == 5  # seven o'clock in Berlin


@pytest.mark.parametrize(
    ("text", "name", "sentence"),
    [
        ('{"buckets": {', "aw.json", "aw.json: line 1 is not JSON"),
        ("", "empty.csv", "empty.csv: it is empty."),
        ("[1, 2", "frames", "frames: line 1 is not JSON"),
    ],
)
def test_a_file_that_is_no_log_is_one_sentence_and_the_others_go_on(text: str, name: str, sentence: str) -> None:
    """It names the line and the reason; the rest can be imported, and the file be taken out."""
    app = uploaded(TOGGL, app=uploaded(text, name))
    (error,) = app.error
    assert error.value.replace("\\", "").startswith(sentence)
    assert app.button(key="import_now").label == "Import 3 entries, 3.5 h"
    app.button[0].click().run()
    assert not app.error


def test_a_file_that_waits_for_an_answer_stays_when_the_others_are_imported() -> None:
    """It need not be uploaded again."""
    app = press(uploaded(TOGGL, app=uploaded(UNKNOWN, "mine.csv")), "import_now")
    assert box(app, "**mine.csv**: one question first")
    assert "report.csv**" not in " ".join(one.label for one in app.selectbox)


def test_each_line_that_stays_out_is_said(home: Path) -> None:
    """Many of them are a table with the line and the reason."""
    app = uploaded(TOGGL + "Ann,,,Thesis,Read,,No,2026-02-30,09:00:00,2026-05-07,10:30:00,,\n" * 9)
    (expander,) = [one for one in app.expander if one.label.startswith("9 lines stay out")]
    table = expander.dataframe[0].value
    assert table["Line"].tolist() == list(range(5, 14))
    assert "which is no date" in table["Why"][0]


def test_a_format_can_be_named_where_the_guess_is_wrong() -> None:
    """Then the file is read as that, and says so where it cannot be."""
    app = uploaded(TOGGL)
    box(app, "**report.csv**").select("watson").run()
    assert "report.csv: line 1 is not JSON" in said(app)


def test_an_earlier_import_is_taken_back_also_when_something_was_logged_since(home: Path) -> None:
    """What was made by hand stays, and so does the phase it is on."""
    app = press(uploaded(TOGGL), "import_now")
    with open_store(home) as store:
        phase = planning.phase_named(store, planning.project_named(store, "Thesis").id, "Write")
        timelog.add_entry(store, phase.id, now() - timedelta(hours=2), now() - timedelta(hours=1), now=now())
    (undo,) = [one for one in app.button if str(one.key).startswith("undo_import_")]
    undo.click().run()
    assert logged(home) == {"Thesis": ["Write"]}


def test_an_import_that_fails_leaves_nothing_and_the_files_stay(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is one sentence; a second try needs no second upload."""

    def full(*_: object, **__: object) -> None:
        from planner.domain.errors import StoreUnusable

        raise StoreUnusable("The disk is full.")

    app = uploaded(TOGGL)
    with monkeypatch.context() as patched:
        patched.setattr("planner.store.entries.EntryRows.add_many", full)
        press(app, "import_now")
    assert app.error[0].value == "The disk is full. Nothing was imported."
    assert logged(home) == {}
    press(app.run(), "import_now")
    assert logged(home) == {"Thesis": ["Read", "Write"], "Side job": ["Imported"]}


@pytest.fixture
def project(home: Path) -> Project:
    """A project with two entries on two days, and another with one."""
    with open_store(home) as store:
        made = planning.create_project(store, "Thesis", phases=["Read"], now=now() - timedelta(days=9))
        other = planning.create_project(store, "Other", phases=["Read"], now=now() - timedelta(days=9))
        for of, days in ((made, 3), (made, 1), (other, 1)):
            start = now().replace(hour=10) - timedelta(days=days)  # no entry reaches into another day
            timelog.add_entry(
                store, planning.phases(store, of.id)[0].id, start, start + timedelta(hours=1), now=now(), note="=1+1"
            )
    return made


def test_an_export_says_how_much_and_writes_what_was_chosen(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it, of one project, of some days; a cell never runs in a spreadsheet."""
    written: list[Callable[[], bytes]] = []
    monkeypatch.setattr("planner.pages.exchange_page.export.partial", lambda *a: written.append(a) or (lambda: b""))
    app = opened()
    assert [one.label for one in app.get("download_button")] == ["Export 3 entries"]
    app.selectbox(key="export_project").select(project.id).run()
    assert [one.label for one in app.get("download_button")] == ["Export 2 entries"]
    app.date_input(key="export_days").set_value((now().date() - timedelta(days=2), now().date())).run()
    assert [one.label for one in app.get("download_button")] == ["Export 1 entry"]
    write, *chosen = written[-1]
    head, row = write(*chosen).decode().splitlines()
    assert head == "project,phase,start,end,attended,note,tags"
    assert row.startswith("Thesis,Read,")
    assert row.endswith(",true,'=1+1,")


def test_days_without_an_entry_are_said(project: Project) -> None:
    """No button that would write an empty file."""
    app = opened()
    long_ago = now().date() - timedelta(days=400)
    app.date_input(key="export_days").set_value((long_ago, long_ago)).run()
    assert "No entry of these days is there to export." in said(app)
    assert not app.get("download_button")
