"""Plan and Work as a person uses them: tables typed into, tabs beside each other, the server killed, a small phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from planner import planning, sample_project, timelog
from planner.availability import load_availability
from planner.clock import now
from planner.domain.hours import HourRange
from planner.domain.project import Project
from planner.store import open_store
from tests.browser.conftest import PHONE, OpenPage, ServedApp, settle
from tests.browser.tables import cell, type_into

Picture = Callable[[Page, str], None]


@pytest.fixture
def project(home: Path) -> Project:
    """A project of 20-30 hours with ranges for two of its phases."""
    with open_store(home) as store:
        made = planning.create_project(store, "Toxic comments", total=HourRange(20, 30), now=now() - timedelta(days=2))
        ranges = {"Clean": (3, 5, 6), "Explore": (2, 4, 5)}
        rows = [
            planning.phase_plan(phase.name, *ranges.get(phase.name, (None, None, None)), phase_id=phase.id)
            for phase in planning.phases(store, made.id)
        ]
        planning.save_phases(store, made.id, rows, now=now())
        return made


def answer(page: Page, words: str) -> None:
    """Wait until the largest words on the page are these."""
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(words))
    settle(page)


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Press a button, and wait for what it did."""
    page.get_by_role("button", name=name, exact=True).click()
    settle(page)


def seconds_on_the_clock(page: Page) -> int:
    """What the big clock shows."""
    hours, minutes, seconds = page.locator("#clock .time").inner_text().split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds)


def test_a_plan_is_made_from_nothing_and_its_phases_are_typed_into_the_table(page: Page, picture: Picture) -> None:
    """Mistakes are said where they are, corrected in place, kept over a reload, and saved; the first word is kept."""
    answer(page, "What is the project")
    page.get_by_role("textbox", name="Project").fill("Toxic comments")
    page.get_by_role("textbox", name="Range").fill("30-20")
    press(page, "Make the plan")
    expect(page.get_by_role("alert")).to_contain_text("The low end (30 h) is above the high end (20 h)")
    page.get_by_role("textbox", name="Range").fill("20-30")
    press(page, "Make the plan")
    answer(page, "It will take about 2.*h")
    type_into(page, 0, "Low", "9")
    type_into(page, 0, "High", "5")
    press(page, "Save the phases")
    complaint = page.get_by_role("alert").filter(has_text="Clean: The low end (9 h)")
    expect(complaint).to_be_visible()
    type_into(page, 0, "Low", "3")
    expect(complaint).to_have_count(0)
    page.reload()
    expect(cell(page, 0, "Low")).to_have_text("3")
    type_into(page, 0, "Low", "4")
    type_into(page, 0, "Low", "3")  # back to what the table began with: the 4 must not return
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    settle(page)
    expect(cell(page, 0, "Low")).to_have_text("3")
    settle(page)  # the table tells of the last change a moment after it shows it
    press(page, "Save the phases")
    expect(page.get_by_text("The phases add up to 3–5 h")).to_be_visible()
    type_into(page, 0, "High", "8")
    press(page, "Save the phases")
    expect(cell(page, 0, "First said")).to_have_text("3–5 h")
    picture(page, "plan-filled")


def test_one_timer_for_all_tabs_that_outlives_the_server(
    page: Page, app: ServedApp, project: Project, picture: Picture
) -> None:
    """A second tab switches, the first follows by itself; after kill -9 and a new start the clock has gone on."""
    page.goto(f"{app.address}/work?project={project.id}")
    answer(page, "No timer is running")
    press(page, "Explore")
    answer(page, "Explore")
    second = page.context.new_page()
    second.goto(page.url)
    answer(second, "Explore")
    press(second, "Model")
    answer(second, "Model")
    answer(page, "Model")
    shown_s = seconds_on_the_clock(page)
    app.kill()
    app.start()
    second.goto(second.url)
    answer(second, "Model")
    assert seconds_on_the_clock(second) >= shown_s
    picture(second, "work-running")
    expect(second).to_have_title(re.compile(r"^\d:\d\d Model$"))
    press(second, re.compile("^Stop"))  # its name ends with the keys that stop it too
    answer(second, "No timer is running")
    answer(page, "No timer is running")
    expect(second).to_have_title("Call It")
    assert sorted(cell(second, row, "Phase").inner_text() for row in (0, 1)) == ["Explore", "Model"]


def test_the_timer_goes_by_keys_and_the_cap_is_asked_about_when_the_clock_reaches_it(
    page: Page, app: ServedApp, home: Path, project: Project, picture: Picture
) -> None:
    """Interrupted with a reason, continued, past the cap, stopped and undone; a field keeps the keys to itself."""
    full_in = timedelta(seconds=12)
    with open_store(home) as store:
        explore = planning.phase_named(store, project.id, "Explore")
        stopped_at = now() - timedelta(hours=1)
        start = stopped_at - timedelta(hours=5) + full_in
        timelog.add_entry(store, explore.id, start, stopped_at, now=now())
    page.goto(f"{app.address}/work?project={project.id}")
    answer(page, "No timer is running")
    expect(page.get_by_role("button", name="Model", exact=True)).to_be_visible()
    page.wait_for_function("Boolean(window.callItPress)")  # buttons and keys come a moment after the words of a page
    page.keyboard.press("Alt+Shift+Digit2")
    answer(page, "Explore")
    expect(page.locator("#clock .cap")).to_have_text("cap 5 h5 h used, < 1 min left")
    page.keyboard.press("Alt+i")
    reason = page.get_by_label("What came up?")
    expect(reason).to_be_focused()
    page.keyboard.type("phone")
    page.keyboard.press("Alt+s")
    page.keyboard.press("Enter")
    answer(page, r"Interrupted since \d\d:\d\d: phone")
    picture(page, "work-interrupted")
    page.keyboard.press("Alt+s")
    answer(page, "Explore")
    question = page.get_by_role("heading", name="Explore has reached its cap of 5 h.")
    expect(question).to_be_visible(timeout=2000 * full_in.total_seconds())
    bar = page.get_by_role("progressbar", name="Hours of Explore against its cap")
    expect(bar).to_have_attribute("aria-valuetext", "5 h used: the cap is reached")
    picture(page, "work-at-the-cap")
    page.keyboard.press("Alt+s")
    answer(page, "No timer is running")
    expect(page).to_have_title("Call It")
    page.keyboard.press("Alt+u")
    answer(page, "Explore")


def test_an_entry_is_added_by_hand_corrected_in_the_table_and_taken_back(
    page: Page, app: ServedApp, home: Path, project: Project
) -> None:
    """The note typed is in the log; Undo has it as it was before."""
    page.goto(f"{app.address}/work?project={project.id}")
    answer(page, "No timer is running")
    page.get_by_text("Add an entry by hand").click()
    for label, digits in (("From", "0015"), ("To", "0045")):
        page.get_by_role("group", name=label, exact=True).get_by_role("spinbutton").first.click()
        page.keyboard.type(digits, delay=40)
        page.keyboard.press("Enter")
    yesterday = (now() - timedelta(days=1)).strftime("%Y%m%d")
    page.get_by_role("group", name="Day", exact=True).get_by_role("spinbutton").first.click()
    page.keyboard.type(yesterday, delay=40)
    page.keyboard.press("Escape")
    settle(page)
    press(page, "Add the entry")
    expect(cell(page, 0, "Length")).to_have_text("30 min")
    type_into(page, 0, "Note", "odd rows")
    press(page, "Save the entries")
    expect(page.get_by_text("Saved: 1 entry changed.")).to_be_visible()
    with open_store(home) as store:
        (entry,) = timelog.entries(store, project.id)
        assert (entry.note, entry.hours(now())) == ("odd rows", 0.5)
        press(page, "Undo: changed an entry on Clean")
        expect(cell(page, 0, "Note")).to_have_text("")
        assert [left.note for left in timelog.entries(store, project.id)] == [""]


def test_on_a_phone_the_answer_and_the_main_button_come_first(
    open_page: OpenPage, app: ServedApp, home: Path, picture: Picture
) -> None:
    """Nothing is wider than the screen; what the page is for stands on the first screen, by day and by night."""
    with open_store(home) as store:
        sample = sample_project.add_sample_project(store, now())
    for colours in ("light", "dark"):
        phone = open_page(PHONE, colours)
        for name, path, button in (("plan", "/", "Look back"), ("work", "/work", "Write up")):
            phone.goto(f"{app.address}{path}?project={sample.id}")
            main_button = phone.get_by_role("button", name=button)
            expect(main_button).to_be_visible()
            picture(phone, f"{name}-phone-{colours}")
            box = main_button.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= PHONE["height"]
            assert phone.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")


def test_no_page_asks_anything_of_another_machine(page: Page, app: ServedApp, project: Project) -> None:
    """Not even an icon or a font comes from the net."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name in ("", "work", "train", "retrospective"):
        page.goto(f"{app.address}/{name}?project={project.id}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        settle(page)
    assert [url for url in asked if not url.startswith((app.address, "data:", "blob:"))] == []


def test_two_presses_in_one_moment_both_count(page: Page, app: ServedApp, home: Path, project: Project) -> None:
    """The second comes before the page has begun to answer the first: what either does is done."""
    page.goto(f"{app.address}/plan?project={project.id}")
    answer(page, "about")
    type_into(page, 0, "Low", "4")
    expect(page.get_by_role("button", name="Save the phases")).to_be_visible()
    settle(page)
    page.evaluate(
        """names => names
                .map(name => [...document.querySelectorAll("button")].find(one => one.innerText.includes(name)))
                .forEach(button => button.click())""",
        ["Save the phases", "Evenings"],
    )
    expect(page.get_by_role("button", name="Save the phases")).to_have_count(0)
    settle(page)
    with open_store(home) as store:
        saved = planning.phase_named(store, project.id, "Clean").range
        assert saved is not None
        assert saved.low_hours == 4
        assert load_availability(store) is not None
