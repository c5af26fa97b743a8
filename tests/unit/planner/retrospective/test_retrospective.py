"""Planned against actual, the days, and sentences that are true."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner import planning, retrospective, timelog
from planner.domain.hours import HourRange
from planner.domain.project import PhasePlan, Project
from planner.domain.training import Score, SessionState, TrainingSession
from planner.store import Store

HOUR = timedelta(hours=1)
PLAN = (
    PhasePlan("Clean", HourRange(2, 4)),
    PhasePlan("Explore", HourRange(2, 4), cap_hours=5),
    PhasePlan("Model", HourRange(6, 7)),
)


@pytest.fixture
def project(store: Store, now: datetime) -> Project:
    made = planning.create_project(store, "Toxic", total=HourRange(10, 15), phases=PLAN, now=now - 1000 * HOUR)
    return made


def log_hours(store: Store, project: Project, now: datetime, work: Sequence[tuple[str, float]]) -> None:
    """Log attended work in this order, a day for each piece, the last one ending now."""
    for days_ago, (phase, hours) in zip(range(len(work), -1, -1), work, strict=False):
        stop = now - timedelta(days=days_ago - 1)
        phase_id = planning.phase_named(store, project.id, phase).id
        timelog.add_entry(store, phase_id, stop - hours * HOUR, stop, now=now)


def add_session(store: Store, project: Project, at: datetime, delivered: float | None = None) -> None:
    session_id = f"s{at.timestamp():.0f}"
    session = TrainingSession(
        id=session_id,
        run_folder=Path("runs") / session_id,
        source_name="comments.csv",
        text_column="text",
        label_column="label",
        timebox_s=600,
        started_at=at,
        state=SessionState.RUNNING,
        project_id=project.id,
        phase_id=planning.phase_named(store, project.id, "Model").id,
    )
    store.sessions.insert_session(session)
    scores = [Score("benchmark", "held-out", "macro_f1", 0.732)]
    if delivered is not None:
        scores.append(Score("delivered", "held-out", "macro_f1", delivered, delivered - 0.01, delivered + 0.01))
    state = SessionState.FINISHED if delivered else SessionState.FAILED
    store.sessions.close_session(session_id, state=state, ended_at=at + timedelta(minutes=9), used_s=540, scores=scores)


def test_the_comparison_is_with_what_was_said_first(store: Store, project: Project, now: datetime) -> None:
    """A range and a cap raised later do not make an overrun disappear."""
    log_hours(store, project, now, [("Explore", 7), ("Explore", 2)])
    rows = [PhasePlan(p.name, HourRange(9, 12), 15, phase_id=p.id) for p in planning.phases(store, project.id)]
    planning.save_phases(store, project.id, rows, now=now)
    frame = retrospective.phase_comparison(store, project.id, now).set_index("phase")
    explore = frame.loc["Explore"]
    assert (explore.low_hours, explore.high_hours, explore.cap_hours) == (2, 4, 5)
    assert (explore.attended_hours, explore.past_cap_hours) == (pytest.approx(9), pytest.approx(4))
    assert frame["attended_hours"].tolist() == [0, pytest.approx(9), 0]


def test_machine_hours_stand_apart_and_pass_no_cap(store: Store, project: Project, now: datetime) -> None:
    """Ten hours over night are not a person's ten hours."""
    explore = planning.phase_named(store, project.id, "Explore")
    timelog.add_entry(store, explore.id, now - 10 * HOUR, now, now=now, attended=False)
    row = retrospective.phase_comparison(store, project.id, now).set_index("phase").loc["Explore"]
    assert (row.attended_hours, row.unattended_hours, row.past_cap_hours) == (0, 10, 0)


def test_a_phase_without_a_range_is_marked_as_unplanned(store: Store, project: Project, now: datetime) -> None:
    """A phase added on the way has no range to compare with."""
    rows = [PhasePlan(p.name, p.range, p.cap_hours, phase_id=p.id) for p in planning.phases(store, project.id)]
    planning.save_phases(store, project.id, [*rows, PhasePlan("Set up")], now=now)
    frame = retrospective.phase_comparison(store, project.id, now)
    assert dict(zip(frame["phase"], frame["planned"], strict=True))["Set up"] is False
    assert frame["low_hours"].isna().tolist() == [False, False, False, True]


def test_an_entry_over_midnight_is_on_both_days(store: Store, project: Project, now: datetime) -> None:
    """23:00 to 01:30 in Berlin is one hour of the one day and an hour and a half of the next."""
    berlin = ZoneInfo("Europe/Berlin")
    started_at = datetime(2026, 5, 6, 23, 0, tzinfo=berlin).astimezone(UTC)
    phase = planning.phases(store, project.id)[0]
    timelog.add_entry(store, phase.id, started_at, started_at + 2.5 * HOUR, now=now)
    frame = retrospective.day_timeline(store, project.id, now, zone=berlin)
    assert [str(day) for day in frame["day"]] == ["2026-05-06", "2026-05-07"]
    assert frame[["start_hour", "end_hour"]].to_numpy().tolist() == [[23, 24], [0, 1.5]]
    assert frame["hours"].sum() == 2.5


def test_a_night_when_clocks_change_keeps_its_hours(store: Store, project: Project, now: datetime) -> None:
    """From 01:00 to 04:00 in the night to summer time two hours pass."""
    berlin = ZoneInfo("Europe/Berlin")
    started_at = datetime(2026, 3, 29, 1, 0, tzinfo=berlin).astimezone(UTC)
    stopped_at = datetime(2026, 3, 29, 4, 0, tzinfo=berlin).astimezone(UTC)
    timelog.add_entry(store, planning.phases(store, project.id)[0].id, started_at, stopped_at, now=now)
    (row,) = retrospective.day_timeline(store, project.id, now, zone=berlin).itertuples()
    assert (row.hours, row.end_hour - row.start_hour) == (2, 2)


def test_the_running_timer_grows_on_the_timeline(store: Store, project: Project, now: datetime) -> None:
    """A running entry reaches to this moment."""
    timelog.start(store, planning.phases(store, project.id)[0].id, now=now)
    (row,) = retrospective.day_timeline(store, project.id, now + HOUR, zone=UTC).itertuples()
    assert row.hours == 1


def test_empty_projects_give_empty_tables_and_no_sentence(store: Store, project: Project, now: datetime) -> None:
    """Nothing is invented: tables have their columns and no rows, and nothing is said."""
    assert "day" in retrospective.day_timeline(store, project.id, now, zone=UTC).columns
    assert "delivered" in retrospective.sessions_frame(store, project.id).columns
    assert len(retrospective.day_timeline(store, project.id, now, zone=UTC)) == 0
    assert retrospective.three_sentences(store, project.id, now) == []
    assert retrospective.headline(store, project.id, now) is None


def test_a_session_is_shown_beside_its_benchmark(store: Store, project: Project, now: datetime) -> None:
    """Minutes, score with interval, and the difference to the benchmark; nothing where there is no score."""
    add_session(store, project, now - 5 * HOUR)
    add_session(store, project, now - 4 * HOUR, delivered=0.745)
    lost, kept = retrospective.sessions_frame(store, project.id).itertuples()
    assert (kept.timebox_min, kept.used_min, kept.state) == (10, 9, "finished")
    assert (kept.benchmark, kept.delivered) == (0.732, 0.745)
    assert (kept.difference, kept.low, kept.high) == (pytest.approx(0.013), pytest.approx(0.735), pytest.approx(0.755))
    assert lost.delivered != lost.delivered  # NaN


@pytest.mark.parametrize(
    ("work", "finished", "words"),
    [
        (
            [("Explore", 9), ("Model", 9.5)],
            True,
            "18 h instead of 10–15 h. Explore took 9 h of them, 4 h past its cap.",
        ),
        ([("Clean", 3), ("Model", 9)], True, "12 h, inside the 10–15 h planned. Model took the most, 9 h."),
        ([("Clean", 3), ("Model", 4)], True, "7 h instead of 10–15 h. Model took the most, 4 h."),
        ([("Clean", 3)], False, "3 h so far of the 10–15 h planned. All of them went into Clean."),
    ],
)
def test_the_headline_says_total_and_where_it_went(
    store: Store, project: Project, now: datetime, work: list[tuple[str, float]], *, finished: bool, words: str
) -> None:
    """Hours against the first total; then the phase past its cap, or the longest."""
    log_hours(store, project, now, work)
    if finished:
        planning.finish_project(store, project.id, now=now)
    assert retrospective.headline(store, project.id, now) == words


def test_machine_hours_alone_are_no_hours_of_ones_own(store: Store, project: Project, now: datetime) -> None:
    """With only a training session logged, the headline does not claim work."""
    add_session(store, project, now - HOUR, delivered=0.7)
    headline = retrospective.headline(store, project.id, now)
    assert headline == "9 min of machine time so far, and no hours of your own yet."


def test_hours_past_a_cap_are_told_with_the_score(store: Store, project: Project, now: datetime) -> None:
    """A score logged before the cap and not beaten by the phase's end did not move; a better one is told as such."""
    log_hours(store, project, now, [("Explore", 4), ("Explore", 5)])
    store.results.add(project.id, "macro_f1", 0.71, logged_at=now - 20 * HOUR)
    said = "Explore took 9 h, 4 h past its cap of 5 h; "
    (first, *_) = retrospective.three_sentences(store, project.id, now)
    assert first == said + "the best score (macro-F1 .710) did not move in that time."
    store.results.add(project.id, "macro_f1", 0.69, logged_at=now - 2 * HOUR)
    assert retrospective.three_sentences(store, project.id, now)[0] == first
    store.results.add(project.id, "macro_f1", 0.73, logged_at=now - HOUR)
    (first, *_) = retrospective.three_sentences(store, project.id, now)
    assert first == said + "the best macro-F1 went from .710 to .730 in that time."


def test_hours_past_a_cap_without_scores_claim_nothing_about_scores(
    store: Store, project: Project, now: datetime
) -> None:
    """Where nothing was measured, nothing is said to have moved or not."""
    log_hours(store, project, now, [("Explore", 9)])
    store.results.add(project.id, "macro_f1", 0.73, logged_at=now)  # none before the cap to compare with
    assert retrospective.three_sentences(store, project.id, now)[0] == "Explore took 9 h, 4 h past its cap of 5 h."


def test_a_loss_that_falls_is_a_better_score(store: Store, project: Project, now: datetime) -> None:
    """For log loss the lower value is the best one."""
    log_hours(store, project, now, [("Explore", 4), ("Explore", 5)])
    store.results.add(project.id, "log_loss", 0.5, logged_at=now - 20 * HOUR)
    store.results.add(project.id, "log_loss", 0.4, logged_at=now - HOUR)
    (first, *_) = retrospective.three_sentences(store, project.id, now)
    assert first.endswith("the best log loss went from .500 to .400 in that time.")


def test_a_loop_is_told_with_its_hours(store: Store, project: Project, now: datetime) -> None:
    """Back from Explore to Clean three times, with the hours of both and their share."""
    log_hours(store, project, now, [(phase, 0.5) for phase in ["Clean", "Explore"] * 3 + ["Clean"]] + [("Model", 6.5)])
    sentences = retrospective.three_sentences(store, project.id, now)
    assert (
        "You went from Explore back to Clean 3 times; the two together took 3.5 h, 35 % of all your hours." in sentences
    )


def test_unplanned_hours_and_sessions_are_told(store: Store, project: Project, now: datetime) -> None:
    """A phase that was never planned, and the best of the sessions beside its benchmark."""
    rows = [PhasePlan(p.name, p.range, p.cap_hours, phase_id=p.id) for p in planning.phases(store, project.id)]
    planning.save_phases(store, project.id, [*rows, PhasePlan("Set up")], now=now)
    log_hours(store, project, now, [("Clean", 2), ("Set up", 6)])
    for hours_ago, delivered in ((3, 0.745), (2, None), (1, 0.741)):
        add_session(store, project, now - hours_ago * HOUR, delivered)
    assert retrospective.three_sentences(store, project.id, now) == [
        "Set up had no hours in the plan and took 6 h.",
        "The best of 3 training sessions reached macro-F1 .745, its benchmark .732.",
        "1 of 3 training sessions ended without a scored model, after 9 min of machine time.",
    ]


def test_few_facts_give_few_sentences(store: Store, project: Project, now: datetime) -> None:
    """One phase inside its range has nothing to tell but its hours, which the headline says."""
    log_hours(store, project, now, [("Clean", 3)])
    assert retrospective.three_sentences(store, project.id, now) == []


pieces = st.lists(st.tuples(st.sampled_from(["Clean", "Explore", "Model"]), st.floats(0.02, 12)), max_size=12)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(work=pieces)
def test_sentences_never_repeat_or_crash(
    store: Store, project: Project, now: datetime, work: list[tuple[str, float]]
) -> None:
    """Whatever was logged: at most three sentences, all different, each with a number, never more than one a phase."""
    for entry in timelog.entries(store, project.id):
        timelog.delete_entry(store, entry.id, now=now)
    log_hours(store, project, now, work)
    sentences = retrospective.three_sentences(store, project.id, now)
    assert len(sentences) == len(set(sentences)) <= 3
    assert all(any(letter.isdigit() for letter in sentence) for sentence in sentences)
    subjects = [sentence.split(" took")[0] for sentence in sentences if " took" in sentence and "You " not in sentence]
    assert len(subjects) == len(set(subjects))
    assert (retrospective.headline(store, project.id, now) is None) == (not work)
