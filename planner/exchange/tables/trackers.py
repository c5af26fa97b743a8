"""Which tracker wrote a table, by the names of its columns, and which of them hold project, phase and note there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.exchange.headings import client, date, duration, end, phase, project, start
from planner.exchange.headings.folding import folded, in_brackets, without_brackets


@dataclass(frozen=True, slots=True)
class Tracker:
    """A program that exports tables: columns by which it is known, and what some of them hold, as folded names.

    `day_h`: the hours of a day in its durations, such as `1d 2h`; None where it writes no days.
    """

    name: str
    known_by: tuple[str, ...]
    project: tuple[str, ...] = ()
    phase: tuple[str, ...] = ()
    note: tuple[str, ...] = ()
    day_h: float | None = None


_TRACKERS = (
    Tracker("Hamster", ("activity", "start time", "end time", "duration minutes"), ("category",), ("activity",)),
    Tracker(
        "Simple Time Tracker",
        ("activity name", "time started", "time ended"),
        ("categories", "activity tags"),
        ("activity name",),
        ("comment",),
    ),
    Tracker("aTimeLogger", ("activity type", "duration", "from", "to"), ("group",), ("activity type",), ("comment",)),
    Tracker("ClickUp", ("time entry id", "start", "stop", "time tracked"), ("list name",), ("task name",)),
    Tracker("Super Productivity", ("date", "worked", "titles"), ("projects", "project"), ("titles",), ("notes",)),
    Tracker(
        "Tempo",
        ("issue key", "hours", "work date"),
        ("project name", "project key"),
        ("issue summary", "issue key"),
        ("work description",),
        day_h=8.0,
    ),
    Tracker("Jira", ("issue key", "worklog id"), ("project name", "project", "project key"), day_h=8.0),
    Tracker("Jira", ("issue key", "time spent"), ("project name", "project", "project key"), day_h=8.0),
    Tracker("Jira", ("issue key", "time spent seconds"), ("project name", "project", "project key"), day_h=8.0),
    Tracker("RescueTime", ("date", "time spent seconds", "activity"), ("category",), ("activity",)),
    Tracker("WakaTime", ("total seconds", "project"), ("project",), ("entity", "branch", "language", "category")),
    Tracker("WakaTime", ("date", "total seconds", "digital"), ("name",)),
)
_KIMAI_ORDER = (date.WORDS, start.WORDS, end.WORDS, duration.WORDS)
_KIMAI_HOLDS = (client.WORDS, project.WORDS, phase.WORDS)


def tracker_names() -> list[str]:
    """Programs whose tables are known by their columns."""
    return sorted({tracker.name for tracker in _TRACKERS} | {"Kimai"}, key=str.casefold)


def tracker_of(header: Sequence[str]) -> Tracker | None:
    """The tracker whose columns these are; None for any other table.

    >>> tracker_of(["Datum", "Von", "Bis", "Dauer", "Kunde", "Projekt", "Tätigkeit"]).name
    'Kimai'
    """
    names = [folded(name) for name in header]
    tracker = next((candidate for candidate in _TRACKERS if set(candidate.known_by) <= set(names)), None)
    if tracker is not None or "start date" in names:  # English reports of Toggl and Clockify are formats of their own
        return tracker
    if _is_clockify(header, names):
        return Tracker("Clockify", ())
    return Tracker("Kimai", ()) if _is_kimai(names) else None


def _is_clockify(header: Sequence[str], names: Sequence[str]) -> bool:
    """A detailed report in another language: start and end as date and time, and two durations, one decimal."""
    places = (start.DATES, start.WORDS, end.DATES, end.WORDS)
    lengths = [in_brackets(name) for name in header if without_brackets(name) in duration.WORDS]
    return all(set(words) & set(names) for words in places) and len(lengths) == 2 and all(lengths)


def _is_kimai(names: Sequence[str]) -> bool:
    """Date, begin, end and duration come first in its exports, whatever their language."""
    ordered = all(name in words for name, words in zip(names, _KIMAI_ORDER, strict=False))
    return ordered and len(names) > len(_KIMAI_ORDER) and all(set(words) & set(names) for words in _KIMAI_HOLDS)
