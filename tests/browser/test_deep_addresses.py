"""Addresses of several parts in a real browser: never a white page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ServedApp, settle


@pytest.mark.parametrize("asked", ["a/b", "plan/x"])
def test_an_address_of_several_parts_says_what_to_do_and_offers_the_way_to_plan(
    page: Page, app: ServedApp, picture: Callable[[Page, str], None], asked: str
) -> None:
    """One sentence and one button; the way back leads to where one came from."""
    page.goto(f"{app.address}/work")
    expect(page.get_by_role("heading", level=1)).to_have_text("No timer is running")
    page.goto(f"{app.address}/{asked}")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"There is no page “{asked}”")
    expect(page.get_by_text("The address may be mistyped; the closest page is Plan.")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    picture(page, f"address_{asked.replace('/', '_')}")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("No timer is running")
    page.go_forward()
    page.get_by_role("button", name="Go to Plan").click()
    page.wait_for_url(f"{app.address}/plan")
    expect(page.get_by_role("heading", level=1)).to_contain_text("What is the project")
    settle(page)


def test_the_page_that_was_meant_by_one_of_the_parts_is_offered_with_its_project(page: Page, app: ServedApp) -> None:
    """`/projects/3/works?project=3`, as other programs have addresses."""
    page.goto(f"{app.address}/projects/3/works?project=3")
    page.get_by_role("button", name="Go to Work").click()
    page.wait_for_url(f"{app.address}/work?project=3")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no project 3 here")
