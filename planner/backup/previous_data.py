"""What was there before a restore: moved aside, remembered, and gone back to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from planner.store import DATABASE_FILE, Store
from planner.store.instants import from_text, to_text

_NAME = "set aside"


@dataclass(frozen=True, slots=True)
class SetAside:
    """A data folder that was moved aside, when, and what came in its place."""

    place: Path
    at: datetime
    came: str  # the name of a backup, or empty where an earlier state came back


def set_aside(store: Store) -> SetAside | None:
    """What the last restore moved aside; None before the first, or when that folder is not there any more."""
    text = store.settings.get(_NAME)
    if text is None:
        return None
    facts = json.loads(text)
    place = Path(facts["place"])
    is_there = (place / DATABASE_FILE).is_file()
    return SetAside(place, from_text(facts["at"]), facts["came"]) if is_there else None


def note_aside(store: Store, place: Path | None, came: str, now: datetime) -> None:
    """Remember, in what came, where lies what was there before."""
    if place is not None:
        facts = {"place": str(place), "at": to_text(now), "came": came}
        store.settings.put(_NAME, json.dumps(facts))


def free_place(home: Path, now: datetime) -> Path:
    """A folder beside the data folder that is not there yet, named by the moment."""
    first = home.with_name(f"{home.name}-before-{now:%Y%m%d-%H%M%S}")
    place, number = first, 1
    while place.exists():
        number += 1
        place = first.with_name(f"{first.name}-{number}")
    return place
