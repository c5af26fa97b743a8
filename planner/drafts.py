"""What is typed and not saved yet, kept by name as plain JSON, so that it outlives a reload."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from planner.store import Store


def draft(store: Store, name: str) -> dict[str, Any] | None:
    """The draft of a name; None where there is none."""
    return store.drafts.load(name)


def keep_draft(store: Store, name: str, body: dict[str, Any], now: datetime) -> None:
    """Keep a draft in place of an earlier one of its name."""
    store.drafts.save(name, body, now)


def drop_draft(store: Store, name: str) -> None:
    """Forget the draft of a name, if there is one."""
    store.drafts.discard(name)
