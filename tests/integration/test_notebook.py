"""`%load_ext callit` in a real kernel, in a folder whose modules have the names of ours."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from planner import planning, timelog
from planner.domain.timelog import TimeEntry
from planner.store import Store, open_store
from tests.integration.notebook_kernel import Kernel
from tests.unit.made_projects import planned_project

PATIENCE_S = 60.0  # of a machine that is busy
STARTED = datetime(2026, 5, 8, 9, 0, tzinfo=UTC)
SET_UP = "import asyncio, time, callit.notebook.cell_box as boxes; boxes.GOODBYE_S = 60"  # as patient as the test
CATCHING = """
for number in range(3):
    try:
        time.sleep(30)
    except KeyboardInterrupt:
        print(number)
"""
TIMEBOX = """
import callit
with callit.Timebox("30s", folder="nested") as box:
    for number in box.batches(range(3), epochs=1):
        box.score(val_auc=number / 4, save=lambda folder: (folder / "net.txt").write_text("weights"))
"""
MARK = "from pathlib import Path; Path(__file__).with_suffix('.ran').touch(); raise SystemExit('mine ran')"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a person works whose own modules have the names of ours; each leaves a mark when it runs."""
    folder = tmp_path_factory.mktemp("mine")
    (folder / "data").mkdir()
    for name in ("model.py", "planner.py", "msgspec.py", "data/__init__.py", "data/labels.py"):
        (folder / name).write_text(MARK)
    return folder


@pytest.fixture(scope="module")
def kernel_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def kernel(place: Path, kernel_home: Path) -> Iterator[Kernel]:
    """One kernel for all tests of this file: it starts before there is a project."""
    with Kernel.started(place, kernel_home) as started:
        assert started(f"{SET_UP}\n%load_ext callit").status == "ok"
        yield started


@pytest.fixture
def reviews(kernel_home: Path) -> Iterator[Store]:
    """The project of the kernel, made once; each test sees the entries that it adds."""
    with open_store(kernel_home) as store:
        if not planning.projects(store):
            planned_project(store, "Reviews", {"Explore": (2, 4), "Model": (4, 8), "Write up": (1, 2)}, STARTED)
        yield store


def entries(store: Store) -> list[TimeEntry]:
    """All that is logged, the newest last."""
    (project,) = planning.projects(store)
    return sorted(timelog.entries(store, project.id), key=lambda entry: entry.id)


def entry_of(store: Store, note: str) -> TimeEntry:
    """The one whose note ends so, as soon as it is there."""
    ends = time.monotonic() + PATIENCE_S
    while time.monotonic() < ends:
        for entry in entries(store):
            if entry.note.endswith(note):
                return entry
        time.sleep(0.1)
    raise AssertionError(f"No entry ends with {note}.")


def hours(entry: TimeEntry) -> float:
    return entry.hours(datetime.now(UTC))


def test_without_a_project_the_command_says_so_and_a_box_holds_all_the_same(kernel: Kernel, kernel_home: Path) -> None:
    ran = kernel("%callit start Explore")
    assert (ran.status, ran.out) == ("ok", "")
    assert ran.err.startswith("There is no project yet.")
    assert len(ran.err.splitlines()) == 1
    for made in kernel_home.iterdir():
        made.unlink()
    ran = kernel("%%callit box 10m\nx = 3\nx + 1")
    assert ran.value == "4"
    assert ran.line.startswith("The cell ended after")
    assert "Logged" not in ran.line
    assert not list(kernel_home.iterdir())


def test_the_timer_is_that_of_the_command(kernel: Kernel, reviews: Store) -> None:
    assert kernel("%callit start Explore --note 'two words'").out.startswith("Explore runs since")
    assert kernel("%callit").out.startswith("Explore runs since")
    assert "Model runs since" in kernel("phase = 'Model'\n%callit start {phase}").out
    assert kernel("%callit stop").out.startswith("Stopped Model")
    assert [ran.err.splitlines() for ran in (kernel("%callit stop"), kernel("%callit start Modle"))] == [
        ["No timer is running, so there is nothing to stop. Start one first."],
        ["There is no phase 'Modle'. Choose 'Explore', 'Model' or 'Write up'."],
    ]
    assert [entry.note for entry in entries(reviews)] == ["two words", ""]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("%callit app", "Open it from a terminal"),
        ("%callit train --timebox 10m", "belongs into a terminal"),
        ("%callit run --phase Model -- sleep 5", "callit run"),
        ("%callit box 10m", "two percent signs"),
        ("%callit add Explore 9:00 10:00 --note let's", "quotation mark"),
    ],
)
def test_what_would_wait_for_ever_is_refused_in_a_sentence(kernel: Kernel, line: str, sentence: str) -> None:
    ran = kernel(line)
    assert (ran.status, ran.out, len(ran.err.splitlines())) == ("ok", "", 1)
    assert sentence in ran.err


def test_a_cell_is_interrupted_at_the_end_of_its_box_and_logged_as_time_of_the_machine(
    kernel: Kernel, reviews: Store
) -> None:
    ran = kernel(
        "%%callit box 1s --phase Explore\nimport time\nsteps = 0\nwhile True:\n    steps += 1\n    time.sleep(60)"
    )
    assert (ran.status, ran.error, ran.err) == ("ok", "", "")
    assert ran.line.startswith("The box was over: the cell was interrupted in line 6 after")
    assert "Logged on Reviews, Explore:" in ran.line
    assert any("left of 1.0 s, then the cell is interrupted" in words for words in ran.drawn)
    entry = entry_of(reviews, "cell in a box of 1 s: steps = 0 (the box was over)")
    assert not entry.attended
    assert hours(entry) >= 1 / 3600
    assert kernel("steps").value == "1"


def test_a_cell_that_catches_the_interrupt_is_interrupted_again(kernel: Kernel) -> None:
    ran = kernel(f"%%callit box 0.5s --grace 0.3s --no-log\n{CATCHING}")
    assert ran.out == "0\n1\n2\n"
    assert ran.line.startswith("The cell ended after")


def test_a_cell_that_awaits_is_interrupted_and_its_names_stay(kernel: Kernel) -> None:
    ran = kernel("%%callit box 0.5s --no-log\nimport asyncio\nbefore = 1\nawait asyncio.sleep(60)\nafter = 1")
    assert (ran.status, ran.error) == ("ok", "")
    assert "interrupted in line 4" in ran.line
    assert kernel("before, 'after' in globals()").value == "(1, False)"
    busy = kernel("%%callit box 0.5s --no-log\nawait asyncio.sleep(0)\nwhile True: pass")
    assert "interrupted in line 3" in busy.line


def test_a_cell_in_a_box_shows_what_it_shows_without(kernel: Kernel) -> None:
    for cell in (
        "x = 5\nx",
        "x = 5\nx;",
        "await asyncio.sleep(0)\nx",
        "print(1)\nNone",
        "from __future__ import division\n1 / 2",
        "files = !echo a\n%config InteractiveShell.ast_node_interactivity\nfiles[0]",
    ):
        plain, boxed = kernel(cell), kernel(f"%%callit box 1h --no-log\n{cell}")
        assert (boxed.value, boxed.out, boxed.error) == (plain.value, plain.out, plain.error), cell


def test_the_bar_of_another_is_not_written_over(kernel: Kernel) -> None:
    """As Keras draws on stdout and tqdm on stderr: over their own line, with no line of ours between."""
    bar = (
        "import sys\nfor n in range(30):\n    for stream in (sys.stdout, sys.stderr):\n        stream.write(f'\\r{n}')"
    )
    ran = kernel(
        f"%%callit box 90s --no-log\n{bar}\n    sys.stdout.flush()\n    sys.stderr.flush()\n    time.sleep(0.04)"
    )
    assert ran.out == ran.err == "".join(f"\r{number}" for number in range(30))
    assert len(ran.drawn) >= 3


def test_a_length_that_the_notebook_knows_may_stand_in_the_line(kernel: Kernel) -> None:
    kernel("length = '2h'")
    assert kernel("%%callit box {length} --no-log\n1 + 1").drawn[0].startswith("2 h left of 2 h, until ")


def test_an_error_in_the_cell_stays_the_persons(kernel: Kernel, reviews: Store) -> None:
    ran = kernel("%%callit box 1h\ndef half(x):\n    return x / 0\ntime.sleep(1)\nhalf(1)")
    assert ran.error == "ZeroDivisionError: division by zero"
    assert "line 5" in ran.traceback
    assert "line 3" in ran.traceback
    assert "cell_box" not in ran.traceback
    assert ran.line.startswith("The cell was left by ZeroDivisionError after")
    assert not entry_of(reviews, "(left by ZeroDivisionError)").attended
    wrong = kernel("%%callit box 1h\nx = 1\nif")
    assert "SyntaxError" in wrong.error
    assert "line 3" in wrong.error
    assert wrong.displays == {}


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("%%callit box soon\nx = 'ran'", "'soon' is no length of time"),
        ("%%callit box\nx = 'ran'", "Write %%callit box LENGTH"),
        ("%%callit box 0\nx = 'ran'", "'0' is no length of time"),
        ("%%callit box 10m --phase 'Mo\nx = 'ran'", "quotation mark"),
        ("%%callit box 10m --phase Modle\nx = 'ran'", "There is no phase 'Modle'"),
        ("%%callit box 10m --project Nowhere\nx = 'ran'", "Nowhere"),
        ("%%callit box 400h\nx = 'ran'", "longer than two weeks"),
        ("%%callit stop\nx = 'ran'", "%%callit box 10m alone"),
    ],
)
@pytest.mark.usefixtures("reviews")
def test_what_is_no_box_is_said_in_a_sentence_and_nothing_runs(kernel: Kernel, cell: str, sentence: str) -> None:
    kernel("x = 'did not run'")
    ran = kernel(cell)
    assert (ran.status, ran.traceback, ran.displays, len(ran.err.splitlines())) == ("error", "", {}, 1)
    assert sentence in ran.err
    assert kernel("x").value == "'did not run'"


def test_an_empty_cell_is_said_and_not_logged(kernel: Kernel, reviews: Store) -> None:
    before = entries(reviews)
    for cell in ("%%callit box 10m", "%%callit box 10m\n\n", "%%callit box 10m\n# later\n"):
        ran = kernel(cell)
        assert (ran.status, ran.displays) == ("ok", {})
        assert "nothing ran" in ran.out
    assert entries(reviews) == before


def test_boxes_inside_of_each_other_each_interrupt_their_own_and_no_minute_counts_twice(
    kernel: Kernel, reviews: Store
) -> None:
    before = len(entries(reviews))
    ran = kernel("%%callit box 1h\n%%callit box 1s --phase Model\nwhile True: pass")
    outer, inner = (drawings[-1]["text/plain"] for drawings in ran.displays.values())
    assert "interrupted in line 3" in inner
    assert outer.startswith("The cell ended after")
    assert outer.endswith("logged with the box inside of it.")
    ran = kernel(f"%%callit box 1h{TIMEBOX}")
    assert next(iter(ran.displays.values()))[-1]["text/plain"].endswith("logged with the box inside of it.")
    assert entry_of(reviews, "own network (nested)")
    assert len(entries(reviews)) == before + 2


def test_a_person_who_interrupts_sees_what_she_always_sees(kernel: Kernel, reviews: Store) -> None:
    cell = "%%callit box 1h\ntime.sleep(1)\nprint('at work', flush=True)\ntime.sleep(60)"
    ran = kernel(cell, at="at work", do=kernel.interrupt)
    assert ran.error.startswith("KeyboardInterrupt")
    assert ran.line.startswith("The cell was interrupted after")
    assert not entry_of(reviews, "(interrupted)").attended
    assert kernel("1 + 1").value == "2"


def test_loaded_again_and_unloaded_it_is_there_once_and_not_at_all(kernel: Kernel) -> None:
    kernel("%reload_ext callit")
    assert kernel("%%callit box 1h --no-log\n6 * 7").value == "42"
    kernel("%unload_ext callit")
    assert "callit" in kernel("%%callit box 1h\n6 * 7").err
    kernel("%load_ext callit")
    heavy = "[name for name in ('planner', 'model', 'tensorflow', 'pandas') if name in sys.modules]"
    assert kernel(f"import sys\n{heavy}").value == "[]"


def test_a_box_of_a_training_has_such_a_line_too_and_nothing_of_where_the_person_stands_was_run(
    kernel: Kernel, place: Path
) -> None:
    line, card = kernel(TIMEBOX).displays.values()
    assert line[0]["text/plain"] == "30 s left of 30 s"
    assert "best val_auc .500" in card[-1]["text/html"]
    assert "best val_auc .500" in kernel("%callit verify nested").out
    assert not list(place.rglob("*.ran"))


def test_in_a_terminal_it_is_three_lines_and_the_cell_is_interrupted_too(place: Path, kernel_home: Path) -> None:
    command = [sys.executable, "-m", "IPython", "--no-banner", "--colors=nocolor", "--ext=callit", "-c"]
    variables = {**os.environ, "CALLIT_HOME": str(kernel_home / "none"), "IPYTHONDIR": str(kernel_home / "ipython")}
    cell = "%%callit box 1s\nimport time\nprint('at work')\nwhile True:\n    time.sleep(60)"
    ran = subprocess.run([*command, cell], cwd=place, env=variables, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (0, "at work\n")
    began, warned, ended = (line for line in ran.stderr.splitlines() if line)
    assert began.startswith("callit: A box of 1.0 s for this cell, until ")
    assert warned.endswith("left of 1.0 s, then the cell is interrupted.")
    assert ended.startswith("callit: The box was over: the cell was interrupted in line 5 after")


def test_a_kernel_that_dies_in_a_cell_leaves_its_time(place: Path, kernel_home: Path, reviews: Store) -> None:
    """By the process that listens to it, a moment later: nobody has to open anything."""
    with Kernel.started(place, kernel_home) as kernel:
        kernel("%load_ext callit\nimport time, os")
        kernel.send("%%callit box 1h --phase Model\ntime.sleep(1)\nos.kill(os.getpid(), 9)")
        entry = entry_of(reviews, "cell in a box of 1 h: time.sleep(1) (the kernel died)")
    assert hours(entry) >= 1 / 3600
