"""What is said of a proven model, wherever it is shown."""

from __future__ import annotations

RELOADED = "reloaded in a fresh process, same predictions"


def proven_words(when: str = "") -> str:
    """One sentence; `when` as a person says it, empty where nobody noted it.

    >>> proven_words("at 14:31")
    'Proven at 14:31: reloaded in a fresh process, same predictions.'
    >>> proven_words()
    'Proven: reloaded in a fresh process, same predictions.'
    """
    return f"Proven {when}: {RELOADED}." if when else f"Proven: {RELOADED}."
