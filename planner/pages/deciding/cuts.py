"""What could be cut: all that is not met, as boxes to tick."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from planner import planning
from planner.pages.words import as_typed
from planner.stop_rules import Unmet
from planner.store import Store


@dataclass(frozen=True)
class Cuts:
    """What is ticked: lines of the checklist by their text, phases by id, and the metric target."""

    items: tuple[str, ...] = ()
    phases: tuple[int, ...] = ()
    target: bool = False

    def is_all_of(self, ends: Unmet) -> bool:
        """Whether nothing that is not met would be left."""
        phases = {phase.id for phase in ends.phases}
        return set(ends.items) <= set(self.items) and phases <= set(self.phases) and (self.target or not ends.target)


def draw_cuts(store: Store, ends: Unmet, *, key: str) -> Cuts:
    """Draw a box for each thing that is not met; a phase with hours cannot go, it is marked as done."""
    worked = planning.phases_with_hours(store, ends.phases[0].project_id) if ends.phases else set()
    st.markdown("What is left out?")
    with st.container(gap=None):
        words = f"The target {as_typed(ends.target_words)}"
        target = bool(ends.target) and st.checkbox(words, key=f"{key}_cut_target")
        items = [
            item for item in dict.fromkeys(ends.items) if st.checkbox(as_typed(item), key=f"{key}_cut_item_{item}")
        ]
        phases = [
            phase.id
            for phase in ends.phases
            if st.checkbox(
                f"Phase {as_typed(phase.name)}" + (", done as it is" if phase.id in worked else ""),
                key=f"{key}_cut_phase_{phase.id}",
            )
        ]
    return Cuts(tuple(items), tuple(phases), target)
