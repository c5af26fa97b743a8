"""A label that is a number, in a real browser: upload the table, move the line, start, read the verdict."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ServedApp, settle
from tests.browser.test_whole_journey import ENDED, go, heading

BOX_S = 60  # it is stopped once there is a model


def comments(folder: Path, rows: int = 900) -> Path:
    """Comments whose words say how many raters minded them; most are minded by nobody."""
    dice = random.Random(11)
    rude, kind = ["awful", "rude", "vile", "stupid"], ["kind", "lovely", "calm", "thanks"]
    lines = ["comment_text,target"]
    for row in range(rows):
        share = dice.random() if row % 2 else 0.0
        words = [dice.choice(rude if dice.random() < share else kind) for _ in range(7)]
        lines.append(f"{' '.join(words)} number {row},{share:.4f}")
    path = folder / "comments.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.timeout(240)
def test_a_number_is_uploaded_its_line_moved_and_a_model_comes_of_it(
    page: Page, app: ServedApp, picture: Callable[[Page, str], None], tmp_path: Path
) -> None:
    """Columns and a line are suggested; a step to the right, then 0.55 as a number; the verdict tells of both sides."""
    go(page, "Train")
    page.get_by_text("Upload", exact=True).click()
    page.locator("input[type=file]").first.set_input_files(comments(tmp_path))
    expect(page.get_by_text("Suggested: ≥ 0.5, as all values lie within 0 and 1.")).to_be_visible()
    settle(page)
    page.get_by_role("slider").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text(re.compile("Label: target ≥ 0.505 against the rest"))).to_be_visible()
    settle(page)
    page.get_by_role("spinbutton", name="The line as a number").fill("0.55")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("Label: target ≥ 0.55 against the rest"))).to_be_visible()
    page.get_by_role("textbox", name="These rows are called").fill("toxic")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("target ≥ 0.55 is 'toxic'"))).to_be_visible()
    settle(page)
    assert "positive_if=%3E%3D0.55" in page.url
    picture(page, "number-1-line")
    page.get_by_text("other", exact=True).click()
    page.get_by_role("spinbutton", name="Minutes").fill(f"{BOX_S / 60:g}")
    page.get_by_role("spinbutton", name="Minutes").press("Enter")
    page.get_by_role("button", name=re.compile("Start: ends by")).click()
    heading(page, "left, ends by")
    expect(page.get_by_text("A saved model exists since")).to_be_visible(timeout=120_000)
    page.get_by_role("button", name="Stop and keep").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(ENDED), timeout=120_000)
    expect(page.get_by_text(re.compile("comment_text → target ≥ 0.55"))).to_be_visible()
    picture(page, "number-2-ended")
