"""Hours of one person that more than one entry of an import claims, or one of them and the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.domain.wording.durations import hours_words
from planner.domain.wording.numbers import count_words

Span = tuple[datetime, datetime]
_NONE = timedelta()


@dataclass(frozen=True, slots=True)
class ClaimedTwice:
    """Attended entries to import that overlap one another, and those that overlap the log.

    `hours` are counted twice or more among them, beyond what passed on the clock; `hours_in_log` passed on the clock
    while the log has an entry, too.
    """

    n_entries: int = 0
    hours: float = 0.0
    n_in_log: int = 0
    hours_in_log: float = 0.0


def claimed_twice(spans: Sequence[Span], logged: Sequence[Span]) -> ClaimedTwice:
    """Count the overlaps of spans with one another, and with those of the log."""
    by_start = sorted(spans)
    merged, taken = _merged(by_start), _merged(sorted(logged))
    extra = sum((stop - start for start, stop in by_start), _NONE) - sum(
        (stop - start for start, stop in merged), _NONE
    )
    n_in_log, _ = _in_common(by_start, taken)
    _, in_log = _in_common(merged, taken)
    return ClaimedTwice(_n_crowded(by_start), extra / timedelta(hours=1), n_in_log, in_log / timedelta(hours=1))


def _merged(by_start: Sequence[Span]) -> list[Span]:
    """Spans without overlaps that cover the same time."""
    merged: list[Span] = []
    for start, stop in by_start:
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], stop)
        else:
            merged.append((start, stop))
    return merged


def _n_crowded(by_start: Sequence[Span]) -> int:
    """How many spans have a part in common with another."""
    crowded = [False] * len(by_start)
    longest = 0  # the number of that which ends last so far
    for number, (start, stop) in enumerate(by_start[1:], start=1):
        if start < by_start[longest][1]:
            crowded[number] = crowded[longest] = True
        if stop > by_start[longest][1]:
            longest = number
    return sum(crowded)


def _in_common(by_start: Sequence[Span], merged: Sequence[Span]) -> tuple[int, timedelta]:
    """How many spans have a part in common with others that do not overlap, and for how long, each for itself."""
    count, together, first = 0, _NONE, 0
    for start, stop in by_start:
        while first < len(merged) and merged[first][1] <= start:
            first += 1
        before, at = together, first
        while at < len(merged) and merged[at][0] < stop:
            together += min(stop, merged[at][1]) - max(start, merged[at][0])
            at += 1
        count += together > before
    return count, together


def twice_sentences(twice: ClaimedTwice) -> list[str]:
    """What is claimed twice, for a person; nothing where nothing is.

    >>> twice_sentences(ClaimedTwice(4, 6.35))
    ['4 entries to import overlap one another: 6.3 h would be claimed twice.']
    """
    sentences = []
    if twice.n_entries:
        overlapping = count_words(twice.n_entries, "entry", "entries")
        sentences.append(
            f"{overlapping} to import overlap one another: {hours_words(twice.hours)} would be claimed twice."
        )
    if twice.n_in_log:
        overlapping = count_words(twice.n_in_log, "entry to import overlaps", "entries to import overlap")
        sentences.append(f"{overlapping} what the log has: {hours_words(twice.hours_in_log)} would be claimed twice.")
    return sentences
