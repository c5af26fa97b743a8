"""Here each chart is held to the schema of Vega-Lite, which pages spare themselves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.charts_checked import held_to_schema


@pytest.fixture(scope="package", autouse=True)
def charts_held_to_schema() -> Iterator[None]:
    """Each time it is drawn."""
    with held_to_schema():
        yield
