"""One script run of a page: the store opened, ended sessions closed in it, and what was deleted long ago purged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from planner import planning
from planner.clock import now
from planner.sessions import recover_sessions
from planner.store import Store, open_store


@contextmanager
def open_page_store() -> Iterator[Store]:
    """Open the store for one script run. A connection belongs to its thread, so it is never kept between runs.

    Raises
    ------
    StoreUnusable
        When the database is from a newer version, read-only, or the disk is full.
    """
    with open_store() as store:
        recover_sessions(store, now=now())
        planning.purge_deleted(store, now=now())
        yield store
