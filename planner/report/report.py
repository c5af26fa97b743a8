"""A project looked back on: the answer, the sentences that say most, and the sections that have data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from model.protocol.metrics import metric_words
from planner import stop_rules
from planner.charts import retrospective as charts
from planner.domain.days import day_start
from planner.domain.period import Period
from planner.domain.project import Project
from planner.domain.visits import visits_of
from planner.domain.wording.numbers import count_words
from planner.forecast import (
    EIGHT_OF_TEN,
    INTERVAL_SCORE_WORDS,
    FinishedPiece,
    course_of,
    finished_pieces,
    ratios_frame,
    scores_of,
    too_few_words,
)
from planner.forecast.hindsight import honest_ranges_then, with_honest_ranges
from planner.preferences import day_starts_hour
from planner.report import pictures
from planner.report.sections import Key, Section
from planner.report.tables import estimates_table, phases_table, scores_table, sessions_table
from planner.retrospective import (
    FREE_TEXT,
    QUESTIONS,
    burn_up,
    day_timeline,
    headline_and_sentences,
    holes,
    moment_words,
    nothing_words,
    order_sentences,
    own_hours_by_day,
    own_words,
    phase_comparison,
    provenance_frame,
    same_weights,
    sessions_frame,
    takeaways,
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
from planner.retrospective.named_period import ALL_TIME, NamedPeriod, log_within
from planner.retrospective.phase_order import phase_visits
from planner.retrospective.worth import LEAST_RESULTS
from planner.store import Store

_LEAST_VISITS = 2  # one visit has no order
_LEAST_DOTS = 3
_HASHES = "The first letters of SHA-256: over the weights in fixed order, and over the rows that were scored."


@dataclass(frozen=True)
class Report:
    """A project looked back on at an instant; `has_hours` says whether any are logged in the span."""

    project: Project
    made_at: datetime
    answer: str
    has_hours: bool
    sentences: list[str]
    sections: list[Section]
    zone: tzinfo

    def section(self, key: Key) -> Section | None:
        """The section of a question; None where it has no data."""
        return next((section for section in self.sections if section.key is key), None)


@dataclass(frozen=True)
class _Desk:
    store: Store
    project: Project
    now: datetime
    zone: tzinfo
    span: NamedPeriod
    record: list[FinishedPiece]
    has_hours: bool

    @property
    def period(self) -> Period:
        return self.span.period


def report_of(store: Store, project_id: int, now: datetime, zone: tzinfo, span: NamedPeriod = ALL_TIME) -> Report:
    """Everything that can be said of a project within a span; questions without data are left out.

    Raises
    ------
    NotFound
        When the project is not there any more.
    """
    project = store.projects.require(project_id)
    answer, sentences = headline_and_sentences(store, project_id, now, span)
    desk = _Desk(store, project, now, zone, span, finished_pieces(store, now), answer is not None)
    sections = (
        _hours(desk), _worth(desk), _burn_up(desk), _days(desk), _order(desk), _holes(desk), _decisions(desk),
        _sessions(desk), _scores(desk), estimates_section(desk.record, span), _along(desk),
    )  # fmt: skip
    return Report(
        project,
        now,
        answer or f"No hours are logged {span.words or 'yet'}.",
        desk.has_hours,
        sentences,
        [section for section in sections if section],
        zone,
    )


def _hours(desk: _Desk) -> Section | None:
    compared = phase_comparison(desk.store, desk.project.id, desk.now, period=desk.period)
    if not len(compared) or not desk.has_hours:
        return None
    phases = with_honest_ranges(compared, honest_ranges_then(desk.store, desk.project.id, desk.record))
    answer = overrun_words(phases, desk.span)
    return Section(
        Key.HOURS,
        f"{answer}.",
        charts.planned_against_actual(phases, title=answer),
        is_titled=True,
        colours=pictures.phases_colours(phases),
        lines=pictures.hours_lines(phases, desk.span),
        table=phases_table(phases),
    )


def _worth(desk: _Desk) -> Section | None:
    worth = worth_of(desk.store, desk.project.id, desk.now, period=desk.period)
    if worth is None:
        return None
    is_course = len(worth.scored) >= LEAST_RESULTS
    return Section(
        Key.WORTH,
        f"{worth.gain_sentence} {moment_words(worth)}".strip(),
        pictures.worth_picture(worth) if is_course else None,
        legend=pictures.WORTH_KEY if is_course else "",
        note=worth.whole.left_out,
    )


def _burn_up(desk: _Desk) -> Section | None:
    progress = burn_up(desk.store, desk.project.id, desk.now, zone=desk.zone, period=desk.period)
    return Section(Key.BURN_UP, progress.sentence, pictures.burn_up_picture(progress)) if progress else None


def _days(desk: _Desk) -> Section | None:
    worked = own_hours_by_day(desk.store, desk.project.id, desk.now, zone=desk.zone, period=desk.period)
    if not worked:
        return None
    newest = _of_newest_days([*worked], desk)
    blocks = day_timeline(desk.store, desk.project.id, desk.now, zone=desk.zone, period=newest)
    answer = days_title(worked)
    chart, legend = pictures.days_picture(blocks, answer, len(worked))
    return Section(Key.DAYS, f"{answer}.", chart, is_titled=True, legend=legend)


def _of_newest_days(days: Sequence[date], desk: _Desk) -> Period:
    """The part of the period that a picture of days has room for."""
    if len(days) <= pictures.MOST_DAYS:
        return desk.period
    first = day_start(days[-pictures.MOST_DAYS], desk.zone, day_starts_hour(desk.store))
    return Period(first if desk.period.start is None else max(first, desk.period.start), desk.period.end)


def _order(desk: _Desk) -> Section | None:
    visits = visits_of(log_within(desk.store, desk.project.id, desk.now, desk.period))
    phases = desk.store.phases.of_project(desk.project.id)
    if len(visits) < _LEAST_VISITS:
        return None
    answer = order_title(visits, phases)
    chart, legend = pictures.order_picture(phase_visits(visits, phases), phases, answer)
    lines = order_sentences(desk.store, desk.project.id, desk.now, period=desk.period)
    return Section(Key.ORDER, f"{answer}.", chart, is_titled=True, legend=legend, lines=lines)


def _holes(desk: _Desk) -> Section | None:
    sentences = holes(desk.store, desk.project.id, desk.now, period=desk.period)
    return Section(Key.HOLES, sentences[0], lines=sentences[1:]) if sentences else None


def _decisions(desk: _Desk) -> Section | None:
    lines = stop_rules.decisions_words(desk.store, desk.project, zone=desk.zone, period=desk.period)
    return Section(Key.DECISIONS, f"{count_words(len(lines), 'decision')}.", lines=lines) if lines else None


def _sessions(desk: _Desk) -> Section | None:
    sessions = sessions_frame(desk.store, desk.project.id, period=desk.period)
    if not len(sessions):
        return None
    of_one = of_one_metric(sessions.assign(number=range(1, len(sessions) + 1)))
    table = sessions_table(sessions, desk.zone)
    if not of_one["delivered"].notna().any():
        count = count_words(len(sessions), "training session")
        return Section(Key.SESSIONS, f"{count}, none with a scored model.", table=table)
    answer, metric = worth_words(of_one), metric_words(str(of_one["metric"].iloc[0]))
    chart = charts.session_scores(of_one, title=answer, metric=metric)
    note = other_tables_words(sessions, of_one)
    return Section(Key.SESSIONS, f"{answer}.", chart, is_titled=True, table=table, note=note)


def _scores(desk: _Desk) -> Section | None:
    scores = provenance_frame(desk.store, desk.project.id, period=desk.period)
    if not len(scores):
        return None
    count = count_words(len(scores), "line")
    return Section(
        Key.SCORES,
        f"{count}; each names the session and the weights and data behind it.",
        lines=same_weights(desk.store, desk.project.id),
        table=scores_table(scores, desk.zone),
        note=_HASHES,
    )


def estimates_section(record: Sequence[FinishedPiece], span: NamedPeriod = ALL_TIME) -> Section | None:
    """How the ranges of all projects did, whatever the span; None before one of them is known."""
    if not record:
        return None
    scores, trend, ratios = scores_of(record), course_of(record), ratios_frame(record)
    lines = [EIGHT_OF_TEN, scores.exact_words, trend.sentence if trend else too_few_words(record)]
    is_drawn = len(ratios) >= _LEAST_DOTS
    return Section(
        Key.ESTIMATES,
        f"Of all your first ranges{', of all time and over all projects,' if span.words else ''} {scores.all.words}.",
        pictures.ratios_picture(ratios) if is_drawn else None,
        legend=pictures.RATIOS_KEY if is_drawn else "",
        lines=[line for line in lines if line],
        table=estimates_table(scores),
        note=INTERVAL_SCORE_WORDS,
    )


def _along(desk: _Desk) -> Section | None:
    """What to plan otherwise, or why that is nothing, and what was written in one's own words."""
    ranges = [takeaway.sentence for takeaway in takeaways(desk.store, desk.project.id, desk.now)]
    written = own_words(desk.store, desk.project.id)
    asked = [question for question in (*QUESTIONS, FREE_TEXT) if written.get(question)]
    own = [f"{question} {' '.join(written[question].split())}" for question in asked]
    if not (ranges or own or desk.has_hours):
        return None
    if ranges:
        return Section(Key.ALONG, f"{count_words(len(ranges), 'range')} for the next plan.", lines=[*ranges, *own])
    return Section(Key.ALONG, nothing_words(desk.store, desk.project.id, desk.now), lines=own)
