"""Taking back an import: its entries and what was made for them go; what somebody used since stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from planner import planning, timelog
from planner.domain.errors import NotFound
from planner.domain.hours import HourRange
from planner.exchange import (
    EndRule,
    Imported,
    Mapping,
    ReadOptions,
    SourceFile,
    earlier_imports,
    import_planned,
    preview_import,
    undo_earlier,
)
from planner.results import add_result
from planner.store import Store

HEAD = "project,phase,start,end"
THESIS = "Thesis,Read,2026-05-07 09:00,2026-05-07 10:00"
WRITE = "Thesis,Write,2026-05-07 10:00,2026-05-07 11:00"
SIDE = "Side job,Mails,2026-05-07 12:00,2026-05-07 13:00"
HOUR = timedelta(hours=1)


def brought_in(store: Store, now: datetime, *rows: str, name: str = "log.csv") -> Imported:
    """Rows of a table, imported."""
    source = SourceFile(name, "\n".join([HEAD, *rows]).encode())
    asked = preview_import(
        store, [source], None, options=ReadOptions(UTC), mapping=Mapping(), open_ends=EndRule(), now=now
    )
    return import_planned(store, asked, now=now)


def phase_names(store: Store, project: str = "Thesis") -> list[str]:
    return [phase.name for phase in planning.phases(store, planning.project_named(store, project).id)]


def phase_id(store: Store, name: str) -> int:
    return planning.phase_named(store, planning.project_named(store, "Thesis").id, name).id


def test_projects_and_phases_that_were_made_go_with_the_import(store: Store, now: datetime) -> None:
    """Also out of the lists of deleted projects and of phases that were taken out: they were never a plan."""
    brought_in(store, now, THESIS, WRITE, SIDE)
    said = timelog.undo_last(store, now=now)
    assert (
        said == "Undone: imported 3 entries from log.csv. With it went the projects Thesis and Side job, made for it."
    )
    assert planning.projects(store) == []
    assert planning.deleted_projects(store, now=now) == []


def test_what_was_there_before_the_import_stays(store: Store, now: datetime) -> None:
    """Only the phase that was added goes, and no change of the plan is told of it."""
    project = planning.create_project(store, "Thesis", phases=["Read"], now=now)
    brought_in(store, now, THESIS, WRITE)
    assert timelog.undo_last(store, now=now).endswith("With it went the phase Write, made for it.")
    assert phase_names(store) == ["Read"]
    assert planning.plan_changes(store, project.id, UTC) == []


def add_by_hand(store: Store, now: datetime) -> None:
    timelog.add_entry(store, phase_id(store, "Write"), now - 2 * HOUR, now - HOUR, now=now)


def add_and_delete(store: Store, now: datetime) -> None:
    added = timelog.add_entry(store, phase_id(store, "Write"), now - 2 * HOUR, now - HOUR, now=now)
    timelog.delete_entry(store, added.id, now=now)


def estimate(store: Store, now: datetime) -> None:
    project = planning.project_named(store, "Thesis")
    *others, last = [planning.as_plan(phase) for phase in planning.phases(store, project.id)]
    planning.save_phases(store, project.id, [*others, replace(last, range=HourRange(2, 3))], now)


@pytest.mark.parametrize("use", [add_by_hand, add_and_delete, estimate])
def test_a_phase_that_somebody_used_since_stays_with_its_project(
    store: Store, now: datetime, use: Callable[[Store, datetime], None]
) -> None:
    """An entry, one that was deleted and could come back, or an estimate is use; the other phase goes."""
    done = brought_in(store, now, THESIS, WRITE)
    use(store, now)
    undo_earlier(store, done.operation_id, now=now)
    assert phase_names(store) == ["Write"]


def test_a_project_with_a_result_stays_without_the_phases_made_for_it(store: Store, now: datetime) -> None:
    """A score logged by hand is use of the project."""
    done = brought_in(store, now, THESIS)
    add_result(store, done.project_id, "accuracy", 0.9, now=now)
    undo_earlier(store, done.operation_id, now=now)
    assert phase_names(store) == []


def test_a_deletion_can_still_be_taken_back_after_the_import_is(store: Store, now: datetime) -> None:
    """The entry by hand comes back to the phase that was made for the import."""
    done = brought_in(store, now, WRITE)
    add_and_delete(store, now)
    undo_earlier(store, done.operation_id, now=now)
    timelog.undo_last(store, now=now)
    assert len(timelog.entries(store, planning.project_named(store, "Thesis").id)) == 1


def test_an_entry_that_was_changed_since_stays(store: Store, now: datetime) -> None:
    """It is no longer what the file said, so only a person may take it away."""
    done = brought_in(store, now, THESIS, WRITE)
    (first, _) = timelog.entries(store, done.project_id)
    timelog.edit_entry(store, first.id, now=now, note="with care")
    assert undo_earlier(store, done.operation_id, now=now) == (
        "Undone: imported 2 entries from log.csv. 1 of its entries was changed since and stays. "
        "With it went the phase Write, made for it."
    )
    assert [entry.note for entry in timelog.entries(store, done.project_id)] == ["with care"]


def test_a_phase_that_two_imports_share_goes_with_the_last_of_them(store: Store, now: datetime) -> None:
    """Whichever of the two made it."""
    first = brought_in(store, now, THESIS)
    second = brought_in(store, now, THESIS.replace("-07", "-06"), name="more.csv")
    undo_earlier(store, first.operation_id, now=now)
    assert phase_names(store) == ["Read"]
    undo_earlier(store, second.operation_id, now=now)
    assert planning.projects(store) == []


def test_earlier_imports_are_listed_until_they_are_taken_back(store: Store, now: datetime) -> None:
    """The newest first; a second undo of the same one is refused in a sentence."""
    first = brought_in(store, now, THESIS)
    second = brought_in(store, now + HOUR, SIDE, name="more.csv")
    assert [(each.operation_id, each.file_names) for each in earlier_imports(store)] == [
        (second.operation_id, ["more.csv"]),
        (first.operation_id, ["log.csv"]),
    ]
    undo_earlier(store, first.operation_id, now=now)
    assert [each.operation_id for each in earlier_imports(store)] == [second.operation_id]
    with pytest.raises(NotFound, match="taken back already"):
        undo_earlier(store, first.operation_id, now=now)


def test_an_import_that_is_undone_leaves_room_for_the_next(store: Store, now: datetime) -> None:
    """The same file can be imported again, and makes what it needs anew."""
    done = brought_in(store, now, THESIS, SIDE)
    undo_earlier(store, done.operation_id, now=now)
    assert brought_in(store, now, THESIS, SIDE).n_entries == 2
    assert phase_names(store) == ["Read"]
