"""`callit run`: real commands under a box, and what the log has of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import psutil
import pytest

from planner import planning, timeboxed_command, timelog
from planner.domain.project import Project
from planner.domain.timelog import TimeEntry
from planner.store import Store, open_store
from planner.timeboxed_command.journal import journal
from tests.integration.command_line import CommandLine

PATIENCE_S = 30.0
RUN = ("run", "--phase", "Model", "--timebox", "1h")


@pytest.fixture
def callit(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> CommandLine:
    """A terminal in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return CommandLine(monkeypatch, capsys)


@pytest.fixture
def project(home: Path, now: datetime) -> Project:
    """A project with the usual phases; nothing is logged yet."""
    with open_store(home) as opened:
        return planning.create_project(opened, "Toxic comments", now=now)


def python(code: str) -> tuple[str, ...]:
    """A command of a person: a short script."""
    return (sys.executable, "-c", code)


def only_entry(store: Store, project: Project) -> TimeEntry:
    """The one entry of the log."""
    (entry,) = timelog.entries(store, project.id)
    return entry


def until(holds: Callable[[], bool]) -> None:
    """Wait for something to be so."""
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.02)


@pytest.mark.parametrize("name", ["--for", "--time", "--minutes", "--box", "--timeout", "--for=2h"])
def test_another_name_for_the_length_of_the_box_leads_to_its_option(callit: CommandLine, name: str) -> None:
    """Not to a phase that is missing, nor to a command of that name; the options of the command are its own."""
    option = name.partition("=")[0]
    for words in (("run", name, "2h", "--phase", "Model", "--", "python", "train.py"), ("train", "a.csv", name, "2h")):
        ran = callit(*words)
        assert ran.code == 2
        assert f"There is no {option}. The length of the box is --timebox: --timebox 2h, or 90m." in ran.err


def test_an_option_of_the_command_may_have_such_a_name(callit: CommandLine, store: Store, project: Project) -> None:
    for between in ((), ("--",)):
        ran = callit(*RUN, *between, *python("import sys; print(*sys.argv[1:])"), "--time", "5")
        assert ran.code == 0, ran.err
    assert len(timelog.entries(store, project.id)) == 2


def test_a_command_that_does_its_work_is_done_and_logged_as_the_machines_time(
    callit: CommandLine, store: Store, project: Project, tmp_path: Path
) -> None:
    """Exit code 0; the command's own options and output are its own; one unattended entry from start to end."""
    script = tmp_path / "work.py"
    script.write_text("import sys; print('said', *sys.argv[1:]); open('out.csv', 'w').write('x')")
    ran = callit(*RUN, "--expect", "out.csv", "--", sys.executable, "-u", "work.py", "--phase", "mine")
    assert ran.code == 0
    entry = only_entry(store, project)
    assert (entry.attended, planning.phase(store, entry.phase_id).name) == (False, "Model")
    assert entry.stopped_at is not None
    assert entry.stopped_at > entry.started_at
    assert entry.note.endswith("-u work.py --phase mine")
    assert list((store.path.parent / "boxed").iterdir()) == []


def test_the_output_goes_straight_through(home: Path, project: Project) -> None:
    """Both streams, and nothing of Call It's own between the lines of stdout."""
    words = python("import sys; print('result'); print('progress', file=sys.stderr); sys.exit(3)")
    done = subprocess.run([*_callit(), *RUN, "--", *words], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "result\n")
    first, second = done.stderr.splitlines()
    assert first == "progress"
    assert "failed with exit code 3" in second


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("raise SystemExit(3)", "failed with exit code 3"),
        ("import os; os.kill(os.getpid(), 9)", "was ended by signal 9"),
        ("pass", "is not finished: out.csv is not there"),
    ],
)
def test_what_failed_or_left_nothing_is_not_called_finished_but_logged(
    callit: CommandLine, store: Store, project: Project, code: str, said: str
) -> None:
    """Exit code 1 with the reason; the time was spent all the same."""
    ran = callit(*RUN, "--expect", "out.csv", "--", *python(code))
    assert ran.code == 1
    assert said in ran.err
    assert "machine time are logged on Model." in ran.err
    assert not only_entry(store, project).attended


def test_a_file_from_before_the_start_is_not_what_the_command_wrote(
    callit: CommandLine, store: Store, project: Project, tmp_path: Path
) -> None:
    """The model of last week is still there; written again, it counts."""
    (tmp_path / "model.pt").write_text("old")
    assert "model.pt is older than the start" in callit(*RUN, "--expect", "model.pt", "--", "true").err
    assert callit(*RUN, "--expect", "model.pt", "--", *python("open('model.pt', 'w').write('new')")).code == 0


def test_a_command_that_is_not_there_is_one_sentence_and_logs_nothing(
    callit: CommandLine, store: Store, project: Project
) -> None:
    """Nothing ran, so nothing is logged."""
    assert callit(*RUN, "--", "no-such-command").sentence.startswith("There is no command 'no-such-command' here.")
    callit("status")
    assert timelog.entries(store, project.id) == []


@pytest.mark.parametrize(
    "words",
    [("run", "--timebox", "1h", "--", "true"), ("run", "--phase", "Model", "--timebox", "soon", "true"), RUN],
)
def test_wrong_usage_ends_with_two(callit: CommandLine, project: Project, words: tuple[str, ...]) -> None:
    """Without a phase, a box that can be read, or a command."""
    assert callit(*words).code == 2


def test_a_timer_of_a_person_runs_on_beside_it(callit: CommandLine, store: Store, project: Project) -> None:
    """Writing up while the machine works is no conflict."""
    callit.done("start", "Write up")
    assert callit(*RUN, "--", "true").code == 0
    assert timelog.running(store) is not None
    assert timelog.overlaps(store, project.id) == []


def test_at_the_end_of_the_box_the_command_and_its_children_are_stopped(
    home: Path, store: Store, project: Project, tmp_path: Path
) -> None:
    """One that does not listen is killed after the grace, with what it had started; on a clock that runs fast."""
    code = (
        "import os, signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
        "open('pids', 'w').write(f'{os.getpid()} {child.pid}'); time.sleep(600)"
    )
    said: list[str] = []
    pids = tmp_path / "pids"
    minutes = count()

    def ticks() -> float:
        return next(minutes) * 60.0 if pids.exists() and pids.read_text() else 0.0

    order = timeboxed_command.BoxOrder(
        python(f"import os; os.chdir({str(tmp_path)!r}); {code}"), _model(store, project), 1200, 300
    )
    report = timeboxed_command.run_boxed(
        order, home, started_at=datetime.now(UTC) - timedelta(hours=2), tell=said.append, ticks=ticks
    )
    assert (report.ending, report.exit_code, report.is_done) == (timeboxed_command.Ending.BOX, -signal.SIGKILL, False)
    assert len(said) == 2
    assert said[0].endswith("left of the box of 20 min.")
    until(lambda: not any(_lives(int(pid)) for pid in pids.read_text().split()))
    assert 20 <= only_entry(store, project).hours(datetime.now(UTC)) * 60 <= 40


@pytest.fixture
def heeds_ctrl_c() -> Iterator[None]:
    """What is started here heeds Ctrl-C, also where these tests run in the background and ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeds_ctrl_c")
def test_ctrl_c_stops_the_command_and_logs_it(store: Store, project: Project, tmp_path: Path) -> None:
    """The command gets it too, and may clean up."""
    code = (
        "import time\ntry:\n    open('began', 'w').close()\n    time.sleep(600)\n"
        "except KeyboardInterrupt:\n    open('tidied', 'w').close()"
    )
    running = subprocess.Popen(
        [*_callit(), *RUN, "--", *python(code)], cwd=tmp_path, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    until((tmp_path / "began").exists)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=PATIENCE_S)
    assert running.returncode == 1
    assert "was stopped by hand" in said
    assert (tmp_path / "tidied").exists()
    assert not only_entry(store, project).attended


def test_after_kill_9_of_call_it_the_next_command_logs_what_was_seen(
    callit: CommandLine, home: Path, store: Store, project: Project, tmp_path: Path
) -> None:
    """Up to the last sign of life, once, and said in the note."""
    running = subprocess.Popen(
        [*_callit(), *RUN, "--", *python("open('began', 'w').close(); input()")], cwd=tmp_path, stdin=subprocess.PIPE
    )
    until((tmp_path / "began").exists)
    until(lambda: any((home / "boxed").glob("*.json")))
    callit("status")
    assert timelog.entries(store, project.id) == []  # it still runs
    running.kill()
    running.wait()
    assert running.stdin is not None
    running.stdin.close()
    (kept,) = (home / "boxed").glob("*.json")
    seen = time.time() + 1800
    os.utime(kept, (seen, seen))  # as if it had been watched for half an hour
    callit("log")
    callit("status")
    entry = only_entry(store, project)
    assert "its end was not seen" in entry.note
    assert 29 <= entry.hours(datetime.now(UTC)) * 60 <= 31
    assert not any((home / "boxed").iterdir())


def test_a_failure_of_call_it_itself_leaves_no_command_behind(
    home: Path, store: Store, project: Project, tmp_path: Path
) -> None:
    """Whatever goes wrong while it watches, nothing runs on beyond its box."""

    def failing() -> float:
        if (tmp_path / "pid").exists() and (tmp_path / "pid").read_text():
            raise RuntimeError
        return 0.0

    words = python(f"import os, time; open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid())); time.sleep(600)")
    order = timeboxed_command.BoxOrder(words, _model(store, project), 60, 10)
    with pytest.raises(RuntimeError):
        timeboxed_command.run_boxed(order, home, started_at=datetime.now(UTC), tell=print, ticks=failing)
    until(lambda: not _lives(int((tmp_path / "pid").read_text())))


def test_a_run_that_is_logged_already_is_not_logged_twice(home: Path, store: Store, project: Project) -> None:
    """Call It died after it had logged, and before it had dropped its file."""
    started_at = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    phase_id = _model(store, project)
    timelog.add_entry(store, phase_id, started_at, started_at + timedelta(minutes=30), now=datetime.now(UTC))
    with journal(home, phase_id, started_at, "python train.py"):
        pass
    assert timeboxed_command.close_ended(store, home) == 0
    assert len(timelog.entries(store, project.id)) == 1
    assert not any((home / "boxed").iterdir())


def test_a_file_that_tells_nothing_is_dropped(home: Path, store: Store) -> None:
    """Half a line, or none."""
    (home / "boxed").mkdir()
    (home / "boxed" / "a.json").write_text("")
    (home / "boxed" / "b.json").write_text('{"phase_id": 1, "sta')
    assert timeboxed_command.close_ended(store, home) == 0
    assert not any((home / "boxed").iterdir())


def test_hours_on_a_project_that_was_deleted_meanwhile_are_set_aside(
    home: Path, store: Store, project: Project, now: datetime
) -> None:
    """They are neither lost nor in the way of the next command."""
    with journal(home, _model(store, project), datetime.now(UTC) - timedelta(hours=1), "sleep"):
        pass
    planning.delete_project(store, project.id, now=now)
    assert timeboxed_command.close_ended(store, home) == 0
    assert [path.suffix for path in (home / "boxed").iterdir()] == [".not-logged"]


def _model(store: Store, project: Project) -> int:
    return planning.phase_named(store, project.id, "Model").id


def _callit() -> list[str]:
    return [str(Path(sys.executable).parent / "callit")]


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
