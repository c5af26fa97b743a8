"""Names of projects and phases: there, tidy, and not too long."""

from __future__ import annotations

from planner.domain.errors import InvalidPlan

LONGEST_NAME = 120  # letters; more is a note, not a name

_EXAMPLES = {"project": "Toxic comments", "phase": "Explore"}


def checked_name(name: str, what: str) -> str:
    """The name of a "project" or "phase" without stray blanks; `InvalidPlan` for an empty or endless one."""
    name = " ".join(name.split())
    if not name:
        raise InvalidPlan(f"The {what} has no name. Give it one, such as '{_EXAMPLES[what]}'.")
    if len(name) > LONGEST_NAME:
        raise InvalidPlan(f"The name of the {what} has {len(name)} letters. Shorten it to {LONGEST_NAME} at most.")
    return name
