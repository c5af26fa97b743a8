"""Typing into an editable table as a person does: it is drawn on a canvas, with its cells hidden beside it as text."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

_ROW_PX = 35
_IN_FIRST_COLUMN_PX = 100
_BEFORE_ENTER_MS = 100  # without a pause the table loses what was typed, but no person is so fast


def type_into(page: Page, row: int, column: str, text: str) -> None:
    """Type a text into a cell of the page's only table, and wait until the cell shows it."""
    _select(page, row, column)
    _type(page, row, column, text)


def type_into_last(page: Page, row: int, column: str, text: str) -> None:
    """The same for the last column, which on a phone lies beyond the edge of the screen until a key leads there."""
    _click_first(page, row)
    page.keyboard.press("Control+ArrowRight")
    expect(cell(page, row, column)).to_have_attribute("aria-selected", "true")
    _type(page, row, column, text)


def _type(page: Page, row: int, column: str, text: str) -> None:
    page.keyboard.press("Enter")
    field = page.locator("#portal input, #portal textarea")
    expect(field).to_be_focused()
    field.fill(text)
    expect(field).to_have_value(text)
    page.wait_for_timeout(_BEFORE_ENTER_MS)
    page.keyboard.press("Enter")
    expect(cell(page, row, column)).to_have_text(text)


def cell(page: Page, row: int, column: str) -> Locator:
    """A cell, for what it shows."""
    return page.get_by_test_id(f"glide-cell-{_place(page, column)}-{row}")


def _select(page: Page, row: int, column: str) -> None:
    """Click into the row's first cell, then walk to the column: the widths of columns are nobody's business."""
    first, wanted = _first_place(page), _place(page, column)
    _click_first(page, row)
    for _ in range(wanted - first):
        page.keyboard.press("ArrowRight")
    expect(cell(page, row, column)).to_have_attribute("aria-selected", "true")


def _click_first(page: Page, row: int) -> None:
    canvas = page.get_by_test_id("stDataFrame").locator("canvas").first
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    x, y = box["x"] + _IN_FIRST_COLUMN_PX, box["y"] + _ROW_PX * (row + 1.5)
    page.mouse.move(x - 3, y - 3)
    page.mouse.move(x, y)
    page.wait_for_timeout(100)
    page.mouse.click(x, y, delay=50)
    expect(page.get_by_test_id(f"glide-cell-{_first_place(page)}-{row}")).to_have_attribute("aria-selected", "true")


def _place(page: Page, column: str) -> int:
    """Where the column stands; waits for it to be there."""
    return _place_of(_headers(page).filter(has_text=re.compile(f"^{column}$")))


def _first_place(page: Page) -> int:
    return _place_of(_headers(page).first)


def _place_of(header: Locator) -> int:
    expect(header).to_have_count(1)
    return int(header.get_attribute("aria-colindex") or "")


def _headers(page: Page) -> Locator:
    """By CSS: what lies inside a canvas has no role for Playwright."""
    return page.get_by_test_id("stDataFrame").locator("[role=columnheader]")
