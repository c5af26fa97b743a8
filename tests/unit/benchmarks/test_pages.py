"""The benchmark of the pages: what it says where there is no browser, and that its log is what it claims to be."""

from __future__ import annotations

import pytest

from benchmarks import pages, pages_in_browser
from planner import planning, timelog
from planner.availability import load_availability
from planner.store import Store


def test_without_a_browser_its_part_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Named are the programs that were looked for."""
    monkeypatch.setattr(pages_in_browser, "chromium", lambda: None)
    words = pages_in_browser.no_browser_words()
    assert words.startswith("The browser's part is left out")
    assert "chromium" in words
    monkeypatch.setattr(pages_in_browser, "chromium", lambda: "/usr/bin/chromium")
    assert pages_in_browser.no_browser_words() == ""


def test_the_log_has_a_chance_to_speak_of(store: Store) -> None:
    """All entries that were asked for, free hours and a deadline: pages without them have little to count."""
    project_id = pages.made_log(store, 40, projects=4)
    every = [timelog.entries(store, project.id) for project in planning.projects(store)]
    assert [len(entries) for entries in every] == [10] * 4
    assert planning.project(store, project_id).deadline is not None
    assert load_availability(store) is not None
