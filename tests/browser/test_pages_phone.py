"""Every page on a phone: nothing that matters needs scrolling to the side."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from planner import sample_project
from planner.clock import now
from planner.store import open_store
from tests.browser.conftest import PHONE, OpenPage, ServedApp, settle
from tests.browser.tables import type_into_last

Picture = Callable[[Page, str], None]


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    """A phone's browser."""
    return open_page(PHONE)


def test_rows_are_cards_and_the_plan_is_a_table_to_read(
    phone: Page, app: ServedApp, home: Path, picture: Picture
) -> None:
    """The week with its lengths and notes, the phases with their caps, and all sessions with their data and scores."""
    with open_store(home) as store:
        sample = sample_project.add_sample_project(store, now())
    wanted = {
        "plan": ("table.on-phones", ("Explore", "6–9 h", "8 h", "done")),
        "work": (".cards", ("Write up", "1 h", "Six epochs beat the benchmark", "unattended")),
        "retrospective": (".cards", ("comments.csv, label toxic", "Delivered .889", "n-gram .880", "37.2 of 60 min")),
    }
    for page, (place, words) in wanted.items():
        phone.goto(f"{app.address}/{page}?project={sample.id}")
        expect(phone.get_by_role("heading", level=1)).to_be_visible()
        settle(phone)
        shown = phone.locator(place).first
        expect(shown).to_be_visible()
        for word in words:
            expect(shown).to_contain_text(word)
        assert phone.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")
        assert shown.evaluate("one => one.scrollWidth <= one.clientWidth + 1")
        picture(phone, f"{page}-cards-phone")


def test_entries_are_there_once_and_a_switch_leads_to_the_table_that_is_edited(
    phone: Page, app: ServedApp, home: Path, picture: Picture
) -> None:
    """Cards at first; what is typed into the table that takes their place is saved."""
    with open_store(home) as store:
        sample = sample_project.add_sample_project(store, now())
    phone.goto(f"{app.address}/work?project={sample.id}")
    cards, table = phone.locator(".cards").first, phone.get_by_test_id("stDataFrame")
    expect(cards).to_be_visible()
    expect(table).to_be_hidden()
    settle(phone)
    phone.get_by_text("Edit the entries").click()
    expect(table).to_be_visible()
    expect(cards).to_be_hidden()
    settle(phone)
    type_into_last(phone, 0, "Tags", "typed on a phone")
    picture(phone, "work-edit-phone")
    phone.get_by_role("button", name="Save the entries").click()
    expect(phone.get_by_text("Saved: 1 entry changed.")).to_be_visible()
    settle(phone)  # the table of before stays for a moment beside the one that takes its place
    phone.get_by_text("Edit the entries").click()
    expect(table).to_be_hidden()
    expect(cards).to_contain_text("typed on a phone")


def test_a_wide_screen_has_the_tables_instead(page: Page, app: ServedApp, home: Path) -> None:
    """The cards are not seen there."""
    with open_store(home) as store:
        sample = sample_project.add_sample_project(store, now())
    page.goto(f"{app.address}/work?project={sample.id}")
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    expect(page.locator(".cards").first).to_be_hidden()
    expect(page.get_by_text("Edit the entries")).to_be_hidden()


def test_before_a_session_the_start_is_on_the_first_screen_and_the_rows_are_folded(page: Page, app: ServedApp) -> None:
    """What comes next is the widest button; a look at the texts is in view without scrolling."""
    page.goto(f"{app.address}/train")
    start = page.get_by_role("button", name="Start: ends by")
    expect(start).to_be_enabled()
    settle(page)
    look = page.get_by_text("A look at the texts")
    for part in (start, look):
        box = part.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 900
    expect(page.get_by_test_id("stDataFrame")).to_be_hidden()
    page.get_by_text("The first 10 rows").click()
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
