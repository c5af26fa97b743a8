"""What a report says: questions with one sentence of answer, a picture, and a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

import pandas as pd

from model.metrics import metric_words
from planner import calling
from planner.charts import retrospective as charts
from planner.domain.period import Period
from planner.domain.project import Project
from planner.domain.wording import count_words
from planner.forecast import FinishedPiece, finished_pieces, scores_of
from planner.hindsight import honest_ranges_then, with_honest_ranges
from planner.phase_order import phase_visits
from planner.report.pictures import LEAST_RESULTS, WORTH_KEY, burn_up_picture, hours_lines, worth_picture
from planner.report.tables import phases_table, scores_table, sessions_table
from planner.retrospective import (
    FREE_TEXT,
    QUESTIONS,
    burn_up,
    day_timeline,
    headline,
    holes,
    moment_words,
    order_sentences,
    phase_comparison,
    provenance_frame,
    same_weights,
    sessions_frame,
    takeaways,
    three_sentences,
    worth_of,
)
from planner.retrospective.answers import (
    days_title,
    of_one_metric,
    order_title,
    other_tables_words,
    overrun_words,
    worth_words,
)
from planner.retrospective.span import ALL_TIME, Span, entries_within
from planner.store import Store

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
    span: Span
    record: list[FinishedPiece]

    @property
    def period(self) -> Period:
        return self.span.period


def report_of(store: Store, project_id: int, now: datetime, zone: tzinfo, span: Span = ALL_TIME) -> Report:
    """Everything that can be said of a project within a span; questions without data are left out.

    Raises
    ------
    NotFound
        When the project is not there any more.
    """
    project = store.projects.needed(project_id)
    desk = _Desk(store, project, now, zone, span, finished_pieces(store, now))
    writers: tuple[Callable[[_Desk], Section | None], ...] = (
        _hours, _worth, _burn_up, _days, _order, _holes, _decisions, _sessions, _scores, _estimates, _along,
    )  # fmt: skip
    sections = [section for writer in writers if (section := writer(desk))]
    answer = headline(store, project_id, now, span) or f"No hours are logged {span.words or 'yet'}."
    return Report(project, now, answer, three_sentences(store, project_id, now, span), sections, zone)


def _hours(desk: _Desk) -> Section | None:
    compared = phase_comparison(desk.store, desk.project.id, desk.now, period=desk.period)
    if not len(compared):
        return None
    phases = with_honest_ranges(compared, honest_ranges_then(desk.store, desk.project.id, desk.record))
    title = "Hours of each phase: grey planned first, purple honest then, blue yours"
    chart = charts.planned_against_actual(phases, title=title)
    return Section(
        "Where did the hours go?",
        f"{overrun_words(phases, desk.span)}.",
        chart.to_dict(),
        phases_table(phases),
        hours_lines(phases, desk.span),
    )


def _worth(desk: _Desk) -> Section | None:
    worth = worth_of(desk.store, desk.project.id, desk.now, period=desk.period)
    if worth is None:
        return None
    answer = f"{worth.gain_sentence} {moment_words(worth)}".strip()
    question = "What were the training hours worth?"
    left_out = [worth.whole.left_out] if worth.whole.left_out else []
    if len(worth.scored) < LEAST_RESULTS:
        return Section(question, answer, lines=left_out)
    return Section(question, answer, worth_picture(worth).to_dict(), lines=[*left_out, WORTH_KEY])


def _burn_up(desk: _Desk) -> Section | None:
    found = burn_up(desk.store, desk.project.id, desk.now, zone=desk.zone, period=desk.period)
    return Section("When?", found.sentence, burn_up_picture(found).to_dict()) if found else None


def _days(desk: _Desk) -> Section | None:
    blocks = day_timeline(desk.store, desk.project.id, desk.now, zone=desk.zone, period=desk.period)
    if not len(blocks):
        return None
    kept = sorted(blocks["day"].unique())[-_MOST_DAYS:]
    chart = charts.days(blocks[blocks["day"].isin(kept)], title="The days by the clock")
    return Section("On which days?", f"{days_title(blocks)}.", chart.to_dict())


def _order(desk: _Desk) -> Section | None:
    entries = entries_within(desk.store, desk.project.id, desk.now, desk.period)
    phases = desk.store.phases.of_project(desk.project.id)
    visits = phase_visits(entries, phases)
    if len(visits) < 2:
        return None
    names = [phase.name for phase in phases if phase.name in set(visits["phase"])]
    chart = charts.order_of_phases(visits, names, title="Phases as they were visited")
    lines = order_sentences(desk.store, desk.project.id, desk.now, period=desk.period)
    return Section("In what order?", f"{order_title(entries, phases)}.", chart.to_dict(), lines=lines)


def _sessions(desk: _Desk) -> Section | None:
    sessions = sessions_frame(desk.store, desk.project.id, period=desk.period)
    if not len(sessions):
        return None
    of_one = of_one_metric(sessions.assign(number=range(1, len(sessions) + 1)))
    chart, answer = None, f"{count_words(len(sessions), 'training session')}, none with a scored model"
    if len(of_one) and of_one["delivered"].notna().any():
        name = metric_words(str(of_one["metric"].iloc[0]))
        answer = worth_words(of_one)
        chart = charts.session_scores(of_one, title=f"{name} of each session", metric=name).to_dict()
    table, left_out = sessions_table(sessions, desk.zone), other_tables_words(sessions, of_one)
    question, lines = "What did the training sessions bring?", [left_out] if left_out else []
    return Section(question, f"{answer}.", chart, table, lines=lines)


def _scores(desk: _Desk) -> Section | None:
    scores = provenance_frame(desk.store, desk.project.id, period=desk.period)
    if not len(scores):
        return None
    twins = same_weights(desk.store, desk.project.id)
    count = count_words(len(scores), "line")
    answer = f"{count}; each names the session and the first letters of the hashes of weights and data behind it."
    return Section("Where do these scores come from?", answer, table=scores_table(scores, desk.zone), lines=twins)


def _holes(desk: _Desk) -> Section | None:
    found = holes(desk.store, desk.project.id, desk.now, period=desk.period)
    return Section("Which holes?", found[0], lines=found[1:]) if found else None


def _estimates(desk: _Desk) -> Section | None:
    scores = scores_of(desk.record)
    if not scores.all.count:
        return None
    table = pd.DataFrame([
        {"Phase": name.capitalize(), "Held": f"{score.held} of {score.count}"}
        for name, score in scores.by_phase.items()
    ])  # fmt: skip
    answer = f"Of all your first ranges {scores.all.words}."
    return Section("How good were my estimates?", answer, table=table if len(table) else None)


def _decisions(desk: _Desk) -> Section | None:
    lines = calling.decisions_words(desk.store, desk.project, period=desk.period)
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
