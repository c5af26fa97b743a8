"""The time of a cell in a box: on which phase, in which pieces, and what it was when the kernel died."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from planner import planning, timelog
from planner.domain.errors import NotFound
from planner.domain.project import Project
from planner.domain.timelog import TimeEntry
from planner.store import Store
from planner.timeboxed_command import close_ended
from planner.timeboxed_command.cells import CellLog, CellOrder, cell_target
from tests.unit.made_projects import planned_project

STARTED = datetime(2026, 5, 8, 9, 0, tzinfo=UTC)


class Clocks:
    """A clock on the wall and a count of seconds, which go alike until the wall is set."""

    def __init__(self) -> None:
        self.counted_s = 5_000.0
        self.set_s = 0.0

    def move(self, seconds: float) -> None:
        self.counted_s += seconds

    def now_unix(self) -> float:
        return STARTED.timestamp() + self.counted_s - 5_000.0 + self.set_s

    def ticks(self) -> float:
        return self.counted_s


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def project(store: Store, now: datetime) -> Project:
    return planned_project(store, "Reviews", {"Explore": (2, 4), "Model": (4, 8), "Write up": (2, 4)}, now)


def opened(store: Store, home: Path, clocks: Clocks, **asked: str) -> CellLog:
    """The log of a cell that began just now, in a box of 10 minutes."""
    order = CellOrder(600.0, clocks.now_unix(), "model.fit(x, y)", **asked)
    place = cell_target(store, order)
    assert place is not None
    return CellLog(order, place[1], home, ticks=clocks.ticks, now_unix=clocks.now_unix)


def logged(store: Store, project: Project) -> list[TimeEntry]:
    return sorted(timelog.entries(store, project.id), key=lambda entry: entry.started_at)


def test_a_cell_is_logged_as_time_of_the_machine_with_its_box_beside_it(
    store: Store, home: Path, project: Project, clocks: Clocks
) -> None:
    log = opened(store, home, clocks)
    clocks.move(480)
    log.end("")
    (entry,) = logged(store, project)
    assert not entry.attended
    assert (entry.started_at, entry.stopped_at) == (STARTED, STARTED + timedelta(minutes=8))
    assert entry.note == "cell in a box of 10 min: model.fit(x, y)"
    assert log.logged_s == 480


def test_it_is_logged_on_what_was_named_else_where_the_timer_runs_else_where_trainings_are(
    store: Store, project: Project, now: datetime
) -> None:
    def phase(**asked: str) -> str:
        place = cell_target(store, CellOrder(600.0, 0.0, **asked))
        assert place is not None
        return place[1].name

    assert phase() == "Model"
    explore = planning.phase_named(store, project.id, "Explore")
    timelog.start(store, explore.id, now=now, zone=UTC)
    assert phase() == "Explore"
    assert phase(phase="Write") == "Write up"
    other = planned_project(store, "Other", {"Model": (1, 2)}, now)
    assert cell_target(store, CellOrder(600.0, 0.0, project="Other")) == (
        other,
        planning.phase_named(store, other.id, "Model"),
    )
    with pytest.raises(NotFound, match="Modle"):
        phase(phase="Modle")


def test_without_any_project_nothing_is_asked(store: Store) -> None:
    assert cell_target(store, CellOrder(600.0, 0.0)) is None
    with pytest.raises(NotFound, match="no project yet"):
        cell_target(store, CellOrder(600.0, 0.0, phase="Model"))


def test_the_time_of_a_box_inside_of_it_is_not_logged_twice(
    store: Store, home: Path, project: Project, clocks: Clocks
) -> None:
    """60 s before it, the box with 200 s of which the planner hears 2 s later, 90 s after it."""
    log = opened(store, home, clocks)
    clocks.move(62)
    log.pause(clocks.now_unix() - 2)
    clocks.move(198)
    log.resume()
    clocks.move(90)
    log.end("the box was over")
    seconds = [(entry.stopped_at - entry.started_at).total_seconds() for entry in logged(store, project)]
    assert seconds == [60, 90]
    assert logged(store, project)[1].started_at == STARTED + timedelta(seconds=260)
    assert log.logged_s == 150


def test_moments_around_a_box_inside_of_it_and_a_cell_of_a_moment_are_no_entries(
    store: Store, home: Path, project: Project, clocks: Clocks
) -> None:
    log = opened(store, home, clocks)
    clocks.move(3)
    log.pause(clocks.now_unix())
    clocks.move(300)
    log.resume()
    clocks.move(2)
    log.end("")
    short = opened(store, home, clocks)
    clocks.move(0.4)
    short.end("left by NameError")
    assert logged(store, project) == []
    assert not (home / "boxed").exists()


def test_a_clock_that_is_set_meanwhile_changes_no_length(
    store: Store, home: Path, project: Project, clocks: Clocks
) -> None:
    log = opened(store, home, clocks)
    clocks.move(100)
    clocks.set_s = -3600
    log.end("")
    (entry,) = logged(store, project)
    assert (entry.stopped_at - entry.started_at).total_seconds() == 100


def test_where_the_whole_machine_stops_it_is_logged_up_to_its_last_sign(
    store: Store, home: Path, project: Project, clocks: Clocks
) -> None:
    """By the next command: the file beside the database tells of it."""
    log = opened(store, home, clocks)
    clocks.move(120)
    log.touch()
    clocks.move(3)
    opened_files = log._open
    assert opened_files is not None
    opened_files.close()  # the machine stops: nobody holds the file any more
    assert close_ended(store, home) == 1
    (entry,) = logged(store, project)
    assert entry.stopped_at == STARTED + timedelta(minutes=2)
    assert entry.note.startswith("cell in a box of 10 min: model.fit(x, y) (its end was not seen")
