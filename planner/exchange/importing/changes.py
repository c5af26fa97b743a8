"""What a file says otherwise about an entry than it did when that was imported."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple

from planner.domain.timelog import tidy_tags
from planner.domain.wording.days import exact_moment_words
from planner.domain.wording.durations import hours_words
from planner.exchange.entries.read_entries import ReadEntry
from planner.exchange.importing.identity import length_s
from planner.exchange.importing.mapping import Place

_LONGEST = 80  # letters of a text in a sentence


class Fact(StrEnum):
    """What can be said otherwise."""

    PROJECT = "project"
    PHASE = "phase"
    START = "start"
    END = "end"
    LENGTH = "length"
    INTERRUPTED = "time interrupted"
    NOTE = "note"
    TAGS = "tags"
    ATTENDED = "attended"


class Change(NamedTuple):
    """One fact, as it was said before and as it is said now, in words."""

    fact: Fact
    before: str
    after: str

    @property
    def words(self) -> str:
        """For a person.

        >>> Change(Fact.NOTE, "", "run 1").words
        "note was empty, now 'run 1'"
        """
        return f"{self.fact} was {_shown(self.before)}, now {_shown(self.after)}"


def changes_between(
    before: ReadEntry, after: ReadEntry, places: tuple[Place, Place], zone: tzinfo, *, same_format: bool
) -> tuple[Change, ...]:
    """What changed from what a file said before, with its place, to what is said now, with its place.

    Another format may have no room for notes and tags, and none to say that a machine worked alone.
    """
    changes = [*_moves(*places), *_times(before, after, zone, same_format=same_format)]
    if before.note.strip() != after.note.strip() and (same_format or after.note.strip()):
        changes.append(Change(Fact.NOTE, before.note.strip(), after.note.strip()))
    if not same_format:
        return tuple(changes)
    was, now = tidy_tags(before.tags), tidy_tags(after.tags)
    if was != now:
        changes.append(Change(Fact.TAGS, ", ".join(was), ", ".join(now)))
    if None not in (before.attended, after.attended) and before.attended != after.attended:
        changes.append(Change(Fact.ATTENDED, _yes_no(before.attended), _yes_no(after.attended)))
    return tuple(changes)


def _moves(before: Place, after: Place) -> list[Change]:
    moves = []
    if before.project is not after.project:
        moves.append(Change(Fact.PROJECT, before.project.name, after.project.name))
    if before.phase is not after.phase and before.phase.name.casefold() != after.phase.name.casefold():
        moves.append(Change(Fact.PHASE, before.phase.name, after.phase.name))
    return moves


def _times(before: ReadEntry, after: ReadEntry, zone: tzinfo, *, same_format: bool) -> list[Change]:
    was_s, now_s = (before.interrupted_s, after.interrupted_s) if same_format else (0.0, 0.0)
    interrupted = _of_lengths(Fact.INTERRUPTED, was_s, now_s)
    if after.placed_on is not None:
        return _of_lengths(Fact.LENGTH, length_s(before), length_s(after)) + interrupted
    starts = _of_moments(Fact.START, before.started_at, after.started_at, zone)
    return starts + _of_moments(Fact.END, _end(before, was_s), _end(after, now_s), zone) + interrupted


def _of_lengths(fact: Fact, was_s: float, now_s: float) -> list[Change]:
    return [] if was_s == now_s else [Change(fact, hours_words(was_s / 3600), hours_words(now_s / 3600))]


def _of_moments(fact: Fact, was: datetime, now: datetime, zone: tzinfo) -> list[Change]:
    words = [exact_moment_words(at.astimezone(zone)) for at in (was, now)]
    return [] if was == now else [Change(fact, *words)]


def _end(entry: ReadEntry, interrupted_s: float) -> datetime:
    """The end that the file says, of an entry whose interruptions come behind its end."""
    assert entry.stopped_at is not None
    return entry.stopped_at + timedelta(seconds=interrupted_s)


def _yes_no(attended: bool | None) -> str:
    return "yes" if attended else "no"


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return f"'{line if len(line) <= _LONGEST else line[: _LONGEST - 1] + '…'}'" if line else "empty"
