"""Bartib: a line of text for each activity, with its project and what was done."""

from __future__ import annotations

import re

from planner.exchange.entries.line_log import LineLog
from planner.exchange.entries.read_entries import ReadEntry, ReadFile, ReadOptions, Unreadable
from planner.exchange.entries.table_text import decoded

_MOMENT = r"\d{4}-\d{2}-\d{2} \d{1,2}:\d{2}"
_LINE = re.compile(rf"({_MOMENT})(?: - ({_MOMENT}))? \| (.*)")
_BAR = re.compile(r"(?<!\\)\|")  # one that is part of a name stands behind a backslash


def fits_bartib(text: str) -> bool:
    """Whether the first line that says something is an activity."""
    return _LINE.match(next((line.strip() for line in text.splitlines() if line.strip()), "")) is not None


def read_bartib(data: bytes, options: ReadOptions) -> ReadFile:
    """Activities; one that runs has no end."""
    log = LineLog(options)
    for number, line in enumerate(decoded(data)[0].splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            with log.line(number):
                log.content.entries.append(_entry(number, line.strip(), log))
    return log.done()


def _entry(number: int, line: str, log: LineLog) -> ReadEntry:
    match = _LINE.fullmatch(line)
    if match is None:
        raise Unreadable("is no activity; '2026-03-02 09:00 - 2026-03-02 10:30 | project | what' was expected")
    start = log.clock.instant(match[1])
    stop = log.clock.instant(match[2], start) if match[2] else None
    project, *rest = (part.replace("\\|", "|").strip() for part in _BAR.split(match[3]))
    return ReadEntry(number, project, "", start, stop, None, " | ".join(rest))
