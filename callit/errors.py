"""What can go wrong with a box, in one sentence each: all are `BoxError`."""


class BoxError(Exception):
    """Something about a box that a person has to change; the message says what."""


class LengthUnreadable(BoxError, ValueError):
    """A length of time, or an amount of memory, that cannot be read."""


class SaveFailed(BoxError):
    """The first save of a box failed: nothing would have been kept."""
