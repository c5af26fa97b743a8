"""In a real browser: label typed texts and a file with a session's model, then go to another session in the table."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from model.protocol.run_folder import PREPARED_FACTS
from planner.relabelling.answering import DESK_FILE
from planner.store import open_store
from tests.app.made_runs import MadeRun, record
from tests.browser.conftest import ServedApp, settle
from tests.unit.made_models import benchmark_alone, save
from tests.unit.planner.relabelling.made_desk import DESK

ROW_PX = 35  # of a table, its heading included


@pytest.fixture
def sessions(home: Path, app: ServedApp) -> None:
    """Two ended sessions on the same data; the folder of the later one holds a real n-gram model."""
    with open_store(home) as store:
        for number, (name, delivered) in enumerate((("one", 0.81), ("two", 0.842))):
            started = time.time() - 7200 + 3600 * number
            run = MadeRun(home / "runs" / name, name, started, weights="ab"[number] * 64).to_the_end(
                delivered=delivered
            )
            save(run.folder, benchmark_alone())
            record(store, run)
    (run.folder / "reviews.csv").write_text("review,sentiment\n")
    (run.folder / PREPARED_FACTS).parent.mkdir(parents=True)
    (run.folder / PREPARED_FACTS).write_text("{}")
    (run.folder / DESK_FILE).write_text(json.dumps({"answered": [], "desk": asdict(DESK)}))


@pytest.mark.timeout(180)
def test_label_texts_and_go_to_another_session(
    sessions: None, page: Page, app: ServedApp, tmp_path: Path, picture: Callable[[Page, str], None]
) -> None:
    """What a person does with a model, without a terminal."""
    page.goto(f"{app.address}/train?session=two")
    page.get_by_text("Label new texts").click()
    label_a_typed_text(page)
    label_a_file(page, tmp_path)
    picture(page, "train-predict")
    repair_labels_by_keys(page)
    go_to_the_other_session(page, picture)


def repair_labels_by_keys(page: Page) -> None:
    """Accept, undo, keep, skip, and another label: each answer is one key, and the next question is there."""
    page.get_by_text("20 labels that look wrong").click()
    page.get_by_role("button", name="Repair them here").click()
    keys = (
        ("a", "2 labels to look at · 1 answer, 1 of them repaired a label", "Never again"),
        ("u", "3 labels to look at", "The tea was splendid"),
        ("k", "2 labels to look at · 1 answer, 0 of them repaired a label", "Never again"),
        ("s", "2 labels to look at · 1 answer, 0 of them repaired a label", "It was so-so"),
    )
    for key, counted, next_text in keys:
        expect(page.get_by_role("button", name=re.compile("^Skip"))).to_be_visible()
        settle(page)
        page.keyboard.press(key)
        expect(page.get_by_text(next_text, exact=True)).to_be_visible()
        expect(page.get_by_text(counted, exact=True)).to_be_visible()
    settle(page)
    page.get_by_role("combobox", name="Another label").focus()
    page.keyboard.type("mixed")
    expect(page.get_by_role("option", name="mixed")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 label to look at · 2 answers, 1 of them repaired a label", exact=True)).to_be_visible()


def label_a_typed_text(page: Page) -> None:
    """One text, one answer, with its probability."""
    page.get_by_role("textbox", name="Texts, one a line").fill("the lovely sunny room")
    page.get_by_role("button", name="Label them").click()
    expect(page.get_by_text(re.compile("good, probability"))).to_be_visible()


def label_a_file(page: Page, tmp_path: Path) -> None:
    """An upload, its column guessed; the whole file comes back with two columns more."""
    new = tmp_path / "mails.csv"
    new.write_text("id,comment\n" + "".join(f"{row},the awful gloomy staff of house {row}\n" for row in range(30)))
    page.get_by_text("Upload", exact=True).click()
    page.locator("input[type=file]").first.set_input_files(new)
    page.get_by_role("button", name="Label the file").click()
    expect(page.get_by_text("30 rows labelled")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the labelled file").click()
    lines = Path(download.value.path()).read_text().splitlines()
    assert lines[0] == "id,comment,predicted_label,predicted_probability"
    assert len(lines) == 31
    assert all(",bad," in line for line in lines[1:])


def go_to_the_other_session(page: Page, picture: Callable[[Page, str], None]) -> None:
    """A click on its row of the table shows it; from there, the address leads back."""
    page.get_by_text("Compare 2 sessions").click()
    table = page.get_by_test_id("stDataFrame").filter(has=page.locator("canvas")).last
    settle(page)
    picture(page, "train-compare")
    table.scroll_into_view_if_needed()
    table.locator(".dvn-scroller").click(position={"x": 120, "y": 2.5 * ROW_PX})
    expect(page.get_by_role("heading", level=1)).to_contain_text(".810 against .798")
    assert "session=one" in page.url
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text(".842 against .798")
