"""Names of projects and phases: there, tidy, and not too long."""

from __future__ import annotations

import unicodedata

from planner.domain.errors import InvalidPlan

LONGEST_NAME = 120  # letters; more is a note, not a name

_NO_LETTERS = ("Cc", "Cs")  # control signs, and halves of characters

_EXAMPLES = {"project": "Toxic comments", "phase": "Explore"}


def checked_name(name: str, what: str) -> str:
    """The name of a "project" or "phase" without stray blanks.

    Raises
    ------
    InvalidPlan
        For an empty or endless one, or one that no text can hold: half a character, or a sign that is none.
    """
    name = " ".join(name.split())
    if not name:
        raise InvalidPlan(f"The {what} has no name. Give it one, such as '{_EXAMPLES[what]}'.")
    if len(name) > LONGEST_NAME:
        raise InvalidPlan(f"The name of the {what} has {len(name)} letters. Shorten it to {LONGEST_NAME} at most.")
    if only_letters(name) != name:
        raise InvalidPlan(
            f"The name of the {what} holds something that is no letter, such as half a character of another encoding. "
            "Type it again."
        )
    return name


def only_letters(name: str) -> str:
    """A name without signs that no text can hold.

    >>> only_letters("The\\x1bsis")
    'Thesis'
    """
    return "".join(letter for letter in name if unicodedata.category(letter) not in _NO_LETTERS)
