"""One script run of a page: the store opened, and sessions that ended without their supervisor closed in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from planner.clock import now
from planner.sessions import recover_sessions
from planner.store import Store, open_store


@contextmanager
def visit() -> Iterator[Store]:
    """Open the store for one script run. A connection belongs to its thread, so it is never kept between runs.

    Raises
    ------
    StoreUnusable
        When the database is from a newer version, read-only, or the disk is full.
    """
    with open_store() as store:
        recover_sessions(store, now=now())
        yield store
