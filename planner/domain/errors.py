"""The errors a person may see: one sentence with what was found, what was expected, and what to do.

CallItError
├── InvalidPlan        a range, cap, deadline or name that cannot be right
├── InvalidEntry       a time entry that cannot be right, or a time that no clock showed
├── InvalidAvailability a week, exception, commitment, date or calendar that cannot be read
├── InvalidImport      a file of another time log that cannot be read
├── InvalidHistory     a history of planned and actual hours that no forecast can be tried on
├── InvalidResult      a score that cannot be right
├── BackupFailed       a backup that cannot be written, read or restored
├── NotFound           a project, phase, entry or session that is not there (any more)
├── TimerConflict      a second running timer, or nothing to stop
├── CommandRefused     a command that cannot be run under a box
├── SessionRefused     a training session that cannot be started
│   └── PlaceRefused   a folder in which no model can be saved
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


class InvalidImport(CallItError):
    """A file of another time log that cannot be read, or says something in two ways; which line, and what to do."""


class InvalidHistory(CallItError):
    """A history without a needed column, or without one usable row."""


class InvalidResult(CallItError):
    """A score that no metric, or not this one, can have; or a metric without a name."""


class BackupFailed(CallItError):
    """A backup that cannot be written, is damaged, or cannot be restored."""


class NotFound(CallItError):
    """A project, phase, entry or session that is not there (any more)."""


class TimerConflict(CallItError):
    """A second running timer, or nothing to stop."""


class CommandRefused(CallItError):
    """A command that cannot be run under a box: it is not there, or not to be run."""


class SessionRefused(CallItError):
    """A training session that cannot be started: one is running, the box is too short, the input unusable."""


class PlaceRefused(SessionRefused):
    """A folder for a model that is taken, cannot be written, or has a name that no disk can hold."""


class StoreUnusable(CallItError):
    """The database cannot be opened: it is from a newer version, read-only, or the disk is full."""
