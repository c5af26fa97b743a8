"""Here each chart is held to the schema of Vega-Lite, which pages spare themselves."""

from __future__ import annotations

import pytest

from planner.charts.drawn import Chart, LayerChart


@pytest.fixture(autouse=True)
def held_to_the_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    """Altair's own drawing, which refuses what Vega-Lite does not know."""
    for kind in (Chart, LayerChart):
        monkeypatch.setattr(kind, "to_dict", super(kind.__mro__[1], kind).to_dict)
