"""The question which of two like times is meant, where one is typed that clocks showed twice."""

from __future__ import annotations

from datetime import datetime

from streamlit.delta_generator import DeltaGenerator

from planner.domain.local_time import Twice
from planner.pages.words import as_typed
from planner.pages.work_page.entry_table import Edge


def ask_which(place: DeltaGenerator, edge: Edge, twice: Twice) -> datetime:
    """Draw the question in its place, answered as `twice` was taken at first; the instant (UTC) that is meant."""
    instants = {"first": twice.first, "second": twice.second}
    which = place.segmented_control(
        as_typed(f"{edge.words}: {twice.question}"),
        list(instants),
        default="second" if twice.taken == twice.second else "first",
        required=True,
        format_func=lambda name: f"the {name} ({twice.offset_of(instants[name])})",
        key=f"which {edge.words} {edge.entry_id} {twice.wall.isoformat()}",
    )
    return instants[which]
