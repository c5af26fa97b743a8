"""The Work page: one timer for all tabs, the day, and entries by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planner import planning, timelog
from planner.clock import local_zone, now
from planner.domain.hours import HourRange
from planner.domain.project import Project
from planner.pages.work_page.entry_table import changes, frame_of, interval, rows_in, rows_of
from planner.store import Store, open_store
from tests.places import APP


@pytest.fixture
def project(home: Path) -> Project:
    """A project with the usual phases; Explore has a cap of 5 hours."""
    with open_store(home) as store:
        made = planning.create_project(store, "Toxic comments", total=HourRange(20, 30), now=now() - timedelta(days=9))
        rows = [
            planning.phase_plan(phase.name, 3, 5, 5 if phase.name == "Explore" else None, phase_id=phase.id)
            for phase in planning.phases(store, made.id)
        ]
        planning.save_phases(store, made.id, rows, now=now())
        return made


@pytest.fixture(autouse=True)
def afternoon(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is past two in the afternoon: what began some hours ago is of this day and this week, whenever tests run."""
    monkeypatch.setenv("TZ", f"Etc/GMT{now().hour - 14:+d}")


def opened(project: Project) -> AppTest:
    """A tab on the Work page of a project."""
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["project"] = str(project.id)
    return app.switch_page("planner/pages/work.py").run()


def press(app: AppTest, label: str) -> AppTest:
    """Press the button whose label begins so."""
    button = next(button for button in app.button if button.label.startswith(label))
    return button.click().run()


def shortcuts(app: AppTest) -> dict[str, str]:
    """The keys of each button that has some."""
    return {button.label: button.proto.shortcut for button in app.button if button.proto.shortcut}


def clock(app: AppTest) -> str:
    """The markup of the running clock, empty when none is drawn."""
    return "".join(part.proto.body for part in app.get("html") if 'id="clock"' in part.proto.body)


def phase_id(store: Store, project: Project, name: str) -> int:
    """The id of a phase by its name."""
    return planning.phase_named(store, project.id, name).id


def test_a_click_starts_a_click_switches_and_a_click_stops(store: Store, project: Project) -> None:
    """One timer runs at a time; switching closes the one before."""
    app = press(opened(project), "Explore")
    assert app.title[0].value == "Explore"
    assert clock(app)
    press(app, "Model")
    assert app.title[0].value == "Model"
    press(app, "Stop")
    assert app.title[0].value == "No timer is running"
    assert not clock(app)
    assert [entry.stopped_at is None for entry in timelog.entries(store, project.id)] == [False, False]


def test_the_clock_counts_from_the_start_that_the_store_knows(store: Store, project: Project) -> None:
    """A reload, a closed tab or a killed server changes nothing: the clock has the stored start."""
    started_at = now() - timedelta(hours=2)
    timelog.start(store, phase_id(store, project, "Explore"), now=now(), at=started_at)
    app = opened(project)
    assert f'data-started-ms="{started_at.timestamp() * 1000:.0f}"' in clock(app)
    assert f'data-cap-s="{5 * 3600}"' in clock(app)


def test_the_tabs_title_has_the_name_of_the_phase_as_it_was_typed(store: Store, project: Project) -> None:
    """A name is a name, also where it looks like markup."""
    rows = [planning.phase_plan('<b>"Fit" & see', None, None, phase_id=phase_id(store, project, "Explore"))]
    planning.save_phases(store, project.id, rows, now=now())
    timelog.start(store, rows[0].phase_id or 0, now=now())
    assert 'data-phase="&lt;b&gt;&quot;Fit&quot; &amp; see"' in clock(opened(project))


def test_one_pair_of_keys_starts_and_stops(store: Store, project: Project) -> None:
    """What was worked on last is started; the keys are those that stop it again."""
    app = opened(project)
    assert shortcuts(app) == {"Clean": "alt+s"}
    press(app, "Explore")
    assert shortcuts(app) == {"Stop": "alt+s"}


def test_a_click_in_a_tab_that_is_out_of_date_changes_nothing_and_says_so(store: Store, project: Project) -> None:
    """The first tab still shows Explore when another has switched to Model: its Stop stops nothing."""
    first = press(opened(project), "Explore")
    timelog.start(store, phase_id(store, project, "Model"), now=now())
    press(first, "Stop")
    assert timelog.running(store) is not None
    assert first.title[0].value == "Model"
    assert "elsewhere" in first.warning[0].value


def test_a_cancelled_timer_logs_nothing_and_undo_brings_it_back(store: Store, project: Project) -> None:
    """Cancel drops the entry; Undo has it running again from its first start."""
    timelog.start(store, phase_id(store, project, "Explore"), now=now(), at=now() - timedelta(hours=1))
    app = press(opened(project), "Cancel")
    assert app.title[0].value == "No timer is running"
    assert not timelog.entries(store, project.id)
    press(app, "Undo")
    assert app.title[0].value == "Explore"


def test_the_table_says_how_long_an_entry_is_without_digits_nobody_knows() -> None:
    """Hours, minutes, less than a minute; nothing for times that cannot be right."""
    spans = [("09:00", "11:30"), ("09:00", "09:12"), ("09:00", "09:00"), ("09:00", "08:00"), ("09:00", None)]
    rows = [
        {
            "entry_id": number,
            "phase": "Clean",
            "start": f"2026-05-08T{start}",
            "stop": stop and f"2026-05-08T{stop}",
            "attended": True,
            "note": "",
        }
        for number, (start, stop) in enumerate(spans)
    ]
    assert list(frame_of(rows, UTC)["length"]) == ["2.5 h", "12 min", "< 1 min", "", ""]


def test_an_entry_by_hand_is_logged_in_local_time(store: Store, project: Project) -> None:
    """Ten to half past eleven yesterday on this machine's clocks, stored as instants."""
    yesterday = datetime.now(local_zone()).date() - timedelta(days=1)
    app = opened(project)
    app.date_input(key="add_day").set_value(yesterday)
    app.time_input(key="add_from").set_value(time(10, 0))
    app.time_input(key="add_to").set_value(time(11, 30))
    press(app, "Add the entry")
    (entry,) = timelog.entries(store, project.id)
    assert entry.hours(now()) == 1.5
    assert entry.started_at.astimezone(local_zone()).time() == time(10, 0)


def test_half_an_entry_is_refused_and_stays_typed(store: Store, project: Project) -> None:
    """The sentence says what is missing; the note is still there."""
    app = opened(project)
    app.text_input(key="add_note").input("HTML everywhere")
    press(app, "Add the entry")
    assert "needs a start and an end" in app.error[0].value
    assert app.text_input(key="add_note").value == "HTML everywhere"
    assert not timelog.entries(store, project.id)


def test_a_night_ends_on_the_next_day_and_a_slip_is_refused() -> None:
    """22:30 to 0:45 is a night; 14:00 to 13:30 would be 23.5 hours and is asked about."""
    start, stop = interval(date(2026, 5, 8), time(22, 30), time(0, 45), UTC)
    assert stop - start == timedelta(hours=2.25)
    with pytest.raises(Exception, match="into the next day"):
        interval(date(2026, 5, 8), time(14, 0), time(13, 30), UTC)


def test_a_saved_table_changes_only_what_was_typed(store: Store, project: Project) -> None:
    """An edited note leaves the seconds of start and end alone; a missing row is a deletion; both can be undone."""
    explore = phase_id(store, project, "Explore")
    start = now() - timedelta(hours=3, seconds=17)
    kept = timelog.add_entry(store, explore, start, start + timedelta(hours=1), now=now())
    gone = timelog.add_entry(store, explore, start + timedelta(hours=1), start + timedelta(hours=2), now=now())
    _draft_entries(store, project, {kept.id: {"note": "labels"}}, without=gone.id)
    app = press(opened(project), "Save the entries")
    (left,) = timelog.entries(store, project.id)
    assert (left.note, left.started_at, left.stopped_at) == ("labels", kept.started_at, kept.stopped_at)
    press(app, "Undo")
    assert {entry.id for entry in timelog.entries(store, project.id)} == {kept.id, gone.id}


def test_an_entry_that_ends_before_it_starts_is_refused_and_nothing_is_saved(store: Store, project: Project) -> None:
    """All changes of the table are saved, or none; the draft stays."""
    explore = phase_id(store, project, "Explore")
    start = now() - timedelta(hours=3)
    one = timelog.add_entry(store, explore, start, start + timedelta(hours=1), now=now(), note="as it was")
    two = timelog.add_entry(store, explore, start + timedelta(hours=1), start + timedelta(hours=2), now=now())
    _draft_entries(store, project, {two.id: {"note": "new"}, one.id: {"stop": "2020-01-01T10:00"}})
    app = press(opened(project), "Save the entries")
    said = app.error[0].value
    assert "before it starts" in said
    assert said.startswith(f"Explore, {start.astimezone(local_zone()):%a}")
    assert {entry.note for entry in timelog.entries(store, project.id)} == {"as it was", ""}
    assert "Save the entries" in [button.label for button in app.button]


def test_an_entry_that_came_while_the_table_was_edited_is_not_taken_for_a_deleted_one(
    store: Store, project: Project
) -> None:
    """A timer stopped meanwhile, here or in another tab, is in the log after the table is saved."""
    explore = phase_id(store, project, "Explore")
    start = now() - timedelta(hours=3)
    old = timelog.add_entry(store, explore, start, start + timedelta(hours=1), now=now())
    _draft_entries(store, project, {old.id: {"note": "labels"}})
    new = timelog.add_entry(store, explore, start + timedelta(hours=1), start + timedelta(hours=2), now=now())
    app = opened(project)
    assert any("1 newer entry" in caption.value for caption in app.caption)
    press(app, "Save the entries")
    assert [(entry.id, entry.note) for entry in timelog.entries(store, project.id)] == [
        (old.id, "labels"),
        (new.id, ""),
    ]


def test_rows_survive_the_way_through_the_table(store: Store, project: Project) -> None:
    """A table nobody touched holds no changes."""
    start = now() - timedelta(hours=3)
    timelog.add_entry(store, phase_id(store, project, "Explore"), start, now(), now=now(), note="x")
    rows = rows_of(timelog.entries(store, project.id), {p.id: p.name for p in planning.phases(store, project.id)}, UTC)
    assert changes(rows_in(frame_of(rows, UTC)), rows, UTC) == ([], [])


def _draft_entries(
    store: Store, project: Project, changed: dict[int, dict[str, str]], *, without: int | None = None
) -> None:
    """Leave a draft of this week's table, as typing into it does (the table itself only a browser can edit)."""
    names = {phase.id: phase.name for phase in planning.phases(store, project.id)}
    entries = timelog.entries(store, project.id)
    saved = rows_of(entries, names, local_zone())
    rows = [{**row, **changed.get(row["entry_id"], {})} for row in saved if row["entry_id"] != without]
    day = entries[-1].started_at.astimezone(local_zone()).date()
    monday = day - timedelta(days=day.weekday())
    store.drafts.save(f"entries of project {project.id}, week of {monday}", {"rows": rows, "saved": saved}, now())
