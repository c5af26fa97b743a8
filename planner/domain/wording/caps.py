"""Caps as every sentence says them."""

from __future__ import annotations

from planner.domain.wording.durations import hours_words


def cap_words(cap_hours: float | None) -> str:
    """A phase's cap; None says no number.

    >>> cap_words(5), cap_words(None)
    ('its cap of 5 h', 'its cap')
    """
    return "its cap" if cap_hours is None else f"its cap of {hours_words(cap_hours)}"


def past_cap_words(past_hours: float, cap_hours: float | None = None) -> str:
    """Hours past a phase's cap.

    >>> past_cap_words(2.5, 5), past_cap_words(2.5)
    ('2.5 h past its cap of 5 h', '2.5 h past its cap')
    """
    return f"{hours_words(past_hours)} past {cap_words(cap_hours)}"
