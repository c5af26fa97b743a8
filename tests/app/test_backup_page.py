"""Backup, restore and deleting on the page: what is said, what is asked, and that each can be taken back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planner import planning, timelog
from planner.backup import write_backup
from planner.clock import now
from planner.domain.project import Project
from planner.store import open_store
from tests.app.plan_tab import field, press

LABEL = "Type its name, Toxic comments, to delete it"


def parts() -> None:
    """The two parts of the page, as the page draws them."""
    from planner.pages.exchange_page.backup import draw_backup
    from planner.pages.exchange_page.deleting import draw_deleting
    from planner.pages.failure import plain_failures
    from planner.pages.notice import show_notice
    from planner.pages.page_store import open_page_store

    with plain_failures(), open_page_store() as store:
        show_notice(store)
        draw_backup(store)
        draw_deleting(store)


def opened() -> AppTest:
    """A tab with these parts."""
    return AppTest.from_function(parts, default_timeout=30).run()


def said(app: AppTest) -> str:
    """All sentences."""
    return "\n".join(str(part.value) for part in [*app.markdown, *app.caption, *app.error])


@pytest.fixture
def project(home: Path) -> Project:
    """A project with two hours on its first phase, and a file of a model."""
    with open_store(home) as store:
        made = planning.create_project(store, "Toxic comments", now=now() - timedelta(days=9))
        start = now() - timedelta(days=8)
        timelog.add_entry(store, planning.phases(store, made.id)[0].id, start, start + timedelta(hours=2), now=now())
    (home / "runs" / "a").mkdir(parents=True)
    (home / "runs" / "a" / "network-1.npz").write_bytes(bytes(5000))
    return made


@pytest.fixture
def whole(home: Path, project: Project, tmp_path: Path) -> Path:
    """A backup from two days ago, after which another project was planned."""
    with open_store(home) as store:
        write_backup(store, tmp_path / "all.zip", now() - timedelta(days=2))
        later = planning.create_project(store, "Later", now=now() - timedelta(days=1))
        start = now() - timedelta(hours=3)
        timelog.add_entry(store, planning.phases(store, later.id)[0].id, start, start + timedelta(hours=1), now=now())
    assert project
    return tmp_path / "all.zip"


def names(home: Path) -> list[str]:
    """The projects that are there."""
    with open_store(home) as store:
        return [project.name for project in planning.projects(store)]


def test_without_projects_each_part_says_so() -> None:
    """Nothing to delete, no backup yet, and where the data lies."""
    app = opened()
    assert "**No backup has been made yet.**" in said(app)
    assert "There is no project to delete." in said(app)
    assert "Your data lies in " in said(app)


def test_a_backup_is_made_and_offered(home: Path, project: Project) -> None:
    """With what it holds and its size; a reload still offers it, and the next one takes its place."""
    assert project
    app = press(opened(), "Make a backup")
    assert "**The last backup was made today at " in said(app)
    assert "It holds 1 project, 1 entry and 0 training sessions, with models and uploads; " in said(opened())
    assert [button.label[:13] for button in opened().download_button] == ["Download it ("]
    (home / "backups" / "callit-2020-01-01-0000.zip").write_bytes(b"an earlier one")
    app.checkbox(key="backup_models").uncheck()
    press(app, "Make a backup")
    assert "without models" in said(app)
    assert len(list((home / "backups").glob("*.zip"))) == 1


def test_a_backup_that_cannot_be_written_is_said(home: Path, project: Project) -> None:
    """The folder cannot be made: one sentence."""
    assert project
    (home / "backups").write_text("in the way")
    app = press(opened(), "Make a backup")
    assert "could not be written" in app.error[0].value


def test_a_backup_is_compared_and_put_in_place_on_purpose(home: Path, whole: Path) -> None:
    """What the file holds against what is here; the word is asked; what was here can be gone back to."""
    app = opened()
    app.file_uploader[0].upload("mine.zip", whole.read_bytes()).run()
    assert "**mine.zip is whole.** The file, made on " in said(app)
    assert "holds 1 project, 1 entry and 0 training sessions, until " in said(app)
    assert "Here are 2 projects, 2 entries and 0 training sessions, until " in said(app)
    assert "work here that is newer than the file" in said(app)
    press(app, "Replace everything here")
    assert app.error[0].value == "Type “replace” first; nothing was changed."
    assert names(home) == ["Later", "Toxic comments"]
    app.text_input(key="restore_word").input("Replace")
    press(app, "Replace everything here")
    assert names(home) == ["Toxic comments"]
    assert not (home / "backups" / "uploads").exists()
    assert "**mine.zip was restored today at " in said(app)
    (aside,) = home.parent.glob("home-before-*")
    assert str(aside) in said(app).replace("\\", "")
    press(app, "Go back to it")
    assert names(home) == ["Later", "Toxic comments"]
    assert "**An earlier state came back today at " in said(app)


@pytest.mark.parametrize("cut", [0.5, 0.0])
def test_a_broken_file_changes_nothing(home: Path, whole: Path, cut: float) -> None:
    """One sentence, and no button that would replace anything."""
    content = whole.read_bytes()
    app = opened()
    app.file_uploader[0].upload("mine.zip", content[: int(len(content) * cut)]).run()
    assert [error.value for error in app.error] == [
        "mine.zip is no backup of Call It, or is damaged. Choose another file."
    ]
    assert "Replace everything here" not in [button.label for button in app.button]
    assert names(home) == ["Later", "Toxic comments"]


def test_a_file_is_chosen_by_its_path(whole: Path, tmp_path: Path) -> None:
    """A large one need not go through the browser; a wrong path is said."""
    app = opened()
    path = field(app.text_input, "Or its path on this machine, for a large one")
    path.input(str(whole)).run()
    assert "**all.zip is whole.**" in said(app)
    path.input(str(tmp_path / "none.zip")).run()
    assert app.error[0].value.startswith("There is no file ")


def test_a_refused_restore_says_why_and_changes_nothing(
    home: Path, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As while another tab has the data open; the page goes on with what is there."""
    patient = "planner.backup.restoring.close_for_all"
    from planner.store import close_for_all

    monkeypatch.setattr(patient, lambda folder: close_for_all(folder, patience_s=0.0))
    app = opened()
    field(app.text_input, "Or its path on this machine, for a large one").input(str(whole)).run()
    with open_store(home) as other:
        assert planning.projects(other)
        app.text_input(key="restore_word").input("replace")
        press(app, "Replace everything here")
    assert "is in use by another page or command" in app.error[0].value
    assert names(home) == ["Later", "Toxic comments"]


def test_a_project_is_deleted_by_its_name_and_brought_back(home: Path, project: Project) -> None:
    """What goes is said before, the days left after; a running timer is mentioned and stopped."""
    with open_store(home) as store:
        timelog.start(store, planning.phases(store, project.id)[1].id, now=now() - timedelta(minutes=9))
    app = opened()
    app.button(key=f"delete_exchange_{project.id}").click().run()
    assert "What goes: **2 h of entries**. It can be brought back until " in said(app)
    assert "**Its timer runs:** it is stopped now" in said(app)
    field(app.text_input, LABEL).input("Comments")
    press(app, "Delete Toxic comments")
    assert app.error[0].value.startswith("'Comments' is not its name. Type 'Toxic comments' to delete it")
    assert names(home) == ["Toxic comments"]
    field(app.text_input, LABEL).input("toxic comments")
    press(app, "Delete Toxic comments")
    assert names(home) == []
    assert "**Toxic comments**, deleted today, 30 days left" in said(app)
    press(app, "Bring back")
    assert names(home) == ["Toxic comments"]


def test_a_name_that_was_taken_is_said_at_the_project(home: Path, project: Project) -> None:
    """It cannot come back beside another of its name."""
    with open_store(home) as store:
        planning.delete_project(store, project.id, now=now())
        planning.create_project(store, "Toxic comments", now=now())
    app = press(opened(), "Bring back")
    assert "Rename that one, then bring this one back." in app.error[0].value


def test_the_sample_goes_at_once_and_what_is_over_is_purged(home: Path, project: Project) -> None:
    """Made data needs no name; after thirty days nothing is left of a project."""
    with open_store(home) as store:
        planning.create_project(store, "Sample", is_sample=True, now=now())
        planning.delete_project(store, project.id, now=now() - timedelta(days=40))
    app = press(opened(), "Remove")
    assert names(home) == []
    assert "Bring back" not in [button.label for button in app.button]
    with open_store(home) as store:
        assert store.projects.deleted() == []
