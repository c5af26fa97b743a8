"""A person's availability, kept: the rows in the database, the calendar files copied into the data folder."""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from planner.availability.public_holidays import known_place
from planner.domain.availability import Availability, CalendarFile
from planner.domain.errors import InvalidAvailability
from planner.material.uploads import HASH_LETTERS, safe_name
from planner.store import Store

CALENDARS_FOLDER = "calendars"


def load_availability(store: Store) -> Availability | None:
    """What was said last about the person's time, None before anything was."""
    return store.availability.load()


def save_availability(store: Store, availability: Availability) -> Availability:
    """Keep an availability in place of the one before, and return it as kept.

    Calendar files from elsewhere are copied into the data folder first, so that they survive a tidied download
    folder; copies that are in no use any more are removed.

    Raises
    ------
    InvalidAvailability
        For a country that is not known, or a calendar file that cannot be copied; what was kept stays as it was.
    """
    placed = _at_known_place(availability)
    read = [(calendar, _content(store, calendar)) for calendar in availability.calendars]  # all before one is copied
    calendars = {copy.path: copy for copy in (_kept(store, *pair) for pair in read)}
    saved = replace(placed, calendars=tuple(calendars.values()))
    with store.writing():
        before = store.availability.load()
        store.availability.save(saved)
    _remove_unused(before, saved)
    return saved


def forget_availability(store: Store) -> Availability | None:
    """Make it as if nothing had been said about the person's time; what was said, to save it again.

    Copies of calendar files stay until something else is saved.
    """
    with store.writing():
        before = store.availability.load()
        store.availability.forget()
    return before


def keep_calendar(store: Store, name: str, content: bytes) -> CalendarFile:
    """Write a calendar file, such as an upload, into the data folder, whole or not at all; the same twice is one.

    It belongs to nothing yet: name it in the availability that is saved next.

    Raises
    ------
    InvalidAvailability
        When the disk is full or the folder cannot be written.
    """
    digest = hashlib.sha256(content).hexdigest()[:HASH_LETTERS]
    path = _folder(store) / digest / safe_name(name)
    try:
        if not path.exists():
            _write_whole(path, content)
    except OSError as error:
        raise InvalidAvailability(
            f"{safe_name(name)} could not be kept in {_folder(store)}: {error.strerror}. Free some room there."
        ) from error
    return CalendarFile(safe_name(name), path)


def _folder(store: Store) -> Path:
    return store.path.parent / CALENDARS_FOLDER


def _at_known_place(availability: Availability) -> Availability:
    if availability.country is None:
        return replace(availability, subdivision=None)
    country, subdivision = known_place(availability.country, availability.subdivision)
    return replace(availability, country=country, subdivision=subdivision)


def _content(store: Store, calendar: CalendarFile) -> bytes | None:
    """What a calendar file from elsewhere holds; None for a copy that is kept already."""
    if _folder(store) in calendar.path.parents:
        return None
    try:
        return calendar.path.read_bytes()
    except OSError as error:
        raise InvalidAvailability(f"{calendar.path} cannot be read ({error.strerror}). Choose another file.") from error


def _kept(store: Store, calendar: CalendarFile, content: bytes | None) -> CalendarFile:
    if content is None:
        return calendar
    return replace(keep_calendar(store, calendar.name, content), name=calendar.name)


def _write_whole(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".incoming-", delete=False) as incoming:
        try:
            incoming.write(content)
            incoming.close()
            os.replace(incoming.name, path)
        except BaseException:
            Path(incoming.name).unlink(missing_ok=True)
            raise


def _remove_unused(before: Availability | None, saved: Availability) -> None:
    """Only files that the former availability named: one that was just uploaded in another tab is not touched."""
    used = {calendar.path for calendar in saved.calendars}
    for calendar in before.calendars if before else ():
        if calendar.path not in used:
            with suppress(OSError):  # a file left behind does no harm
                calendar.path.unlink()
                calendar.path.parent.rmdir()
