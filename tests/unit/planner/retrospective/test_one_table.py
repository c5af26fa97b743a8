"""Scores of several tables are never compared as if of one; what was left out is said, with its labels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.one_table import main_table, of_one_table
from planner.domain.project import Project
from planner.domain.results import Result
from planner.domain.training import Score, SessionState, TrainingSession
from planner.report import as_markdown, report_of
from planner.results.score_course import standing_best
from planner.retrospective import sessions_frame, three_sentences, worth_of
from planner.retrospective.across import across
from planner.retrospective.answers import of_one_metric, other_tables_words, worth_words
from planner.retrospective.side_by_side import side_by_side
from planner.store import Store
from tests.unit.made_projects import log_hours, planned_project


@dataclass(frozen=True)
class Made:
    """A session with one score."""

    name: str
    value: float
    file: str = "tweets.csv"
    label: str = "mood"
    data: str = "d"

    def close(self, store: Store, project: Project, at: datetime) -> None:
        """Put it into the store as ended at an instant, with its result."""
        began = TrainingSession(
            self.name, Path("runs") / self.name, self.file, "text", self.label, 60, at, SessionState.RUNNING, project.id
        )
        store.sessions.insert_session(began)
        score = Score("delivered", "held-out", "macro_f1", self.value, data_sha256=self.data * 64)
        store.sessions.close_session(self.name, state=SessionState.FINISHED, ended_at=at, used_s=50, scores=[score])
        if not any(result.session_id == self.name for result in store.results.of_project(project.id)):
            store.results.add(project.id, "macro_f1", self.value, logged_at=at, session_id=self.name)


SESSIONS = (
    Made("one", 0.70),
    Made("other", 0.99, file="reviews.csv", label="stars", data="e"),
    Made("two", 0.74),
    Made("three", 0.78),
)


@pytest.fixture
def project(store: Store, now: datetime) -> Project:
    """Eight hours of work, three sessions on one table, and between them one with a far better score on another."""
    made = planned_project(store, "Comments", {"Model": (8.0, 12.0)}, now)
    log_hours(store, made, {"Model": 8.0}, now)
    for place, session in enumerate(SESSIONS):
        session.close(store, made, now - timedelta(hours=4 - place))
    return made


def test_the_best_is_the_best_of_one_table_everywhere(store: Store, project: Project, now: datetime) -> None:
    """In the worth of the hours, beside other projects, in the sentences, and where the plan asks."""
    worth = worth_of(store, project.id, now)
    assert worth is not None
    assert [one.result.value for one in worth.scored] == [0.70, 0.74, 0.78]
    assert worth.whole.left_out == (
        "1 session on other data (reviews.csv, label stars) is not compared with those on tweets.csv, label mood."
    )
    assert standing_best(store, project.id, "macro_f1") == 0.78
    everything = across(store, now, UTC)
    assert everything is not None
    assert everything.lines[0].best == ("macro-F1", 0.78)
    gain = side_by_side(store, [project.id], now)[0].gain
    assert gain is None or (gain.first, gain.best) == (0.70, 0.78)
    best = next(line for line in three_sentences(store, project.id, now) if "training session" in line)
    assert best == "The best of 3 training sessions on tweets.csv, label mood reached macro-F1 .780."


def test_the_picture_of_sessions_is_of_one_table_and_says_what_it_leaves_out(
    store: Store, project: Project, now: datetime
) -> None:
    """Each session is named by its file and its labels; the report says the same."""
    sessions = sessions_frame(store, project.id)
    assert sessions["data"].tolist()[:2] == ["tweets.csv, label mood", "reviews.csv, label stars"]
    of_one = of_one_metric(sessions)
    assert of_one["session_id"].tolist() == ["one", "two", "three"]
    assert worth_words(of_one) == "Best session: macro-F1 .780; the first: .700"
    assert "1 session on other data (reviews.csv, label stars)" in other_tables_words(sessions, of_one)
    told = as_markdown(report_of(store, project.id, now, UTC))
    assert "1 session on other data (reviews.csv, label stars)" in told


def test_one_file_with_other_rows_is_another_table(store: Store, project: Project, now: datetime) -> None:
    """Names alike do not make data alike: it is the hash that counts, and this is said."""
    Made("again", 0.95, data="f").close(store, project, now)
    worth = worth_of(store, project.id, now)
    assert worth is not None
    assert worth.scored[-1].best == 0.78
    assert "2 sessions on other data (reviews.csv, label stars and tweets.csv, label mood)" in worth.whole.left_out


def test_results_by_hand_count_as_before(store: Store, project: Project, now: datetime) -> None:
    """Nobody knows their table, and a person logged them to be compared."""
    store.results.add(project.id, "macro_f1", 0.81, logged_at=now, note="a notebook")
    assert standing_best(store, project.id, "macro_f1") == 0.81


@given(st.lists(st.sampled_from("abc"), max_size=12))
def test_what_is_compared_is_of_one_table_and_there_are_no_more_of_any_other(tables: list[str]) -> None:
    """Whatever was scored in whatever order."""
    at = datetime(2026, 5, 8, tzinfo=UTC)
    sessions = {
        str(place): TrainingSession(
            str(place), Path(), "x.csv", "text", "label", 60, at, SessionState.FINISHED,
            scores=(Score("delivered", "held-out", "macro_f1", 0.5, data_sha256=table),),
        )
        for place, table in enumerate(tables)
    }  # fmt: skip
    results = [Result(place, 1, "macro_f1", 0.5, at, session_id=str(place)) for place in range(len(tables))]
    kept = [sessions[str(one.id)].table for one in of_one_table(results, sessions)]
    assert len(set(kept)) == (1 if tables else 0)
    assert all(tables.count(table) <= len(kept) for table in tables)
    assert set(kept) == ({main_table(tables)} if tables else set())
