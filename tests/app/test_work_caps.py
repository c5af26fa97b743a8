"""The Work page at a cap: the bar of the clock, the question with its answers, and whether going on helped."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from planner import planning, timelog
from planner.clock import now
from planner.domain.decisions import Answer, Decision, Occasion
from planner.domain.hours import HourRange
from planner.domain.project import PhasePlan, Project
from planner.domain.stopping import StopRules
from planner.store import Store
from tests.app.plan_tab import field, press
from tests.places import APP

HOUR = timedelta(hours=1)
PHASES = (PhasePlan("Explore", HourRange(3, 5), 5), PhasePlan("Model", HourRange(6, 10)))


@pytest.fixture
def project(store: Store) -> Project:
    """Explore has a cap of 5 hours, Model has none."""
    return planning.create_project(store, "Toxic comments", phases=PHASES, now=now() - 200 * HOUR)


def opened(project: Project) -> AppTest:
    """A tab on the Work page."""
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["project"] = str(project.id)
    return app.switch_page("planner/pages/work.py").run()


def phase_id(store: Store, project: Project, name: str = "Explore") -> int:
    """A phase by its name."""
    return planning.phase_named(store, project.id, name).id


def log(store: Store, project: Project, hours: float, *, ago: timedelta = timedelta()) -> None:
    """Hours on Explore that ended a while ago."""
    until = now() - ago
    timelog.add_entry(store, phase_id(store, project), until - hours * HOUR, until, now=now())


def run(store: Store, project: Project, hours: float, name: str = "Explore") -> None:
    """A timer that has run for some hours."""
    timelog.start(store, phase_id(store, project, name), now=now(), at=now() - hours * HOUR)


def facts(app: AppTest) -> dict[str, float]:
    """What the clock counts with: seconds by their names."""
    (clock,) = [part.proto.body for part in app.get("html") if 'id="clock"' in part.proto.body]
    pairs = [word.removeprefix("data-").split("=") for word in clock[: clock.index(">")].split() if "-s=" in word]
    return {name: float(value.strip('"')) for name, value in pairs}


def headings(app: AppTest) -> list[str]:
    """The questions that are open."""
    return [str(part.value).replace("\xa0", " ") for part in app.header]


def judged(app: AppTest) -> list[str]:
    """What is asked about having gone on."""
    return [part.value for part in app.markdown if part.value.startswith("**Did it help?**")]


def choose(app: AppTest, label: str) -> AppTest:
    """Click on an answer to the question."""
    group = app.button_group[0]
    (answer,) = [answer for answer in Answer if group.format_func(answer).endswith(f" {label}")]
    return group.set_value(answer).run()


def go_on(store: Store, project: Project, until_hours: float | None = 8, *, ago: timedelta = timedelta()) -> None:
    """Decide to go on past the cap of Explore."""
    explore = phase_id(store, project)
    made = Decision(
        now() - ago, Occasion.CAP, Answer.CONTINUE, "x", "one class is unread", explore, until_hours=until_hours
    )
    store.decisions.add(project.id, made)


def test_the_bar_fills_with_the_hours_of_the_phase_until_its_cap(store: Store, project: Project) -> None:
    """Earlier hours are in it, and the script knows when there will be something to ask."""
    log(store, project, 2, ago=9 * HOUR)
    run(store, project, 1)
    app = opened(project)
    assert facts(app) == {"before-s": 2 * 3600, "cap-s": 5 * 3600, "agreed-s": 0, "ask-s": 5 * 3600}
    assert headings(app) == []


def test_without_a_cap_there_is_no_bar_and_nothing_to_ask(store: Store, project: Project) -> None:
    """Only the hours are said."""
    run(store, project, 3, "Model")
    app = opened(project)
    assert (facts(app)["cap-s"], facts(app)["ask-s"]) == (0, 0)
    assert not any('role="progressbar"' in part.proto.body for part in app.get("html"))


def test_nothing_is_asked_by_the_clock_where_the_plan_asks_nothing_at_caps(store: Store, project: Project) -> None:
    """The bar still fills."""
    planning.update_project(store, replace(project, stop=StopRules(at_cap=False)), now=now())
    run(store, project, 1)
    assert (facts(opened(project))["cap-s"], facts(opened(project))["ask-s"]) == (5 * 3600, 0)


def test_the_question_appears_when_the_clock_reaches_the_cap(
    store: Store, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the script does in the browser at that moment: it presses a button that nobody sees."""
    run(store, project, 4.9)
    app = opened(project)
    assert headings(app) == []
    later = now() + 0.2 * HOUR
    for module in ("planner.clock", "planner.pages.work_page.timer"):  # the page itself is run from its file
        monkeypatch.setattr(f"{module}.now", lambda: later)
    app.button(key="cap_reached").click().run()
    assert headings(app) == ["Explore has reached its cap of 5 h."]
    assert facts(app)["ask-s"] == 0


def test_going_on_needs_a_reason_and_moves_the_end_of_the_bar(store: Store, project: Project) -> None:
    """A third of the cap is proposed; the decision is kept, and the timer runs on."""
    run(store, project, 5.2)
    app = choose(opened(project), "Go on")
    assert field(app.number_input, "Ask again when Explore has so many hours").value == 6
    press(app, "Go on with it")
    assert "No reason is given" in app.error[0].value
    field(app.text_input, "Why go on?").input("one class is unread").run()
    press(app, "Go on with it")
    assert headings(app) == []
    assert (facts(app)["agreed-s"], facts(app)["ask-s"]) == (6 * 3600, 6 * 3600)
    assert timelog.running(store) is not None
    (kept,) = store.decisions.of_project(project.id)
    assert (kept.answer, kept.because, kept.until_hours) == (Answer.CONTINUE, "one class is unread", 6)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("label", "button", "said"),
    [
        ("Park it", "Park it until I take it up", "Explore is parked. Its timer has stopped."),
        ("Call it done", "Mark it as done", "Explore is done. Its timer has stopped."),
    ],
)
def test_to_park_or_call_it_stops_the_timer_and_can_be_taken_back(
    store: Store, project: Project, label: str, button: str, said: str
) -> None:
    """Undo has the phase open, its timer running from its first start, and the question back."""
    run(store, project, 5.2)
    app = press(choose(opened(project), label), button)
    assert any(part.value == said for part in app.markdown)
    assert timelog.running(store) is None
    assert (planning.phase_named(store, project.id, "Explore").finished_at is not None) is (label == "Call it done")
    app.button(key="notice_undo").click().run()
    running = timelog.running(store)
    assert running is not None
    assert running.entry.hours(now()) > 5
    assert running.phase.finished_at is None
    assert headings(app) == ["Explore has reached its cap of 5 h."]
    assert store.decisions.of_project(project.id) == []


def test_the_question_waits_for_who_is_away_and_is_asked_beside_another_project(store: Store, project: Project) -> None:
    """It is that of the phase that runs, whichever project the page shows."""
    run(store, project, 5.2)
    other = planning.create_project(store, "Other", now=now())
    assert headings(opened(other)) == ["Explore has reached its cap of 5 h."]
    timelog.stop(store, now=now())
    assert headings(opened(other)) == []
    assert headings(opened(project)) == ["Explore has reached its cap of 5 h."]


def test_did_it_help_is_asked_once_it_has_ended_and_answered_by_one_click(store: Store, project: Project) -> None:
    """Not while it goes on; with the hours since the decision, and the reason given then."""
    log(store, project, 5, ago=10 * HOUR)
    go_on(store, project, ago=9 * HOUR)
    log(store, project, 2)
    app = opened(project)
    assert judged(app) == []
    explore, model = (planning.as_plan(phase) for phase in planning.phases(store, project.id))
    planning.save_phases(store, project.id, [replace(explore, done=True), model], now())
    (asked,) = judged(opened(project))
    assert asked.startswith("**Did it help?** Explore went on for 2 h past its cap (")
    assert asked.endswith("), because one class is unread.")
    app = press(opened(project), "It helped")
    assert judged(app) == []
    assert [made.helped for made in store.decisions.of_project(project.id)] == [True]
