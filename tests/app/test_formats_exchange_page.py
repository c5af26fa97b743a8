"""Import & backup: what changed since the last import, what is claimed twice, clients, and wrong guesses."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planner import timelog
from planner.clock import now
from planner.domain.timelog import TimeEntry
from planner.exchange import FORMATS
from planner.store import open_store
from tests.app.test_exchange_page import box, opened, press, uploaded
from tests.app.train_tab import said
from tests.places import TIMELOGS


@pytest.fixture(autouse=True)
def berlin(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine stands in Berlin."""
    monkeypatch.setenv("TZ", "Europe/Berlin")


def case(name: str, app: AppTest | None = None) -> AppTest:
    return uploaded((TIMELOGS / name).read_text(encoding="utf-8"), name, app)


def notes(home: Path) -> list[str]:
    with open_store(home) as store:
        return [entry.note for _, _, entry in store.entries.with_names(None)]


def the_entry(home: Path) -> TimeEntry:
    with open_store(home) as store:
        ((_, _, entry),) = store.entries.with_names(None)
        return entry


def test_an_edited_entry_is_shown_before_and_after_and_the_undo_brings_it_back(home: Path) -> None:
    """The button says what it does."""
    press(case("toggl1.csv"), "import_now")
    app = case("toggl2.csv")
    assert app.button(key="import_now").label == "Change 1 entry"
    assert "Nothing new, but 1 entry would change" in [each.value for each in app.subheader]
    changed = app.dataframe[0].value.to_dict("records")
    assert [(row["What"], row["Before"], row["After"]) for row in changed] == [("Note", "run", "run 1, lr 0.01")]
    app = press(app, "import_now")
    assert notes(home) == ["run 1, lr 0.01"]
    assert "Changed 1 entry as in toggl2.csv." in said(app)
    with open_store(home) as store:
        timelog.undo_last(store, now=now())
    assert notes(home) == ["run"]


def test_what_was_changed_here_too_waits_for_a_tick(home: Path) -> None:
    """Nothing is overwritten in silence."""
    press(case("toggl1.csv"), "import_now")
    with open_store(home) as store:
        timelog.edit_entry(store, the_entry(home).id, now=now(), note="by hand")
    app = case("toggl2.csv")
    assert app.button(key="import_now").label == "Nothing to import"
    assert "1 entry changed in the files and here." in said(app)
    (tick,) = [one for one in app.checkbox if one.label.startswith("Take what the files say")]
    app = tick.check().run()
    assert app.button(key="import_now").label == "Change 1 entry"
    press(app, "import_now")
    assert notes(home) == ["run 1, lr 0.01"]


def test_hours_that_would_be_claimed_twice_are_said(home: Path) -> None:
    """How many entries, and how many hours."""
    assert "4 entries to import overlap one another: 6.3 h would be claimed twice." in said(case("synced_twice.csv"))


def test_projects_of_two_clients_are_told_apart_and_can_be_named_otherwise(home: Path) -> None:
    """Here both go into one, as the person says."""
    app = case("clockify.csv")
    assert "Several clients have a project 'Website'; they are Website (Alpha) and Website (Beta) here." in said(app)
    app = box(app, "**Website (Beta)**").set_value("Website (Alpha)").run()
    press(app, "import_now")
    with open_store(home) as store:
        assert sorted(project for project, _, _ in store.entries.with_names(None)) == ["Website (Alpha)"] * 2


def test_a_wrong_guess_names_what_was_guessed(home: Path) -> None:
    """Another program can be chosen in the box above it."""
    app = uploaded('{"buckets": {}}', "log.json")
    (error,) = app.error
    assert error.value.endswith("It was read as ActivityWatch.")
    assert "--format" not in error.value


def test_every_format_is_offered_and_where_to_get_it() -> None:
    """The list on the page is the list of formats."""
    app = opened()
    for each in FORMATS:
        assert f"**{each.title}**" in said(app)
    options = case("klog.klg").selectbox[0].options
    assert options[1:] == [each.title for each in FORMATS]


def test_a_week_without_dates_is_asked_about(home: Path) -> None:
    """Any day of it will do; nothing is imported before."""
    app = uploaded("Project,Mon,Tue,Wed\nAlpha,1.5,2,\n")
    assert "its columns are days of a week ('Mon' and 'Tue' …), and it does not say of what week." in said(app)
    assert not [button for button in app.button if button.key == "import_now"]
    (day,) = [one for one in app.date_input if one.label == "A day of that week"]
    press(day.set_value(date(2026, 3, 4)).run(), "import_now")
    with open_store(home) as store:
        starts = [entry.started_at.date() for _, _, entry in store.entries.with_names(None)]
    assert starts == [date(2026, 3, 2), date(2026, 3, 3)]


def test_records_of_json_show_their_names_as_columns() -> None:
    """They can be chosen as those of any table."""
    app = uploaded('[{"when": "2026-03-02", "spent": {"minutes": 90}}, {"when": "2026-03-03"}]', "log.json")
    assert list(app.dataframe[0].value.columns) == ["when", "spent.minutes"]
    box(app, "Hours (no end)").set_value("spent.minutes").run()
    app = box(app, "Date (no start)").set_value("when").run()
    assert app.button(key="import_now").label == "Import 1 entry, 1.5 h"


def test_days_of_work_are_asked_about() -> None:
    """How many hours one has; the answer can be changed."""
    app = uploaded("Date,Days,Project\n2026-03-02,0.5,Alpha\n2026-03-03,1,Alpha\n")
    assert "'Days' counts days, and it is not said how many hours a day has." in said(app)
    for day_h, words in ((8, "12 h"), (6, "9 h")):
        (asked,) = [one for one in app.number_input if one.label == "Hours of work that a day has"]
        app = asked.set_value(day_h).run()
        assert app.button(key="import_now").label == f"Import 2 entries, {words}"
