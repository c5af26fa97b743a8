"""What a person set once, for all projects: when a day starts, when a timer is asked about, what is shown no more."""

from __future__ import annotations

from planner.domain.errors import InvalidEntry
from planner.store import Store

DAY_STARTS_HOUR = 0
ASK_AFTER_HOURS = 10.0
LEAST_ASK_HOURS, MOST_ASK_HOURS = 1.0, 24.0

_DAY_STARTS = "day starts at hour"
_ASK_AFTER = "ask about a timer after hours"
_DISMISSED = "closed for good: "


def day_starts_hour(store: Store) -> int:
    """The hour (0-23) at which a day begins on the person's clock; midnight unless set."""
    text = store.settings.get(_DAY_STARTS)
    return DAY_STARTS_HOUR if text is None else int(text)


def set_day_starts_hour(store: Store, hour: int) -> None:
    """Have days begin at another hour; `InvalidEntry` where no clock shows it."""
    if not 0 <= hour <= 23:
        raise InvalidEntry(f"A day cannot start at {hour}. Give a full hour from 0 to 23, such as 4.")
    store.settings.put(_DAY_STARTS, str(hour))


def ask_after_hours(store: Store) -> float:
    """The hours after which a running timer of a person is asked about."""
    text = store.settings.get(_ASK_AFTER)
    return ASK_AFTER_HOURS if text is None else float(text)


def set_ask_after_hours(store: Store, hours: float) -> None:
    """Ask about a timer after other hours; `InvalidEntry` outside of 1 to 24."""
    if not LEAST_ASK_HOURS <= hours <= MOST_ASK_HOURS:
        raise InvalidEntry(f"A timer cannot be asked about after {hours:g} h. Give 1 to 24 hours, such as 8.")
    store.settings.put(_ASK_AFTER, repr(hours))


def is_dismissed(store: Store, what: str) -> bool:
    """Whether a person closed a greeting or a hint of this name for good."""
    return store.settings.get(_DISMISSED + what) is not None


def dismiss(store: Store, what: str) -> None:
    """Show it no more."""
    store.settings.put(_DISMISSED + what, "yes")
