"""What a click does, done before the page is drawn again, so that the page shows the state after it."""

from __future__ import annotations

from collections.abc import Callable

from planner.domain.errors import CallItError
from planner.pages.failure import plain_failures
from planner.pages.notice import flash
from planner.store import Store, open_store


def run_action(action: Callable[[Store], str]) -> None:
    """Run an action in a store of its own and keep the sentence it answers with, or the one that refuses it."""
    with plain_failures():
        try:
            with open_store() as store:
                flash(action(store))
        except CallItError as error:
            flash(str(error), problem=True)
