"""The errors a person may see: one sentence with what was found, what was expected, and what to do.

CallItError
├── InvalidPlan        a range, cap, deadline or name that cannot be right
├── InvalidEntry       a time entry that cannot be right
├── InvalidAvailability a week, exception, commitment, date or calendar that cannot be read
├── InvalidHistory     a history of planned and actual hours that no forecast can be tried on
├── NotFound           a project, phase, entry or session that is not there (any more)
├── TimerConflict      a second running timer, or nothing to stop
├── SessionRefused     a training session that cannot be started
└── StoreUnusable      the database cannot be opened: newer version, read-only folder, no room
"""


class CallItError(Exception):
    """Base of every error whose message is written for a person."""


class InvalidPlan(CallItError):
    """A range, cap, deadline or name that cannot be right."""


class InvalidEntry(CallItError):
    """A time entry that cannot be right."""


class InvalidAvailability(CallItError):
    """A week, exception, commitment, date, country or calendar that cannot be read."""


class InvalidHistory(CallItError):
    """A history without a needed column, or without one usable row."""


class NotFound(CallItError):
    """A project, phase, entry or session that is not there (any more)."""


class TimerConflict(CallItError):
    """A second running timer, or nothing to stop."""


class SessionRefused(CallItError):
    """A training session that cannot be started: one is running, the box is too short, the input unusable."""


class StoreUnusable(CallItError):
    """The database cannot be opened: it is from a newer version, read-only, or the disk is full."""
