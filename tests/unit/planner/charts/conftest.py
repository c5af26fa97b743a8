"""Here each chart is held to the schema of Vega-Lite, which pages spare themselves."""

from __future__ import annotations

import pytest

from tests.charts_checked_once import held_to_schema


@pytest.fixture(autouse=True)
def charts_held_to_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each time it is drawn."""
    held_to_schema(monkeypatch)
