"""Calendar files read from disk, each once as long as neither the file nor the question changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, tzinfo
from functools import lru_cache

from planner.availability.calendar_events import BusyTime, busy_times
from planner.domain.availability import CalendarFile
from planner.domain.wording.numbers import size_words

LARGEST_FILE_BYTES = 100_000_000  # a calendar of a hundred thousand events is about a third of this


def busy_in_calendars(
    calendars: Iterable[CalendarFile], start: date, end: date, zone: tzinfo, own_addresses: tuple[str, ...] = ()
) -> tuple[list[BusyTime], list[str]]:
    """What calendar files take from some days, both included, and sentences about what could not be read.

    What one of `own_addresses` declined takes nothing.
    """
    busy: list[BusyTime] = []
    troubles: list[str] = []
    for calendar in calendars:
        times, sentences = _of_file(calendar, start, end, zone, own_addresses)
        busy.extend(times)
        troubles.extend(sentences)
    return busy, troubles


def _of_file(
    calendar: CalendarFile, start: date, end: date, zone: tzinfo, own_addresses: tuple[str, ...]
) -> tuple[tuple[BusyTime, ...], tuple[str, ...]]:
    try:
        if calendar.path.stat().st_size > LARGEST_FILE_BYTES:
            return (), (f"{calendar.name} is larger than {size_words(LARGEST_FILE_BYTES)}. Export fewer years of it.",)
        digest = hashlib.sha256(calendar.path.read_bytes()).digest()  # a file's time can stay while it changes
        return _read(calendar, digest, start, end, zone, own_addresses=own_addresses)
    except OSError as error:
        return (), (f"{calendar.name} cannot be read ({error.strerror}). Add it again.",)


@lru_cache(maxsize=32)
def _read(
    calendar: CalendarFile, digest: bytes, start: date, end: date, zone: tzinfo, *, own_addresses: tuple[str, ...]
) -> tuple[tuple[BusyTime, ...], tuple[str, ...]]:
    """What `digest` is the hash of: with another content, the file is worked out anew."""
    return busy_times(calendar.path.read_bytes(), calendar.name, start, end, zone, own_addresses=own_addresses)
