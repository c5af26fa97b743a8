"""Charts are drawn without being held to their schema, which takes a third of a page: that is what tests are for."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from altair.utils import schemapi

from planner.charts import drawn
from planner.charts.palette import readable
from planner.charts.retrospective import days, order_of_phases


def bars() -> drawn.Chart:
    """One layer of a chart."""
    return drawn.Chart(pd.DataFrame({"phase": ["Clean"], "hours": [2.0]})).mark_bar().encode(x="hours:Q", y="phase:N")


def worked_days() -> object:
    """A day with a block of work."""
    block = {"day": pd.Timestamp("2026-05-08").date(), "phase": "Clean", "start_hour": 9.0, "end_hour": 11.0}
    return days(pd.DataFrame([{**block, "attended": True, "hours": 2.0}]), title="Work on 1 day, 2 h")


def order() -> object:
    """Two visits."""
    visits = pd.DataFrame({"phase": ["Clean", "Explore"], "from_hours": [0.0, 2.0], "to_hours": [2.0, 3.0]})
    return order_of_phases(visits, ["Clean", "Explore"], title="2 visits to 2 phases")


@pytest.mark.parametrize("made", [worked_days, order, lambda: readable(bars() + bars(), title="a", description="b")])
def test_no_layer_is_held_to_the_schema_where_a_page_draws_it(
    made: Callable[[], drawn.LayerChart], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One laid over another by `+` neither: it is of our kind, too."""
    monkeypatch.setattr(drawn.LayerChart, "to_dict", drawn._Drawn.to_dict)
    monkeypatch.setattr(drawn.Chart, "to_dict", drawn._Drawn.to_dict)
    checked: list[object] = []
    monkeypatch.setattr(schemapi, "validate_jsonschema", lambda spec, *_, **__: checked.append(spec))
    chart = made()
    assert isinstance(chart, drawn.LayerChart)
    assert chart.to_dict()["layer"]
    assert checked == []


def test_a_test_refuses_what_vega_lite_does_not_know() -> None:
    """By its name, as Altair says it."""
    with pytest.raises(schemapi.SchemaValidationError, match="barr"):
        bars().mark_bar().properties(mark={"type": "barr"}).to_dict()
