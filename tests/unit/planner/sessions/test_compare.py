"""Sessions beside each other: what each was worth, and which may be compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner import planning
from planner.clock import now
from planner.sessions import recover_sessions
from planner.sessions.compare import comparable_with, compared_sessions, data_words, same_weights
from planner.store import Store
from tests.app.made_runs import MadeRun, record

STARTED_UNIX = 1_781_000_000.0


def made(home: Path, number: int, *, weights: str = "", data: str = "e", name: str = "tweets.csv") -> MadeRun:
    """A run that began `number` hours after the first one."""
    folder, started = home / "runs" / str(number), STARTED_UNIX + 3600 * number
    weights = (weights or "abcdef"[number]) * 64
    return MadeRun(folder, str(number), started, source_name=name, weights=weights, data=data * 64)


def ended(store: Store, *runs: MadeRun, project_id: int | None = None) -> None:
    """Record runs and close them, as a visit of the page does."""
    for run in runs:
        record(store, run, project_id=project_id)
    recover_sessions(store, now=now())


def test_the_newest_is_first_with_what_its_result_tells(store: Store, home: Path) -> None:
    """Rows, epochs, both scores, the paired difference with its interval, and short hashes."""
    ended(store, made(home, 0).to_the_end(delivered=0.81), made(home, 1).to_the_end(delivered=0.842))
    newest, oldest = compared_sessions(store, None)
    assert (newest.session.id, oldest.session.id) == ("1", "0")
    assert (newest.rows, newest.epochs, newest.outcome) == (5888, 7.0, "finished")
    assert newest.delivered is not None
    assert newest.benchmark is not None
    assert (newest.delivered.value, newest.benchmark.value) == (0.842, 0.798)
    assert [newest.difference, newest.low, newest.high] == pytest.approx([0.044, 0.029, 0.059])
    assert (newest.weights, newest.data) == ("b" * 8, "e" * 8)


def test_only_the_projects_own_sessions_are_compared(store: Store, home: Path) -> None:
    """Without a project, all of them."""
    project = planning.create_project(store, "Tweets", now=now())
    ended(store, made(home, 0).to_the_end(), project_id=project.id)
    ended(store, made(home, 1).to_the_end())
    assert [one.session.id for one in compared_sessions(store, project.id)] == ["0"]
    assert len(compared_sessions(store, None)) == 2


def test_one_that_failed_or_whose_folder_is_gone_keeps_its_row(store: Store, home: Path) -> None:
    """No score is no zero; scores that the store keeps have a difference without an interval."""
    import shutil

    failed = made(home, 0)
    failed.fail("It is no table.")
    gone = made(home, 1).to_the_end(delivered=0.842)
    ended(store, failed, gone)
    shutil.rmtree(gone.folder)
    newest, oldest = compared_sessions(store, None)
    assert (oldest.outcome, oldest.difference, oldest.delivered, oldest.weights) == ("failed", None, None, "")
    assert newest.difference == pytest.approx(0.044)
    assert (newest.low, newest.rows) == (None, None)


def test_the_same_weights_are_found_out(store: Store, home: Path) -> None:
    """Two sessions that delivered one and the same model are one group; the third is not in it."""
    runs = [made(home, 0, weights="c"), made(home, 1, weights="f"), made(home, 2, weights="c")]
    ended(store, *(run.to_the_end() for run in runs))
    (group,) = same_weights(compared_sessions(store, None))
    assert sorted(one.session.id for one in group) == ["0", "2"]


def test_different_data_is_not_compared(store: Store, home: Path) -> None:
    """Another hash is other data, be its name the same; only its own kind is drawn beside a session."""
    ended(store, made(home, 0).to_the_end(), made(home, 1, data="f").to_the_end(), made(home, 2).to_the_end())
    compared = compared_sessions(store, None)
    assert [one.session.id for one in comparable_with(compared[0], compared)] == ["2", "0"]
    assert "cannot be compared by score (tweets.csv, label sentiment, cleaned or split differently)" in data_words(
        compared
    )
    assert data_words(comparable_with(compared[0], compared)) == ""


def test_files_of_different_names_are_named(store: Store, home: Path) -> None:
    """So that a person sees which is which."""
    runs = (made(home, 0).to_the_end(), made(home, 1, data="f", name="mails.csv").to_the_end())
    ended(store, *runs)
    assert "(mails.csv, label sentiment; tweets.csv, label sentiment)" in data_words(compared_sessions(store, None))


def test_a_result_is_read_anew_once_it_has_changed(store: Store, home: Path) -> None:
    """What is remembered of a result is that of the file as it is now."""
    run = made(home, 0).to_the_end()
    ended(store, run)
    assert compared_sessions(store, None)[0].epochs == 7.0
    run.change_result(epochs=9.0)
    assert compared_sessions(store, None)[0].epochs == 9.0


def test_a_broken_result_leaves_its_cells_empty(store: Store, home: Path) -> None:
    """A disk that was full while writing takes no page down."""
    run = made(home, 0).to_the_end()
    ended(store, run)
    (run.folder / "result.json").write_text("{")
    (only,) = compared_sessions(store, None)
    assert (only.epochs, only.outcome) == (None, "finished")


def test_a_folder_that_another_session_took_tells_nothing_of_the_first(store: Store, home: Path) -> None:
    """Deleted and named again with --out: the scores in the store are still the first session's own."""
    run = made(home, 0).to_the_end()
    ended(store, run)
    run.change_result(session_id="another", trained_rows=99)
    (compared,) = compared_sessions(store, None)
    assert compared.rows is None
    assert compared.delivered is not None
