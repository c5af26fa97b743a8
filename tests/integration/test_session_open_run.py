"""Opening a run: refused within a second with one sentence, and then nothing is left behind."""

from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from data.errors import UnreadableFile, UnusableVectors, WrongColumn
from model.protocol.config import SessionConfig
from model.protocol.elsewhere import Elsewhere
from planner.clock import now
from planner.domain.errors import SessionRefused
from planner.sessions import Placement, least_timebox_s
from planner.sessions.machine import MachineFigures, keep_figures
from planner.sessions.run import open_run
from tests.made_orders import made_order


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "tweets.csv"
    path.write_text("text,label\n" + "".join(f"row number {n},{'ab'[n % 2]}\n" for n in range(60)))
    return path


@pytest.fixture
def place(tmp_path: Path) -> Placement:
    return Placement(out=tmp_path / "out")


def test_a_good_order_makes_the_folder_and_holds_the_machine(table: Path, place: Placement, home: Path) -> None:
    """The run folder has the order in it; a second session is refused and told of the first."""
    run = open_run(made_order(table), place, home=home, now=now(), zone=UTC)
    try:
        assert SessionConfig.load(run.folder).order.timebox_s == 60
        with pytest.raises(SessionRefused, match=r"tweets\.csv runs on this machine until \d\d:\d\d"):
            open_run(made_order(table), Placement(), home=home, now=now(), zone=UTC)
        assert not (home / "runs").exists()
    finally:
        run.release()


def test_a_second_session_may_run_elsewhere_where_the_person_says_so(table: Path, place: Placement, home: Path) -> None:
    """Without the word for it, the sentence names it; here, one is the most."""
    first = open_run(made_order(table), place, home=home, now=now(), zone=UTC)
    there = Elsewhere(address="auto")
    runs = [first]
    try:
        with pytest.raises(SessionRefused, match=r"Say --allow-second to run another one elsewhere beside it\.$"):
            open_run(made_order(table), Placement(elsewhere=there), home=home, now=now(), zone=UTC)
        for _ in range(2):
            beside = Placement(elsewhere=replace(there, allow_second=True))
            runs.append(open_run(made_order(table), beside, home=home, now=now(), zone=UTC))
        with pytest.raises(SessionRefused, match=r"runs on this machine until .*Wait for it, or stop it and keep"):
            open_run(made_order(table), Placement(), home=home, now=now(), zone=UTC)
    finally:
        for run in runs:
            run.release()


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"timebox_s": 5}, SessionRefused, "The least that would do is 25 s"),
        ({"timebox_s": 1e7}, SessionRefused, "more than a week"),
        ({"memory_limit_bytes": 1_000_000_000}, SessionRefused, "A memory limit of 1.0 GB is too little"),
        ({"hands": 10_000}, SessionRefused, "a session takes 2 by itself"),
        ({"data_file": Path("nowhere.csv")}, UnreadableFile, "nowhere.csv"),
        ({"label_column": "mood"}, WrongColumn, "mood"),
        ({"label_column": "text"}, SessionRefused, "two different columns"),
        ({"test_file": Path("nowhere.csv")}, UnreadableFile, "nowhere.csv"),
        ({"vectors": "nowhere.vec"}, UnusableVectors, r"nowhere\.vec was not found"),
    ],
)
def test_refused_orders_leave_nothing_behind(
    table: Path, tmp_path: Path, change: dict[str, Any], error: type[Exception], words: str
) -> None:
    """One sentence, no folder, no lock."""
    home, place = tmp_path / "home", Placement(out=tmp_path / "out")
    with pytest.raises(error, match=words):
        open_run(made_order(**{"data_file": table, **change}), place, home=home, now=now(), zone=UTC)
    assert place.out is not None
    assert not place.out.exists()
    assert not home.exists()


def test_a_folder_with_something_in_it_is_not_overwritten(
    table: Path, place: Placement, home: Path, tmp_path: Path
) -> None:
    """An earlier model is never mixed with a new one."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine")
    with pytest.raises(SessionRefused, match="not an empty folder"):
        open_run(made_order(table), place, home=home, now=now(), zone=UTC)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["thesis.txt"]


def test_a_place_that_cannot_be_written_is_refused(table: Path, place: Placement, home: Path) -> None:
    """A folder under a file cannot be made: one sentence, and the machine is free for the next session."""
    with pytest.raises(SessionRefused, match="cannot be written"):
        open_run(made_order(table), Placement(out=table / "out"), home=home, now=now(), zone=UTC)
    open_run(made_order(table), place, home=home, now=now(), zone=UTC).release()


def test_a_folder_that_fails_to_be_made_frees_the_machine(
    table: Path, place: Placement, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that turns read-only at the last moment is said in one sentence too."""

    def read_only(self: SessionConfig, folder: Path) -> None:
        raise OSError(30, "Read-only file system")

    with monkeypatch.context() as patch:
        patch.setattr(SessionConfig, "save", read_only)
        with pytest.raises(SessionRefused, match="read-only file system"):
            open_run(made_order(table), place, home=home, now=now(), zone=UTC)
    open_run(made_order(table), place, home=home, now=now(), zone=UTC).release()


def test_a_full_disk_is_refused_before_it_fills(
    table: Path, place: Placement, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With less room than a model needs the session says so at once."""
    monkeypatch.setattr("planner.sessions.run.LEAST_FREE_BYTES", 2**60)
    with pytest.raises(SessionRefused, match="MB are free on the disk"):
        open_run(made_order(table), place, home=home, now=now(), zone=UTC)
    assert not home.exists()


def test_too_little_free_memory_is_said_before_anything_starts(
    table: Path, place: Placement, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is free, what is needed, and what to do."""
    monkeypatch.setattr("planner.sessions.run.free_bytes", lambda: 900_000_000)
    with pytest.raises(SessionRefused, match=r"Only 0\.9 GB of memory are free, and a session needs 1\.5 GB"):
        open_run(made_order(table), place, home=home, now=now(), zone=UTC)
    assert not home.exists()


def test_measured_figures_decide_what_box_is_too_short(home: Path) -> None:
    """A fast machine takes shorter boxes, a slow one asks for more, and a minute is always enough."""
    home.mkdir()
    assert least_timebox_s(home) == 25
    keep_figures(home, MachineFigures(start_s=3, save_s=0.1, reload_s=1.5, fresh_start_s=1.2))
    assert least_timebox_s(home) == 20
    keep_figures(home, MachineFigures(start_s=10, save_s=0.2, reload_s=4.5, fresh_start_s=4))
    assert least_timebox_s(home) == 25
    keep_figures(home, MachineFigures(start_s=20, save_s=5, reload_s=30))
    assert least_timebox_s(home) == 60
    (home / "machine.json").write_text("not json")
    assert least_timebox_s(home) == 25


def test_word_vectors_are_found_from_anywhere_and_what_is_read_of_them_is_kept(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A relative path is of the folder where the person stands; a table is no file of vectors."""
    home = tmp_path / "home"
    monkeypatch.chdir(tmp_path)
    (tmp_path / "made.vec").write_text("the 1 2\na 3 4\n")
    run = open_run(
        made_order(table, vectors="made.vec"), Placement(out=tmp_path / "out"), home=home, now=now(), zone=UTC
    )
    run.release()
    config = SessionConfig.load(run.folder)
    assert config.order.choices.vectors == str(tmp_path / "made.vec")
    assert config.vectors_folder == home / "word-vectors"
    with pytest.raises(UnusableVectors, match=r"tweets\.csv holds no word vectors: its line 'text,label' is no word"):
        open_run(made_order(table, vectors=str(table)), Placement(out=tmp_path / "b"), home=home, now=now(), zone=UTC)
    assert not (tmp_path / "b").exists()
