"""Altair's charts, put together and drawn in less than half the time: pages redraw theirs at every press of a key."""

from __future__ import annotations

from typing import Any, Self

import altair as alt


class _Drawn:
    """What both kinds have in common.

    A chart is made and not changed after: where Altair copies all that it holds, several times for each layer, a
    copy of what it names is enough. Nor is it held to the schema of Vega-Lite as it is drawn, a third of the time:
    the tests do that, for each chart.
    """

    def __deepcopy__(self, _memo: object = None) -> Self:
        copied: Self = self.copy(deep=False)  # type: ignore[attr-defined]
        return copied

    def to_dict(self, validate: bool = False, **asked: Any) -> dict[str, Any]:
        """The specification in Vega-Lite; `validate` holds it to the schema."""
        specification: dict[str, Any] = super().to_dict(validate=validate, **asked)  # type: ignore[misc]
        return specification

    def validate_property(self, name: str, value: Any, schema: Any = None) -> None:
        """A property is held to the schema with the whole, where that is."""


class Chart(_Drawn, alt.Chart):
    """One layer."""

    def __add__(self, other: Any) -> LayerChart:
        """Both in one frame, the other on top."""
        return LayerChart(layer=[self, other])


class LayerChart(_Drawn, alt.LayerChart):
    """Several in one frame, the last on top."""
