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
    names = {name: f"the {name} ({twice.offset_of(instant)})" for name, instant in instants.items()}
    which = place.segmented_control(
        as_typed(f"{edge.words}: {twice.question}"),
        list(instants),
        default="second" if twice.taken == twice.second else "first",
        required=True,
        format_func=names.__getitem__,  # kept in the state of the session: no lambda can be
        key=f"which {edge.words} {edge.entry_id} {twice.wall.isoformat()}",
    )
    return instants[which]
