"""The panels that ask when to call it: each question, each answer, what is parked, and the conditions themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from planner import planning, timelog
from planner.availability import Availability, save_availability
from planner.clock import local_zone, now
from planner.domain.decisions import Answer, Decision, Occasion
from planner.domain.hours import HourRange
from planner.domain.project import DeadlineKind, MetricTarget, PhasePlan, Project
from planner.domain.stopping import StopRules
from planner.outlook import WANTED_CHANCE, end_of_day, outlook_of
from planner.parsing.week_text import parse_week
from planner.store import Store
from tests.app.plan_tab import APP, field, press

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ALWAYS = "Mon-Sun 00:00-24:00"
PHASES = (PhasePlan("Explore", HourRange(3, 5), 6), PhasePlan("Model", HourRange(6, 10)))


def panels(project_id: int) -> None:
    """Both panels, as the Plan page draws them."""
    from planner import planning
    from planner.clock import local_zone, now
    from planner.outlook import outlook_of
    from planner.pages.failure import plain_failures
    from planner.pages.notice import show_notice
    from planner.pages.plan_page.stop_questions import draw_stop_questions
    from planner.pages.plan_page.stops import draw_stops
    from planner.store import open_store

    with plain_failures(), open_store() as store:
        show_notice(store)
        project = planning.project(store, project_id)
        draw_stop_questions(store, project, outlook_of(store, project_id, now(), local_zone()), now())
        draw_stops(store, project, now())


def opened(project: Project) -> AppTest:
    """A tab that shows the panels of a project."""
    return AppTest.from_function(panels, args=(project.id,), default_timeout=60).run()


@pytest.fixture
def project(store: Store) -> Project:
    """Explore (cap 6 h) and Model, a checklist of two lines, no deadline."""
    return planning.create_project(
        store, "Toxic comments", phases=PHASES, done_items=["Beats the benchmark", "Sent"], now=now() - 20 * DAY
    )


def change(store: Store, project: Project, **changes: Any) -> Project:
    """Say something of the project otherwise."""
    return planning.update_project(store, replace(planning.project(store, project.id), **changes), now=now())


def log(store: Store, project: Project, phase: str, hours: float) -> None:
    """One entry that has just ended."""
    phase_id = planning.phase_named(store, project.id, phase).id
    timelog.add_entry(store, phase_id, now() - hours * HOUR, now(), now=now())


def late(store: Store, project: Project) -> None:
    """Let the deadline pass, three days ago."""
    change(store, project, deadline=now() - 3 * DAY, deadline_kind=DeadlineKind.FIXED)


def headings(app: AppTest) -> list[str]:
    """The largest words of the panels."""
    return [str(part.value).replace("\xa0", " ") for part in app.header]


def said(app: AppTest) -> str:
    """All sentences in the panels."""
    parts = [*app.header, *app.markdown, *app.caption, *app.error, *app.toast]
    return "\n".join(str(part.value) for part in parts).replace("\xa0", " ").replace("\\", "")


def choices(app: AppTest) -> list[str]:
    """The answers on offer to the first question."""
    return list(app.button_group[0].options)


def choose(app: AppTest, label: str, question: int = 0) -> AppTest:
    """Click on an answer."""
    group = app.button_group[question]
    (answer,) = [answer for answer in Answer if group.format_func(answer).endswith(f" {label}")]
    return group.set_value(None if group.value is answer else answer).run()


def kept(store: Store, project: Project) -> Decision:
    """The one decision."""
    (made,) = store.decisions.of_project(project.id)
    return made


def type_reason(app: AppTest, reason: str) -> None:
    """Give the reason."""
    (box,) = [box for box in app.text_input if "because" in str(box.key)]
    box.input(reason).run()


def test_nothing_is_drawn_while_nothing_is_met(project: Project) -> None:
    """Only the conditions are there, folded."""
    app = opened(project)
    assert headings(app) == []
    assert [part.label for part in app.expander] == ["At each cap"]
    assert not app.expander[0].proto.expanded
    assert not app.exception


def test_a_passed_deadline_is_asked_about_in_its_own_words(store: Store, project: Project) -> None:
    """What is not met and what is still needed stand below; a date, a cut, an end, or a pause."""
    change(store, project, target=MetricTarget("macro_f1", 0.8))
    late(store, project)
    app = opened(project)
    (heading,) = headings(app)
    assert heading.startswith("The deadline passed 3 days ago (")
    assert heading.endswith(", fixed).")
    assert "Not met: macro-F1 .800 (nothing scored yet), ‘Beats the benchmark’, ‘Sent’, phases Explore" in said(app)
    assert "Still needed: " in said(app)
    assert choices(app) == ["New date", "Cut something", "Call it", "Park it"]


def test_the_new_date_is_filled_with_the_one_of_80_percent(store: Store, project: Project) -> None:
    """It is said so, and can be taken with one click."""
    save_availability(store, Availability(parse_week(ALWAYS)))
    late(store, project)
    app = choose(opened(project), "New date")
    outlook = outlook_of(store, project.id, now(), local_zone())
    assert outlook is not None
    likely = outlook.dates[WANTED_CHANCE]
    assert likely is not None
    assert field(app.date_input, "New date").value == likely
    assert "with a chance of 80 %" in said(app)
    type_reason(app, "the data came late")
    press(app, "Set the new date")
    assert planning.project(store, project.id).deadline == end_of_day(likely, local_zone())
    assert kept(store, project).because == "the data came late"
    assert headings(app) == []
    assert "the deadline passed; new date" in said(app)
    assert any("The new date is" in toast.value for toast in app.toast)


@pytest.mark.parametrize(
    ("day", "complaint"),
    [(None, "No new date is given."), (date(2020, 2, 29), "The new date, 29 February 2020, has passed already.")],
)
def test_a_date_that_cannot_be_is_refused_where_it_stands(
    store: Store, project: Project, day: date | None, complaint: str
) -> None:
    """Nothing is kept, and what was typed stays."""
    late(store, project)
    app = choose(opened(project), "New date")
    type_reason(app, "the data came late")
    field(app.date_input, "New date").set_value(day).run()
    press(app, "Set the new date")
    (error,) = app.error
    assert error.value.startswith(complaint)
    assert field(app.text_input, "Because … (optional)").value == "the data came late"
    assert field(app.date_input, "New date").value == day
    assert store.decisions.of_project(project.id) == []


def test_what_is_not_met_can_be_cut_and_a_date_be_set_for_the_rest(store: Store, project: Project) -> None:
    """A phase with hours is done as it is."""
    log(store, project, "Model", 2)
    late(store, project)
    app = choose(opened(project), "Cut something")
    field(app.checkbox, "Sent").check().run()
    field(app.checkbox, "Phase Model, done as it is").check().run()
    press(app, "Cut what is ticked")
    assert "Not met: ‘Beats the benchmark’, phase Explore not done. Give a new date" in said(app)
    assert field(app.checkbox, "Sent").value
    field(app.date_input, "New date").set_value((now() + 9 * DAY).date()).run()
    press(app, "Cut what is ticked")
    left = planning.project(store, project.id)
    assert [item.text for item in left.done_items] == ["Beats the benchmark"]
    assert planning.phase_named(store, project.id, "Model").finished_at is not None
    assert left.deadline is not None
    assert left.deadline > now() + 8 * DAY
    assert "cut ‘Sent’ and Model, new date" in said(app)


def test_a_cut_of_all_that_is_open_finishes_the_project(store: Store, project: Project) -> None:
    """No date is asked for then, and it is said before."""
    late(store, project)
    app = choose(opened(project), "Cut something")
    for name in ("Beats the benchmark", "Sent", "Phase Explore", "Phase Model"):
        field(app.checkbox, name).check().run()
    assert not app.date_input
    assert "“Toxic comments” is then finished, as it stands. It can be opened again." in said(app)
    press(app, "Cut what is ticked")
    assert planning.project(store, project.id).finished_at is not None


def test_where_all_is_met_nothing_can_be_cut(store: Store) -> None:
    """Call it, says the panel by what it offers."""
    bare = planning.create_project(store, "Bare", phases=["Model"], now=now() - 9 * DAY)
    late(store, bare)
    assert choices(opened(bare)) == ["New date", "Call it", "Park it"]


def test_a_cap_asks_for_the_reason_and_the_hours_to_go_on_to(store: Store, project: Project) -> None:
    """Two more hours are filled in; without a reason nothing is kept."""
    log(store, project, "Explore", 6.5)
    app = opened(project)
    assert headings(app) == ["Explore has reached its cap of 6 h."]
    assert choices(app) == ["Go on", "Call it done", "Park it"]
    choose(app, "Go on")
    assert field(app.number_input, "Ask again when Explore has so many hours").value == 8
    press(app, "Go on with it")
    assert app.error[0].value.startswith("No reason is given.")
    field(app.number_input, "Ask again when Explore has so many hours").set_value(6).run()
    type_reason(app, "two labels are mixed up")
    press(app, "Go on with it")
    assert app.error[0].value.startswith("Explore has 6.5 h already, and 6 h is not after that.")
    field(app.number_input, "Ask again when Explore has so many hours").set_value(7.5).run()
    press(app, "Go on with it")
    assert not app.error
    assert headings(app) == []
    made = kept(store, project)
    assert (made.answer, made.until_hours, made.because) == (Answer.CONTINUE, 7.5, "two labels are mixed up")
    assert "Explore reached its cap; went on until 7.5 h, because two labels are mixed up." in said(app)


def test_a_cap_can_end_the_phase(store: Store, project: Project) -> None:
    """The project goes on."""
    log(store, project, "Explore", 6.5)
    app = choose(opened(project), "Call it done")
    assert "Explore is then marked as done." in said(app)
    press(app, "Mark it as done")
    assert planning.phase_named(store, project.id, "Explore").finished_at is not None
    assert planning.project(store, project.id).finished_at is None


def test_few_hours_and_a_flat_score_are_asked_about_with_the_rest_counted(store: Store, project: Project) -> None:
    """At most two questions are drawn."""
    late(store, project)
    change(store, project, budget_hours=7, stop=StopRules(2, 0.002))
    log(store, project, "Explore", 6)
    store.results.add(project.id, "roc_auc", 0.87, logged_at=now() - 5 * HOUR)
    app = opened(project)
    assert [heading.split()[0] for heading in headings(app)] == ["The", "Explore"]
    assert "2 more questions wait for your answer." in said(app)
    change(store, project, deadline=None, stop=StopRules(2, 0.002, at_cap=False))
    app = opened(project)
    assert headings(app) == ["1 h of the budget of 7 h left.", "Nothing was scored in the last 5 h of work."]
    assert "wait" not in said(app)


def test_a_reason_stays_while_other_answers_are_looked_at(store: Store, project: Project) -> None:
    """And a second click folds the answer away."""
    log(store, project, "Explore", 6.5)
    app = choose(opened(project), "Go on")
    type_reason(app, "one more idea")
    choose(app, "Park it")
    assert field(app.text_input, "Because … (optional)").value == "one more idea"
    choose(app, "Go on")
    assert field(app.text_input, "Why go on?").value == "one more idea"
    choose(app, "Go on")
    assert not app.text_input


def test_a_parked_project_says_since_when_and_can_be_taken_up(store: Store, project: Project) -> None:
    """Nothing else is asked of it meanwhile."""
    late(store, project)
    log(store, project, "Explore", 9)
    app = opened(project)
    choose(app, "Park it")
    type_reason(app, "exams come *first*.")
    press(app, "Park it until I take it up")
    (heading,) = headings(app)
    assert heading.startswith("Parked since ")
    assert heading.endswith(": exams come \\*first\\*.")
    press(app, "Take it up again")
    assert len(headings(app)) == 2
    assert [made.occasion for made in store.decisions.of_project(project.id)] == [Occasion.DEADLINE, Occasion.RETURN]


def test_an_answer_in_a_second_tab_is_not_given_twice(store: Store, project: Project) -> None:
    """The tab draws what holds by then."""
    log(store, project, "Explore", 6.5)
    first, second = opened(project), opened(project)
    choose(second, "Call it done")
    press(choose(first, "Park it"), "Park it until I take it up")
    second.button(key=f"calling_{project.id}_CAP_{planning.phases(store, project.id)[0].id}_send").click().run()
    assert not second.exception
    assert planning.phase_named(store, project.id, "Explore").finished_at is None
    assert headings(second) == []


def test_a_finished_project_is_asked_nothing(store: Store, project: Project) -> None:
    """Also where it had been parked before."""
    late(store, project)
    log(store, project, "Explore", 9)
    planning.finish_project(store, project.id, now=now())
    assert headings(opened(project)) == []


def test_the_conditions_are_saved_and_said_on_the_fold(store: Store, project: Project) -> None:
    """In the words of the label."""
    app = opened(project)
    field(app.number_input, "Hours of work left, at most").set_value(3)
    field(app.number_input, "Gain of the score per hour, below").set_value(0.002)
    press(app, "Save when to ask")
    assert planning.project(store, project.id).stop == StopRules(3, 0.002, at_cap=True)
    assert app.expander[0].label == "At 3 h left, below .002 an hour, at each cap"
    field(app.number_input, "Hours of work left, at most").set_value(None)
    field(app.number_input, "Gain of the score per hour, below").set_value(None)
    field(app.checkbox, "When a phase reaches its cap").uncheck()
    press(app, "Save when to ask")
    assert app.expander[0].label == "Say when to stop and think"


@pytest.mark.parametrize(
    ("label", "value", "complaint"),
    [
        ("Hours of work left, at most", 0.0, "Hours left are 0. Give more than zero"),
        ("Hours of work left, at most", -3.0, "Hours left are -3. Give more than zero"),
        ("Gain of the score per hour, below", -0.1, "The gain per hour is -0.1. Give more than zero"),
    ],
)
def test_a_condition_that_cannot_be_is_refused_where_it_stands(
    store: Store, project: Project, label: str, value: float, complaint: str
) -> None:
    """One sentence; what was saved stays, and so does what was typed."""
    app = opened(project)
    field(app.number_input, label).set_value(value)
    press(app, "Save when to ask")
    assert app.error[0].value.startswith(complaint)
    assert field(app.number_input, label).value == value
    assert planning.project(store, project.id).stop == StopRules()


def test_many_decisions_are_folded(store: Store, project: Project) -> None:
    """Five stand there; more are counted on a fold."""
    for _ in range(6):
        store.decisions.add(project.id, Decision(now(), Occasion.GAIN, Answer.CONTINUE, "x", because="y"))
    app = opened(project)
    assert app.expander[1].label == "6 decisions so far"
    assert "Decided so far" not in said(app)


# The other pages.


def on_page(project: Project, name: str) -> AppTest:
    """A tab on another page of a project."""
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["project"] = str(project.id)
    return app.switch_page(f"planner/pages/{name}.py").run()


def lines(app: AppTest) -> list[str]:
    """What the page says of open questions."""
    return [part.value for part in app.markdown if part.value.startswith(":material/flag:")]


def test_the_work_page_says_another_question_in_one_line(store: Store, project: Project) -> None:
    """With the way to the Plan page, below the cap, which is decided there; nothing while nothing is open."""
    app = on_page(project, "work")
    assert (lines(app), list(app.get("page_link"))) == ([], [])
    log(store, project, "Explore", 6)
    change(store, project, budget_hours=7, stop=StopRules(2))
    app = on_page(project, "work")
    assert headings(app)[0] == "Explore has reached its cap of 6 h."
    assert lines(app) == [":material/flag: 1 h of the budget of 7 h left."]
    assert app.get("page_link")[0].proto.label == "Decide on the Plan page"


def test_the_retrospective_lists_what_was_decided(store: Store, project: Project) -> None:
    """Dated, below what was found; nothing where nothing was decided."""
    log(store, project, "Explore", 6)
    assert "Decided on the way" not in said(on_page(project, "retrospective"))
    at = datetime(2026, 6, 12, 12, tzinfo=local_zone())
    decision = Decision(at, Occasion.DEADLINE, Answer.NEW_DATE, "x", "data came late", new_deadline=at + 7 * DAY)
    store.decisions.add(project.id, decision)
    year = "" if project.created_at.year == 2026 else " 2026"
    listed = f"12 June{year}: the deadline passed; new date 19 June{year}, because data came late."
    assert listed in said(on_page(project, "retrospective"))
