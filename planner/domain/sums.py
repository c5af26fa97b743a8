"""The sum of the phases against the total, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.domain.hours import HourRange, sum_of_ranges
from planner.domain.project import Phase, PhasePlan
from planner.domain.wording.durations import hours_words, range_words
from planner.domain.wording.numbers import count_words


@dataclass(frozen=True, slots=True)
class SumAgainstTotal:
    """The phases' ranges added up (None without any), the total as said, and what to make of the two."""

    sum: HourRange | None
    total: HourRange | None
    sentence: str


def sum_against_total(phases: Sequence[Phase | PhasePlan], total: HourRange | None) -> SumAgainstTotal:
    """Compare the sum of the phases with the total.

    >>> sum_against_total([PhasePlan("Clean", HourRange(3, 5)), PhasePlan("Model", HourRange(20, 30))],
    ...                   HourRange(20, 30)).sentence
    'The phases add up to 23–35 h, up to 5 h more than your total of 20–30 h.'
    """
    added_up = sum_of_ranges([phase.range for phase in phases if phase.range is not None])
    sentence = _compared(added_up, total) + _missing(phases)
    return SumAgainstTotal(added_up, total, sentence)


def _compared(added_up: HourRange | None, total: HourRange | None) -> str:
    if added_up is None:
        return "No phase has a range yet."
    phases_say = f"The phases add up to {range_words(added_up)}"
    if total is None:
        return f"{phases_say}; the project has no total to compare with."
    return f"{phases_say}, {_relation(added_up, total)}."


def _relation(added_up: HourRange, total: HourRange) -> str:
    total_words = f"your total of {range_words(total)}"
    if added_up.low_hours > total.high_hours:
        too_much = hours_words(added_up.low_hours - total.high_hours)
        return f"at least {too_much} more than {total_words}: cut a phase, or raise the total"
    if added_up.high_hours > total.high_hours:
        return f"up to {hours_words(added_up.high_hours - total.high_hours)} more than {total_words}"
    if added_up.high_hours < total.low_hours:
        return f"at least {hours_words(total.low_hours - added_up.high_hours)} less than {total_words}"
    if added_up == total:
        return f"exactly {total_words}"
    return f"which fits {total_words}"


def _missing(phases: Sequence[Phase | PhasePlan]) -> str:
    without = sum(phase.range is None for phase in phases)
    if not without or without == len(phases):
        return ""
    return f" {count_words(without, 'phase has', 'phases have')} no range yet."
