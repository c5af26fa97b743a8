"""An entry of the log in one line of a terminal."""

from __future__ import annotations

from datetime import datetime

from planner.cli.words import clock, when
from planner.domain.timelog import TimeEntry
from planner.domain.wording.durations import so_far_words


def entry_line(entry: TimeEntry, phase: str, this_moment: datetime, *, aligned: bool = True) -> str:
    """Number, times, length, phase, whether a machine worked alone, note and tags; `aligned` to stand in a list."""
    stop = "now" if entry.stopped_at is None else clock(entry.stopped_at)
    times = f"{when(entry.started_at)} - {stop}"
    columns = ((str(entry.id), 5), (times, 24), (so_far_words(entry.hours(this_moment)), 7))
    words = [*(f"{word:>{width if aligned else 0}}" for word, width in columns), phase]
    if not entry.attended:
        words.append("(unattended)")
    tags = " ".join(f"[{tag}]" for tag in entry.tags)
    return "  ".join([*words, *(word for word in (entry.note, tags) if word)])
