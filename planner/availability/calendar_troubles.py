"""What could not be read in a calendar file: sentences that name the event and the reason."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from planner.availability.calendar_values import moment_of

if TYPE_CHECKING:
    from icalendar import Event

_LONGEST_TITLE, _LONGEST_REASON = 80, 100
_MOST_SENTENCES = 50  # a file that is broken throughout is told from fifty of its events


class Troubles:
    """Sentences about one file, each said once."""

    def __init__(self, file_name: str) -> None:
        self._file_name = file_name
        self._said: dict[str, None] = {}

    def say(self, sentence: str) -> None:
        """Keep a sentence; the file's name is put before it."""
        self._said[f"{self._file_name}: {sentence}"] = None

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was said, in order; of very many the first, and how many more there are."""
        all_of_them = tuple(self._said)
        more = len(all_of_them) - _MOST_SENTENCES
        if more <= 0:
            return all_of_them
        return (*all_of_them[:_MOST_SENTENCES], f"{self._file_name}: {more} more events have trouble of this kind.")


def called(event: Event) -> str:
    """An event as a sentence names it: `the event 'Team sync' of 2026-06-12`."""
    try:
        start = moment_of(event, "DTSTART")
    except (KeyError, AttributeError, ValueError):
        start = None
    when = f" of {start:%Y-%m-%d}" if isinstance(start, date) else ""
    return titled(event.get("SUMMARY")) + when


def titled(summary: object) -> str:
    """An event of which only the title may be known."""
    return f"the event '{title(summary)}'"


def title(summary: object) -> str:
    """The title of an event on one short line."""
    return " ".join(str(summary or "").split())[:_LONGEST_TITLE] or "(no title)"


def reason(error: object) -> str:
    """Why something failed, on one short line."""
    text = " ".join(str(error).split()) or type(error).__name__
    return (text if len(text) <= _LONGEST_REASON else f"{text[: _LONGEST_REASON - 1]}…").rstrip(".")
