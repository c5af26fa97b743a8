"""The Retrospective page draws the sections of the report, and hangs on them what only a page can do."""

from __future__ import annotations

from datetime import timedelta

from streamlit.testing.v1 import AppTest

from planner import planning, timelog
from planner.clock import local_zone, now
from planner.domain.hours import HourRange
from planner.domain.project import PhasePlan
from planner.report import Key, report_of
from planner.sample_project import add_sample_project
from planner.store import Store
from tests.app.test_retrospective_states import opened
from tests.app.train_tab import chart_titles, said
from tests.unit.made_projects import finished_project

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def asked(app: AppTest) -> list[str]:
    """The questions of the page: its headings, and those of what is folded."""
    assert not app.exception
    folded = [str(box.label).split(" (")[0] for box in app.expander]
    return [*(str(heading.value) for heading in app.subheader), *(label for label in folded if label in set(Key))]


def test_the_page_asks_what_the_report_asks(store: Store) -> None:
    """Question by question in one order, with its sentences, pictures, tables and small print."""
    sample = add_sample_project(store, now())
    report = report_of(store, sample.id, now(), local_zone())
    app = opened(sample)
    questions = [section.question for section in report.sections]
    assert sorted(asked(app)) == sorted(questions)
    assert [one for one in asked(app) if one != Key.SCORES] == [one for one in questions if one != Key.SCORES]
    page = said(app)
    for section in report.sections:
        if not section.is_titled and section.key is not Key.SCORES:
            assert section.answer in page
        for line in (*section.lines, section.note, section.legend):
            assert line in page
    assert len(chart_titles(app)) == sum(section.chart is not None for section in report.sections)
    for frame, key in zip(app.dataframe, (Key.SESSIONS, Key.SCORES), strict=True):
        section = report.section(key)
        assert section is not None
        assert section.table is not None
        assert list(frame.value.columns) == list(section.table.columns)
        assert len(frame.value) == len(section.table)


def test_ones_own_words_are_read_without_unfolding_them(store: Store) -> None:
    """As the report has them, below the ranges; stars in them are stars."""
    made = finished_project(store, "Old", {"Model": (8.0, 12.0)}, {"Model": 20}, now() - DAY)
    store.reflections.add(made.id, "What went well?", "*Good* labels", now())
    app = opened(made)
    points = next(str(part.value) for part in app.markdown if "What went well?" in str(part.value))
    assert points.splitlines()[-1] == "- What went well? \\*Good\\* labels"
    assert points.startswith("- Model: plan")


def test_days_without_a_session_are_not_said_to_have_none_yet(store: Store) -> None:
    """There may be some on other days."""
    made = planning.create_project(store, "Old", phases=[PhasePlan("Clean", HourRange(2, 4))], now=now() - 9 * DAY)
    timelog.add_entry(store, planning.phase_named(store, made.id, "Clean").id, now() - HOUR, now(), now=now())
    app = opened(made)
    assert "No training session is logged on this project yet." in said(app)
    app.query_params["period"] = "weeks"
    app.run()
    assert "No training session in the last 4 weeks." in said(app)
    assert "on this project yet" not in said(app)
