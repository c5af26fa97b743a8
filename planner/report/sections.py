"""What a report says: questions with one sentence of answer, a picture, and a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

import pandas as pd

from planner import calling
from planner.charts import retrospective as charts
from planner.charts.worth import worth_chart
from planner.domain.gains import metric_name
from planner.domain.project import Project
from planner.domain.wording import count_words, hours_words, metric_words, score_number
from planner.forecast import own_scores
from planner.phase_order import phase_visits
from planner.retrospective import (
    FREE_TEXT,
    QUESTIONS,
    day_timeline,
    headline,
    holes,
    phase_comparison,
    sessions_frame,
    takeaways,
    three_sentences,
    worth_frame,
    worth_of,
)
from planner.retrospective.answers import days_title, of_one_metric, order_title, overrun_words, worth_words
from planner.store import Store

_HASH_LETTERS = 12  # enough to tell a person's files apart, short enough to compare by eye
_MOST_DAYS = 62


@dataclass(frozen=True)
class Section:
    """A question, its answer in a sentence, and what stands below it: a Vega-Lite picture, a table, or lines."""

    question: str
    answer: str
    chart: dict[str, Any] | None = None
    table: pd.DataFrame | None = None
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    """A project looked back on at an instant."""

    project: Project
    made_at: datetime
    answer: str
    sentences: list[str]
    sections: list[Section]
    zone: tzinfo


@dataclass(frozen=True)
class _Desk:
    store: Store
    project: Project
    now: datetime
    zone: tzinfo


def report_of(store: Store, project_id: int, now: datetime, zone: tzinfo) -> Report:
    """Everything that can be said of a project; questions without data are left out.

    Raises
    ------
    NotFound
        When the project is not there any more.
    """
    project = store.projects.needed(project_id)
    desk = _Desk(store, project, now, zone)
    writers: tuple[Callable[[_Desk], Section | None], ...] = (
        _hours, _worth, _days, _order, _sessions, _holes, _estimates, _decisions, _along,
    )  # fmt: skip
    sections = [section for writer in writers if (section := writer(desk))]
    answer = headline(store, project_id, now) or "No hours are logged yet."
    return Report(project, now, answer, three_sentences(store, project_id, now), sections, zone)


def _hours(desk: _Desk) -> Section | None:
    phases = phase_comparison(desk.store, desk.project.id, desk.now)
    if not len(phases):
        return None
    answer = overrun_words(phases)
    chart = charts.planned_against_actual(phases, title="Hours of each phase, on the range planned first")
    table = pd.DataFrame({
        "Phase": phases["phase"],
        "Planned first": list(map(_range, phases["low_hours"], phases["high_hours"])),
        "Cap": phases["cap_hours"].map(_hours_or_nothing),
        "Your hours": phases["attended_hours"].map(hours_words),
        "Machine alone": phases["unattended_hours"].map(_hours_or_nothing),
        "Past the cap": phases["past_cap_hours"].map(_hours_or_nothing),
    })  # fmt: skip
    return Section("Where did the hours go?", f"{answer}.", chart.to_dict(), table)


def _worth(desk: _Desk) -> Section | None:
    worth = worth_of(desk.store, desk.project.id, desk.now)
    if worth is None:
        return None
    name = metric_name(worth.metric)
    moment = (worth.moment.attended_hours, worth.moment.best) if worth.moment else None
    title = f"Best {name} so far, over your hours"
    frame = worth_frame(worth)
    chart = worth_chart(frame, title=title, metric=name, worked_hours=worth.attended_hours, moment=moment)
    return Section("What were the hours worth?", worth.sentence, chart.to_dict())


def _days(desk: _Desk) -> Section | None:
    blocks = day_timeline(desk.store, desk.project.id, desk.now, zone=desk.zone)
    if not len(blocks):
        return None
    kept = sorted(blocks["day"].unique())[-_MOST_DAYS:]
    chart = charts.days(blocks[blocks["day"].isin(kept)], title="The days, from midnight to midnight")
    return Section("When?", f"{days_title(blocks)}.", chart.to_dict())


def _order(desk: _Desk) -> Section | None:
    entries, phases = desk.store.entries.of_project(desk.project.id), desk.store.phases.of_project(desk.project.id)
    visits = phase_visits(entries, phases)
    if len(visits) < 2:
        return None
    names = [phase.name for phase in phases if phase.name in set(visits["phase"])]
    chart = charts.order_of_phases(visits, names, title="Phases as they were visited")
    answer = order_title(entries, phases)
    said = count_words(len(visits), "visit") if answer.endswith("?") else answer
    return Section("In what order?", f"{said}.", chart.to_dict())


def _sessions(desk: _Desk) -> Section | None:
    sessions = sessions_frame(desk.store, desk.project.id)
    if not len(sessions):
        return None
    of_one = of_one_metric(sessions.assign(number=range(1, len(sessions) + 1)))
    chart, answer = None, f"{count_words(len(sessions), 'training session')}, none with a scored model"
    if len(of_one) and of_one["delivered"].notna().any():
        name = metric_words(str(of_one["metric"].iloc[0]))
        answer = worth_words(of_one)
        chart = charts.session_scores(of_one, title=f"{name} of each session", metric=name).to_dict()
    return Section("What did the training sessions bring?", f"{answer}.", chart, _session_table(desk, sessions))


def _session_table(desk: _Desk, sessions: pd.DataFrame) -> pd.DataFrame:
    """Every score with where it comes from: the session, and the hashes of weights and data."""
    hashes = {session.id: session.score_of("delivered") for session in desk.store.sessions.sessions_of(desk.project.id)}
    started = sessions["started_at"].dt.tz_convert(desk.zone)
    return pd.DataFrame({
        "Session": sessions["session_id"],
        "Started": [f"{at.day} {at:%b %Y, %H:%M}" for at in started],
        "Data": sessions["source"],
        "Box": [f"{box:g} min" for box in sessions["timebox_min"]],
        "Ended": sessions["state"],
        "Metric": sessions["metric"].map(metric_words),
        "Delivered": sessions["delivered"].map(_score),
        "n-gram": sessions["benchmark"].map(_score),
        "Weights": [_short(score.weights_sha256 if (score := hashes[one]) else None) for one in sessions["session_id"]],
        "Data hash": [_short(score.data_sha256 if (score := hashes[one]) else None) for one in sessions["session_id"]],
    })  # fmt: skip


def _holes(desk: _Desk) -> Section | None:
    found = holes(desk.store, desk.project.id, desk.now)
    return Section("Which holes?", found[0], lines=found[1:]) if found else None


def _estimates(desk: _Desk) -> Section | None:
    scores = own_scores(desk.store, desk.now)
    if not scores.all.count:
        return None
    table = pd.DataFrame([
        {"Phase": name.capitalize(), "Held": f"{score.held} of {score.count}"}
        for name, score in scores.by_phase.items()
    ])  # fmt: skip
    answer = f"Of all your first ranges {scores.all.words}."
    return Section("How good were my estimates?", answer, table=table if len(table) else None)


def _decisions(desk: _Desk) -> Section | None:
    lines = calling.decisions_words(desk.store, desk.project)
    if not lines:
        return None
    return Section("What was decided on the way?", f"{count_words(len(lines), 'decision')}.", lines=lines)


def _along(desk: _Desk) -> Section | None:
    found = takeaways(desk.store, desk.project.id, desk.now)
    written = desk.store.reflections.of_project(desk.project.id)
    lines = [takeaway.sentence for takeaway in found]
    lines += [f"{question} {answer}" for question in (*QUESTIONS, FREE_TEXT) if (answer := written.get(question))]
    if not lines:
        return None
    return Section("What do I take along?", f"{count_words(len(lines), 'point')}.", lines=lines)


def _range(low: float, high: float) -> str:
    return "" if pd.isna(low) else f"{low:g}–{high:g} h"


def _hours_or_nothing(hours: float) -> str:
    return "" if pd.isna(hours) or not hours else hours_words(hours)


def _score(value: float) -> str:
    return "" if pd.isna(value) else score_number(value)


def _short(digest: str | None) -> str:
    return (digest or "")[:_HASH_LETTERS]
