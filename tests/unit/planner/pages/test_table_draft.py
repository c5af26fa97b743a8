"""What is typed into a table and not saved yet: kept over reloads, dropped when typed back, never in another's way."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from planner.pages import table_draft
from planner.pages.table_draft import Row, TableDraft
from planner.store import Store

SAVED: list[Row] = [{"name": "Clean", "low": 3.0}, {"name": "Explore", "low": 2.0}]
DRAFT = TableDraft("phases of project 1")


class Tab:
    """One browser tab with a table in it: each run draws the table with what was typed into it."""

    def __init__(self, store: Store, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        self._store, self._now, self._monkeypatch = store, now, monkeypatch
        self._session: dict[str, Any] = {}

    def run(self, typed: dict[int, Row] | None, saved: list[Row] = SAVED) -> tuple[list[Row], bool]:
        """Draw with the cells typed so far (None: the table is new on the page); the rows, and whether unsaved."""
        if typed is None:
            self._session.pop(DRAFT.name + " 0", None)
        else:
            self._session[DRAFT.name + " 0"] = {"edited_rows": typed, "added_rows": [], "deleted_rows": []}
        self._monkeypatch.setattr(table_draft, "st", SimpleNamespace(session_state=self._session))
        base = DRAFT.start(self._store, saved)
        rows = [{**row, **(typed or {}).get(number, {})} for number, row in enumerate(base.rows)]
        return rows, DRAFT.keep(self._store, rows, base, saved, self._now)


@pytest.fixture
def tab(store: Store, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Tab:
    return Tab(store, now, monkeypatch)


def test_what_was_typed_is_there_after_a_reload(
    tab: Tab, store: Store, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another tab, or the same one after a reload or a visit to another page, goes on with the draft."""
    tab.run(None)
    typed, unsaved = tab.run({0: {"low": 9.0}})
    assert unsaved
    assert tab.run(None) == (typed, True)
    assert Tab(store, now, monkeypatch).run(None) == (typed, True)


def test_a_cell_typed_back_to_what_it_was_stays_so(tab: Tab, store: Store) -> None:
    """The draft must not bring the mistake back that was just corrected."""
    tab.run(None)
    tab.run({0: {"low": 9.0}})
    assert tab.run({}) == (SAVED, False)
    assert tab.run({}) == (SAVED, False)
    assert store.drafts.load(DRAFT.name) is None


def test_a_cell_typed_back_to_what_it_was_before_a_reload_stays_so(tab: Tab) -> None:
    """The same, where the table began with a draft."""
    tab.run(None)
    drafted, _ = tab.run({0: {"low": 9.0}})
    tab.run(None)
    tab.run({1: {"low": 7.0}})
    assert tab.run({}) == (drafted, True)
    assert tab.run({}) == (drafted, True)


def test_what_another_tab_saved_is_shown_where_nothing_is_typed(tab: Tab) -> None:
    """An untouched table follows the store."""
    tab.run(None)
    newer = [{"name": "Clean", "low": 4.0}]
    assert tab.run({}, newer) == (newer, False)


def test_what_is_typed_stays_when_another_tab_saves(tab: Tab) -> None:
    """The table stands still under the fingers of whoever types."""
    tab.run(None)
    rows, unsaved = tab.run({1: {"low": 7.0}}, [{"name": "Clean", "low": 4.0}])
    assert unsaved
    assert rows == [SAVED[0], {"name": "Explore", "low": 7.0}]
