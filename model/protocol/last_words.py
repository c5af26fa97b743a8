"""The last words of a session whose worker did not come to say its own: from its watchdog, or from the supervisor."""

from __future__ import annotations

STOPPED_AS_ASKED = "Stopped as asked."


def words_without_model(why: str, *, is_stopped: bool) -> str:
    """What a session leaves that had saved nothing; `is_stopped`: somebody asked for its end at once.

    >>> words_without_model("The timebox is over.", is_stopped=False)
    'The timebox is over. Nothing had been saved yet.'
    >>> words_without_model("The timebox is over.", is_stopped=True)
    'The session was stopped. Nothing had been saved yet.'
    """
    return f"{'The session was stopped.' if is_stopped else why} Nothing had been saved yet."


def words_with_model(why: str) -> str:
    """What a session leaves that had saved a model.

    >>> words_with_model(STOPPED_AS_ASKED)
    'Stopped as asked. The model saved last is kept and can be used.'
    """
    return f"{why} The model saved last is kept and can be used."
