"""A retrospective as a file: one HTML page that asks no other machine, or Markdown."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from planner import planning
from planner.domain.hours import HourRange
from planner.domain.project import PhasePlan
from planner.report import Report, as_html, as_markdown, report_of
from planner.sample_project import add_sample_project
from planner.store import Store
from tests.unit.made_projects import log_hours

EVIL = "</script><b>*bold*</b> & co"


@pytest.fixture
def sample(store: Store, now: datetime) -> Report:
    """The report of the sample project, in which every question has data."""
    return report_of(store, add_sample_project(store, now).id, now, UTC)


def test_every_question_has_an_answer_with_its_number(sample: Report) -> None:
    """Hours, worth, burn-up, days, order, holes, decisions, sessions and scores; each answer is a sentence."""
    questions = [section.question for section in sample.sections]
    assert questions[:9] == [
        "Where did the hours go?",
        "What were the training hours worth?",
        "When?",
        "On which days?",
        "In what order?",
        "Which holes?",
        "What was decided on the way?",
        "What did the training sessions bring?",
        "Where do these scores come from?",
    ]
    assert all(re.search(r"\d", section.answer) and section.answer.endswith(".") for section in sample.sections)


@pytest.mark.slow
def test_the_page_holds_all_it_needs(sample: Report) -> None:
    """Pictures as specifications beside the program that draws them; nothing is loaded from anywhere.

    On paper no page break cuts a question, pictures shrink to the page, and a long table repeats its head.
    """
    page = as_html(sample)
    assert page.count("<section>") == len(sample.sections)
    for rule in (
        "section { break-inside: avoid; }",
        "svg { max-width: 100%;",
        "thead { display: table-header-group; }",
    ):
        assert rule in page
    assert page.count("<figure data-chart=") == 6
    assert "vegaEmbed" in page
    assert not re.search(r"""<(script|link|img)[^>]*(src|href)\s*=\s*["']?(https?:)?//""", page)
    charts = json.loads(page.split("const charts = ")[1].split(";\nfor (const figure")[0])
    assert [chart["width"] for chart in charts] == ["container"] * 6


def test_every_score_names_its_session_weights_and_data(sample: Report) -> None:
    """The first letters of both hashes stand beside each score, of every part of the data; one by hand has none."""
    (table,) = [section.table for section in sample.sections if section.question.startswith("Where do these scores")]
    assert table is not None
    by_hand = table[table["Session"] == "by hand"]
    assert by_hand["Scores"].tolist() == ["ROC AUC .858"]
    scored = table.drop(by_hand.index)
    assert scored["Session"].nunique() == 7
    assert scored["Weights"].str.fullmatch("[0-9a-f]{12}").all()
    assert scored["Data hash"].str.fullmatch("[0-9a-f]{12}").all()


def test_one_model_under_two_names_is_pointed_out(sample: Report) -> None:
    """In the sample, as in the story that it tells, a model was scored twice."""
    text = as_markdown(sample)
    assert "The same weights stand behind sample-06 and sample-07: count that score once." in text
    assert "On 20 April the forecast first passed the deadline" in text


@pytest.mark.slow
def test_names_stand_as_they_were_typed(store: Store, now: datetime) -> None:
    """A name with tags, stars or the end of a script is text, in the words and in the pictures."""
    made = planning.create_project(
        store, EVIL, total=HourRange(2, 3), phases=[PhasePlan(EVIL, HourRange(2, 3))], now=now - timedelta(days=3)
    )
    log_hours(store, made, {EVIL: 2}, now)
    report = report_of(store, made.id, now, UTC)
    page = as_html(report)
    assert page.count("</script>") == 1
    assert "<b>*bold*" not in page
    assert "&lt;/script&gt;&lt;b&gt;*bold*" in page
    assert "\\*bold\\*" in as_markdown(report)


def test_a_project_without_hours_is_a_short_report(store: Store, now: datetime) -> None:
    """It says so, and has no pictures of nothing."""
    made = planning.create_project(store, "Bare", phases=[], now=now)
    report = report_of(store, made.id, now, UTC)
    assert report.answer == "No hours are logged yet."
    assert "vegaEmbed(" not in as_html(report).split("<body>")[1].split("const charts = []")[0]
    assert as_markdown(report).startswith("# No hours are logged yet.")
