"""Taking back what a notice on the page Import & backup tells of."""

from __future__ import annotations

from planner import planning
from planner.clock import now
from planner.domain.errors import CallItError
from planner.exchange import undo_earlier
from planner.pages.current import go_to
from planner.store import Store

UNDO_IMPORT = "import"  # with the operation of the log behind it


def take_back(store: Store, undo: str) -> str:
    """Undo what a notice named: an import (`import 12`) or a deleted project (`project 3`). The answer is sentences."""
    what, _, number = undo.partition(" ")
    try:
        if what == UNDO_IMPORT:
            return undo_earlier(store, int(number), now=now())
        project = planning.restore_project(store, int(number), now=now())
    except CallItError as error:
        return str(error)
    go_to(project.id)
    return f"“{project.name}” is back."
