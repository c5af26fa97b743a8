"""The one list of sections of a retrospective, as HTML and Markdown draw it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from planner import planning, timelog
from planner.domain.hours import HourRange
from planner.domain.project import PhasePlan
from planner.forecast import finished_pieces
from planner.report import Key, Report, as_html, as_markdown, estimates_section, report_of
from planner.report.pictures import MOST_DAYS
from planner.retrospective.named_period import NamedPeriod, span_of_days
from planner.sample_project import add_sample_project
from planner.store import Store
from tests.unit.made_projects import finished_project

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def sample(store: Store, now: datetime) -> Report:
    """The report of the sample project."""
    return report_of(store, add_sample_project(store, now).id, now, UTC)


def drawn(page: str) -> list[dict[str, Any]]:
    """The pictures of an HTML report."""
    charts: list[dict[str, Any]] = json.loads(page.partition("const charts = ")[2].partition(";\nfor (const figure")[0])
    return charts


def test_sections_stand_in_the_order_of_their_keys(sample: Report) -> None:
    """Each question once; a section without data is not there."""
    keys = [section.key for section in sample.sections]
    assert keys == [key for key in Key if key in keys]
    assert keys == [key for key in Key if key is not Key.ESTIMATES]  # a sample is no record of a person
    assert sample.section(Key.ESTIMATES) is None
    assert [section.question for section in sample.sections] == [str(key) for key in keys]


@pytest.mark.slow
def test_an_answer_is_read_once(sample: Report) -> None:
    """It titles the picture on the page; in the file it stands as a sentence, and its picture has no title."""
    titled = [section for section in sample.sections if section.is_titled]
    assert [section.key for section in titled] == [Key.HOURS, Key.DAYS, Key.ORDER, Key.SESSIONS]
    for section in titled:
        assert section.chart is not None
        assert section.chart.to_dict()["title"]["text"] == section.answer.removesuffix(".")
    page = as_html(sample)
    assert ["title" in chart for chart in drawn(page)] == [False, True, True, False, False, False]
    assert page.count("<p>3 of 7 planned phases overran.</p>") == 1


@pytest.mark.slow
def test_the_file_says_what_the_colours_mean_and_markdown_does_not(sample: Report) -> None:
    """Of what is drawn; where there are no pictures, there is nothing to explain."""
    page, text = as_html(sample), as_markdown(sample)
    hours = sample.section(Key.HOURS)
    assert hours is not None
    for words, colour in hours.colours.items():
        assert f'<i style="background: {colour}"></i>{words}</span>' in page
    assert "never planned" not in hours.colours
    assert "Full dots were the best so far" in page
    assert "Full dots were the best so far" not in text
    assert "honest then \\(forecast\\)" not in text


@pytest.mark.slow
def test_sessions_are_numbered_as_in_their_picture_and_named_as_in_the_table_of_scores(sample: Report) -> None:
    """Both tables can be held against each other, and against the picture."""
    sessions, scores = sample.section(Key.SESSIONS), sample.section(Key.SCORES)
    assert sessions is not None
    assert sessions.table is not None
    assert scores is not None
    assert scores.table is not None
    assert sessions.table["No."].tolist() == list(range(1, 8))
    assert set(scores.table["Session"]) - {"by hand"} == set(sessions.table["Session"])
    assert sessions.table["Difference"].tolist()[:3] == ["+.001", "", "+.003"]
    assert sessions.table["Started"].str.contains(r"\d{4}, \d\d:\d\d").all()
    assert "First letters" not in scores.note
    assert "The first letters of SHA-256" in as_html(sample)


@pytest.mark.parametrize(("days", "words"), [(MOST_DAYS, ""), (MOST_DAYS + 9, "The last 31 of 40 days with work.")])
def test_more_days_than_a_picture_can_hold_are_said(store: Store, now: datetime, days: int, words: str) -> None:
    """The newest are drawn; nothing is left out in silence."""
    begin = now - (days + 2) * DAY
    made = planning.create_project(store, "Long", phases=[PhasePlan("Clean")], now=begin)
    phase = planning.phase_named(store, made.id, "Clean")
    for day in range(days):
        start = begin + (day + 1) * DAY
        timelog.add_entry(store, phase.id, start, start + HOUR, now=now)
    section = report_of(store, made.id, now, UTC).section(Key.DAYS)
    assert section is not None
    assert section.chart is not None
    assert section.legend == words
    assert section.answer == f"Work on {days} days, 1 h on a typical one."
    (blocks,) = section.chart.to_dict()["datasets"].values()
    assert [str(block["day"]) for block in blocks] == [
        f"{begin + (day + 1) * DAY:%Y-%m-%d}" for day in range(days - MOST_DAYS, days)
    ]


def test_what_was_written_stays_one_point(store: Store, now: datetime) -> None:
    """However many lines it was typed in: a list in Markdown ends at an empty one."""
    made = finished_project(store, "Old", {"Model": (8.0, 12.0)}, {"Model": 9}, now)
    store.reflections.add(made.id, "What went well?", "Labels.\n\nAnd tea.", now)
    report = report_of(store, made.id, now, UTC)
    along = report.section(Key.ALONG)
    assert along is not None
    assert along.answer == "Every planned phase stayed inside its range: nothing to correct."
    assert along.lines == ["What went well? Labels. And tea."]
    assert "- What went well? Labels. And tea." in as_markdown(report)


def test_a_plan_without_hours_has_no_picture_of_them(store: Store, now: datetime) -> None:
    """Nor has one without any in the days that are looked at; its page has none either."""
    made = planning.create_project(store, "New", phases=[PhasePlan("Clean", HourRange(2, 4))], now=now - 9 * DAY)
    assert report_of(store, made.id, now, UTC).sections == []
    timelog.add_entry(store, planning.phase_named(store, made.id, "Clean").id, now - HOUR, now, now=now)
    before = span_of_days(None, (now - 5 * DAY).date(), UTC)
    assert not report_of(store, made.id, now, UTC, before).has_hours
    assert report_of(store, made.id, now, UTC, before).section(Key.HOURS) is None
    assert report_of(store, made.id, now, UTC).section(Key.HOURS) is not None


def test_a_project_with_hours_says_why_nothing_is_taken_along(store: Store, now: datetime) -> None:
    """As its page does; one without hours says nothing of it."""
    made = planning.create_project(store, "New", phases=[PhasePlan("Clean", HourRange(2, 4))], now=now - DAY)
    assert report_of(store, made.id, now, UTC).section(Key.ALONG) is None
    timelog.add_entry(store, planning.phase_named(store, made.id, "Clean").id, now - HOUR, now, now=now)
    along = report_of(store, made.id, now, UTC).section(Key.ALONG)
    assert along is not None
    assert along.answer.startswith("No phase is done yet")


def test_ranges_are_judged_over_all_projects(store: Store, now: datetime) -> None:
    """By project and by kind of phase in one table; of a part of the time it says that it is of all."""
    assert estimates_section([]) is None
    finished_project(store, "Old", {"Clean": (2, 4), "Model": (2, 4)}, {"Clean": 3, "Model": 9}, now - 20 * DAY)
    finished_project(store, "New", {"Clean": (1, 2)}, {"Clean": 1.5}, now - DAY)
    record = finished_pieces(store, now)
    section, of_a_week = estimates_section(record), estimates_section(record, NamedPeriod("this week"))
    assert section is not None
    assert section.table is not None
    assert of_a_week is not None
    assert section.answer == "Of all your first ranges 2 of 3 held: too few to judge."
    assert "of all time and over all projects" in of_a_week.answer
    assert section.table[["Ranges of", "Name", "Held"]].to_numpy().tolist() == [
        ["Project", "Old", "1 of 2"],
        ["Project", "New", "1 of 1"],
        ["Phase", "Clean", "2 of 2"],
        ["Phase", "Model", "0 of 1"],
    ]
    assert section.table["Interval score"].str.fullmatch(r"\d\.\d\d").all()
    assert section.chart is not None
    assert section.legend
    made = store.projects.all()[0]
    assert "| Phase | Model | 0 of 1 |" in as_markdown(report_of(store, made.id, now, UTC))
