"""A command or an action of a page that is refused leaves nothing behind: no row, no file, no folder."""

from __future__ import annotations

import shlex
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from planner import planning, results, sample_project, stop_rules, timelog
from planner.availability import Availability, CalendarFile, save_availability
from planner.domain.errors import CallItError
from planner.domain.hours import HourRange
from planner.domain.project import PhasePlan, Project
from planner.store import DATABASE_FILE, Store, open_store
from tests.integration.command_line import CommandLine

HOUR = timedelta(hours=1)


@pytest.fixture
def there(home: Path, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A filled data folder, and a working folder with a table and two files that are none; that folder."""
    with open_store(home) as store:
        sample_project.add_sample_project(store, now)
        project = planning.create_project(store, "My texts", now=now - 9 * HOUR)
        explore = planning.phase_named(store, project.id, "Explore")
        timelog.add_entry(store, explore.id, now - 5 * HOUR, now - 4 * HOUR, now=now)
        timelog.start(store, explore.id, now=now, at=now - HOUR)
        planning.make_current(store, project.id, now=now)
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    rows = "\n".join(f"text {number},{number % 2}" for number in range(50))
    (folder / "texts.csv").write_text(f"text,label\n{rows}\n", encoding="utf-8")
    (folder / "full").mkdir()
    (folder / "full" / "mine.txt").write_text("mine", encoding="utf-8")
    (folder / "no.zip").write_text("no archive", encoding="utf-8")
    (folder / "log.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    return folder


def _state(home: Path, folder: Path) -> tuple[list[str], dict[str, bytes]]:
    """All rows, and all files and folders but those of SQLite itself."""
    with closing(sqlite3.connect(home / DATABASE_FILE)) as database:
        dump = list(database.iterdump())
    own = {home / f"{DATABASE_FILE}{ending}" for ending in ("", "-wal", "-shm")}
    files = (path for root in (home, folder) for path in root.rglob("*") if path not in own)
    return dump, {str(path): path.read_bytes() if path.is_file() else b"a folder" for path in files}


COMMANDS = {
    "start an unknown phase": "start Nonsense",
    "start an unknown phase in a new project": "start Train --project Fresh --new",
    "start in a new project at no time": "start Model --project Fresh --new --at soon",
    "start in a new project in the future": "start Model --project Fresh --new --at 2999-01-01T10:00",
    "start in a new project without a name": "start Model --project ''? --new",
    "start before the running one": "start Model --project Fresh --new --at '2 days ago'",
    "start what runs": "start Explore",
    "start in an unknown project": "start Model --project Nobody",
    "start in the hour that is missing": "start Model --at '2026-03-29 02:30'",
    "stop in the future": "stop --at 2999-01-01T10:00",
    "stop before the start": "stop --at '2 days ago'",
    "stop at no time": "stop --at soon",
    "stop after no length": "stop --after 0",
    "stop after more than has passed": "stop --after 99h",
    "stop with a reason like a book": f"stop --interrupted {'why' * 100}",
    "continue in an unknown project": "continue --project Nobody",
    "continue what runs": "continue",
    "status keeps none": "status --keep",
    "add to an unknown phase": "add Nonsense 09:00 10:00",
    "add what ends before it starts": "add Model '2026-05-05 10:00' '2026-05-05 09:00'",
    "add what ends in the future": "add Model 09:00 2999-01-01T10:00",
    "add weeks": "add Model '2026-01-01 10:00' '2026-03-01 10:00'",
    "edit an unknown entry": "edit 9999 --note x",
    "edit to an unknown phase": "edit --phase Nonsense --note x",
    "edit to an end before its start": "edit 1 --note x --end '2001-01-01 10:00'",
    "edit nothing": "edit 1",
    "edit and delete": "edit 1 --delete --note x",
    "delete an unknown entry": "edit 9999 --delete",
    "result that is no number": "result much --metric accuracy",
    "result that cannot be": "result 17 --metric accuracy",
    "result without a metric": "result 0.5 --metric ' '",
    "result in the future": "result 0.5 --metric accuracy --at 2999-01-01T10:00",
    "result of an unknown project": "result 0.5 --metric accuracy --project Nobody",
    "settings of which one cannot be": "settings --day-starts 4 --ask-after 99",
    "import no table": "import no.zip",
    "import a table without times": "import csv log.csv --project Fresh",
    "import of an unknown format": "import sundial log.csv",
    "import in an unknown zone": "import csv log.csv --zone Atlantis/Centre",
    "import a file that is not there": "import csv nothing.csv",
    "export of an unknown format": "export sundial --out out.csv",
    "export of an unknown project": "export csv --project Nobody --out out.csv",
    "export into a folder": "export csv --out full",
    "export beside nothing": "export csv --out nowhere/out.csv",
    "availability of no week": "availability --to 2026-07-01 --hours never --save",
    "availability of an unknown country": "availability --to 2026-07-01 --hours 'Mon 9-12' --country Atlantis --save",
    "availability until no day": "availability --to someday --hours 'Mon 9-12' --save",
    "availability backwards": "availability --from 2026-07-01 --to 2026-06-01 --hours 'Mon 9-12' --save",
    "availability with a calendar that is not there": "availability --to 2026-07-01 --hours 'Mon 9-12' "
    "--calendar nothing.ics --save",
    "availability with no commitment": "availability --to 2026-07-01 --hours 'Mon 9-12' --busy nonsense --save",
    "backup onto a folder": "backup full",
    "backup below a file": "backup no.zip/deep/backup.zip",
    "restore no backup": "restore no.zip",
    "restore what is not there": "restore nothing.zip",
    "run on an unknown phase": "run --phase Nonsense --timebox 1m -- true",
    "run no command": "run --phase Model --timebox 1m -- no-such-command-anywhere",
    "run what cannot be run": "run --phase Model --timebox 1m -- ./log.csv",
    "run without a box": "run --phase Model --timebox soon -- true",
    "run for months": "run --phase Model --timebox 9999h -- true",
    "run in an unknown project": "run --project Nobody --phase Model --timebox 1m -- true",
    "train on nothing": "train nothing.csv",
    "train on no table": "train no.zip",
    "train on an unknown column": "train texts.csv --text words --label label",
    "train in too short a box": "train texts.csv --text text --label label --timebox 1s --out new",
    "train for months": "train texts.csv --text text --label label --timebox 9999h --out new",
    "train in an unknown project": "train texts.csv --text text --label label --project Nobody --out new",
    "train the sample in an unknown project": "train --sample --project Nobody --out new",
    "train the sample on an unknown phase": "train --sample --project 'My texts' --phase Nonsense --out new",
    "train the sample into a full folder": "train --sample --out full",
    "train into a full folder": "train texts.csv --text text --label label --out full",
    "train below a file": "train texts.csv --text text --label label --out no.zip/new",
    "train with too little memory": "train texts.csv --text text --label label --memory-limit 1MB --out new",
    "train on from nothing": "train --continue nothing --out new",
    "train on from a folder that is none": "train --continue full --out new",
    "train until no time": "train texts.csv --until noon --out new",
    "train for no metric": "train texts.csv --metric beauty --out new",
    "predict with no model": "predict full texts.csv --out labelled.csv",
    "a retrospective of an unknown project": "retro --project Nobody --out report.html",
    "a retrospective in no format": "retro --out report.docx",
    "a retrospective beside nothing": "retro --out nowhere/report.html",
    "a history of no entry": "log --history 9999",
    "a backtest of nothing": "backtest nothing.csv",
    "a forecast of an unknown project": "forecast --project Nobody",
}


@pytest.mark.parametrize("typed", [pytest.param(typed, id=name) for name, typed in COMMANDS.items()])
def test_a_refused_command_leaves_nothing_behind(
    callit: CommandLine, at: Callable[[timedelta], None], home: Path, there: Path, typed: str
) -> None:
    """It ends with 1 or 2, and everything is as it was."""
    before = _state(home, there)
    ran = callit(*_words(typed))
    assert ran.code in (1, 2)
    assert "Something went wrong" not in ran.err
    assert _state(home, there) == before


def _words(typed: str) -> list[str]:
    return [word.rstrip("?") for word in shlex.split(typed)]


def _of(store: Store) -> Project:
    return planning.project_named(store, "My texts")


def _phase(store: Store, name: str = "Explore") -> int:
    return planning.phase_named(store, _of(store).id, name).id


ACTIONS: dict[str, Callable[[Store, datetime], object]] = {
    "a project without a name": lambda store, now: planning.create_project(store, " ", now=now),
    "a project with two phases of one name": lambda store, now: planning.create_project(
        store, "Fresh", phases=["Clean", "clean"], now=now
    ),
    "a project of a name that is taken": lambda store, now: planning.create_project(store, "my texts", now=now),
    "a project of which one phase has no name": lambda store, now: planning.create_project(
        store, "Fresh", phases=[PhasePlan("Clean"), PhasePlan("")], now=now
    ),
    "phases of which one has no name": lambda store, now: planning.save_phases(
        store, _of(store).id, [PhasePlan("Clean", HourRange(1, 2)), PhasePlan(" ")], now
    ),
    "a deletion under another name": lambda store, now: planning.delete_named_project(
        store, _of(store).id, "Nobody", now=now
    ),
    "a score that cannot be": lambda store, now: results.add_result(store, _of(store).id, "roc_auc", 7.0, now=now),
    "a question without words": lambda store, now: timelog.say_stuck(store, _phase(store), " ", now=now),
    "an interruption of what another tab stopped": lambda store, now: timelog.interrupt(
        store, "phone", now=now, expected=9999
    ),
    "a start that another tab forestalled": lambda store, now: timelog.start(
        store, _phase(store, "Model"), now=now, expected=None
    ),
    "a start in the future": lambda store, now: timelog.start(store, _phase(store, "Model"), now=now, at=now + HOUR),
    "an entry moved to a phase that is gone": lambda store, now: timelog.edit_entry(store, 1, now=now, phase_id=9999),
    "an entry that would end before it starts": lambda store, now: timelog.edit_entry(
        store, 1, now=now, started_at=now, stopped_at=now - HOUR
    ),
    "a start put right to no length": lambda store, now: timelog.put_right(store, 9999, HOUR, timelog.sighting(now)),
    "a week with a calendar that is gone": lambda store, now: save_availability(
        store, Availability({}, calendars=(CalendarFile("a", store.path), CalendarFile("b", Path("/no/such.ics"))))
    ),
    "taking up what is not parked": lambda store, now: stop_rules.take_up(store, _of(store).id, now),
}


@pytest.mark.parametrize("action", [pytest.param(action, id=name) for name, action in ACTIONS.items()])
def test_a_refused_action_of_a_page_leaves_nothing_behind(
    home: Path, there: Path, store: Store, now: datetime, action: Callable[[Store, datetime], object]
) -> None:
    """The sentence is said, and everything is as it was."""
    before = _state(home, there)
    with pytest.raises(CallItError):
        action(store, now)
    assert _state(home, there) == before
