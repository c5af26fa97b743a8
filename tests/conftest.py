"""What every test may use: a data folder of its own, an open store in it, and one fixed moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from planner.store import Store, open_store

settings.register_profile("patient", deadline=None)  # a busy machine is not a wrong result
settings.load_profile("patient")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of this test alone: no test touches a person's own."""
    folder = tmp_path / "home"
    monkeypatch.setenv("CALLIT_HOME", str(folder))
    return folder


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    """An open, empty store."""
    with open_store(home) as opened:
        yield opened


@pytest.fixture
def now() -> datetime:
    """A Friday afternoon."""
    return datetime(2026, 5, 8, 14, 30, tzinfo=UTC)
