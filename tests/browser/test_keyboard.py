"""The Work page by keyboard alone: start, stop, add an entry, correct it in the table, take that back."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page, TimeoutError, expect

from planner import planning, timelog
from planner.clock import now
from planner.domain.project import Project
from planner.store import open_store
from tests.browser.conftest import PATIENCE_MS, ServedApp, settle
from tests.browser.tables import cell

pytestmark = pytest.mark.timeout(240)
_MOST_TABS = 60
_ROW_PX = 40  # what stands beside each other may differ so much in height
_CURSOR = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect();
    const isWhole = ["BODY", "MAIN"].includes(one.tagName);
    const named = one.getAttribute("aria-label") ?? (one.innerText || one.closest("label")?.innerText) ?? "";
    return {
        words: isWhole ? "" : named,
        at: [box.left, box.top, box.right, box.bottom],
        isOnPage: !!one.closest("[data-testid=stMain]") && one.tagName !== "MAIN" && one.tagName !== "SECTION",
    };
}"""


_SELECTED = "document.querySelector('[role=gridcell][aria-selected=true]')?.dataset.testid ?? null"


@pytest.fixture
def project(home: Path) -> Project:
    """One of today, with the usual phases."""
    with open_store(home) as store:
        return planning.create_project(store, "Toxic comments", now=now() - timedelta(days=2))


def answer(page: Page, words: str) -> None:
    """Wait until the largest words on the page are these, and the page is still."""
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(words))
    settle(page)


def tab_to(page: Page, words: str, *, back: bool = False) -> None:
    """Go on with the tabulator until what has the cursor is called so: buttons come a moment after the texts."""
    passed: list[str] = []
    patient_until = time.monotonic() + PATIENCE_MS / 1000
    while len(passed) < _MOST_TABS or time.monotonic() < patient_until:
        page.keyboard.press("Shift+Tab" if back else "Tab")
        passed.append(str(page.evaluate(_CURSOR)["words"]))
        if re.search(words, passed[-1]):
            return
    raise AssertionError(f"No {words!r} among {passed}")


def press(page: Page, words: str, *, back: bool = False) -> None:
    """Go to a button, and press it."""
    tab_to(page, words, back=back)
    page.keyboard.press("Enter")
    settle(page)


def picture(page: Page) -> Image.Image:
    """What is on the screen."""
    return Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")


def test_the_cursor_goes_from_the_top_to_the_bottom_and_is_seen_everywhere(
    page: Page, app: ServedApp, project: Project
) -> None:
    """Each stop looks otherwise than before the cursor came to it, and lies on its row or below the last one."""
    page.goto(f"{app.address}/work?project={project.id}")
    answer(page, "No timer is running")
    page.wait_for_function("Boolean(window.callItPress)")
    before, lowest, names = picture(page), 0.0, []
    for _ in range(_MOST_TABS):
        page.keyboard.press("Tab")
        cursor, after = page.evaluate(_CURSOR), picture(page)
        if "Skip to main" in cursor["words"] and names:
            break
        if cursor["isOnPage"]:
            left, top, right, bottom = (int(edge) for edge in cursor["at"])
            around = (max(left - 6, 0), max(top - 6, 0), right + 6, bottom + 6)
            changed = ImageChops.difference(before.crop(around), after.crop(around)).getbbox()
            assert changed, f"nothing shows that the cursor is at {cursor['words']!r}"
            assert top >= lowest - _ROW_PX, f"{cursor['words']!r} lies above what came before it"
            lowest = max(lowest, top)
            names.append(cursor["words"])
        before = after
    heard = " ".join(names)
    for name in ("Project", "Clean", "Write up", "Keyboard", "The week before", "Add an entry by hand", "Log a score"):
        assert name in heard


def test_a_log_is_kept_without_a_mouse(page: Page, app: ServedApp, home: Path, project: Project) -> None:
    """A timer started and stopped, an entry added by hand, its note typed into the table, and that taken back."""
    page.goto(f"{app.address}/work?project={project.id}")
    answer(page, "No timer is running")
    press(page, "Explore")
    answer(page, "Explore")
    press(page, "Stop")
    answer(page, "No timer is running")
    press(page, "Add an entry by hand")
    tab_to(page, "Day")
    page.keyboard.type((now() - timedelta(days=1)).strftime("%Y%m%d"), delay=40)
    for label, digits in (("From", "0015"), ("To", "0045")):
        tab_to(page, label)
        page.keyboard.type(digits, delay=40)
    press(page, "Add the entry")
    if now().weekday() == 0:  # yesterday was in another week
        press(page, "The week before")
    correct_the_note(page, row_of_half_an_hour(page), "by keyboard")
    press(page, "Save the entries")
    expect(page.get_by_text("Saved: 1 entry changed.")).to_be_visible()
    with open_store(home) as store:
        assert "by keyboard" in [entry.note for entry in timelog.entries(store, project.id)]
    press(page, "Undo: changed an entry")
    expect(page.get_by_role("button", name="Undo: changed an entry")).to_be_hidden()  # it would undo the one before now
    with open_store(home) as store:
        assert "by keyboard" not in [entry.note for entry in timelog.entries(store, project.id)]


def row_of_half_an_hour(page: Page) -> int:
    """Where the entry added by hand stands in the week's table."""
    half_an_hour = page.locator("[role=gridcell]").filter(has_text=re.compile("^30 min$")).first
    expect(half_an_hour).to_be_attached()
    return int((half_an_hour.get_attribute("data-testid") or "").rpartition("-")[2])


def correct_the_note(page: Page, row: int, words: str) -> None:
    """Into the table by the tabulator, to the note by the arrows, typed, and Enter."""
    for _ in range(_MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "CANVAS":
            break
    note = cell(page, row, "Note")
    column = int(note.get_attribute("aria-colindex") or "")
    for _ in range(_MOST_TABS):
        if note.get_attribute("aria-selected") == "true":
            break
        selected = page.evaluate(_SELECTED)
        page.keyboard.press(_arrow(selected, column, row))
        with suppress(TimeoutError):  # at an edge of the table nothing changes
            page.wait_for_function(f"before => ({_SELECTED}) !== before", arg=selected, timeout=3_000)
    expect(note).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator("#portal textarea, #portal input")).to_be_focused()
    page.keyboard.type(words, delay=20)
    page.wait_for_timeout(100)  # without a pause the table loses what was typed, but no person is so fast
    page.keyboard.press("Enter")
    expect(note).to_have_text(words)
    settle(page)


def _arrow(selected: str | None, column: int, row: int) -> str:
    """The key that leads from the selected cell (`glide-cell-COLUMN-ROW`) towards another one."""
    if selected is None:
        return "ArrowDown"
    at_column, at_row = (int(number) for number in selected.split("-")[-2:])
    if at_row != row:
        return "ArrowDown" if at_row < row else "ArrowUp"
    return "ArrowRight" if at_column < column else "ArrowLeft"
