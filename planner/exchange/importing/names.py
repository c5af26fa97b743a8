"""Names as files have them, made fit for projects and phases."""

from __future__ import annotations

from functools import lru_cache

from planner.planning.names import LONGEST_NAME, only_letters

NAMELESS = "Imported"  # the project or phase of an entry whose file names none
_REMEMBERED_NAMES = 10_000


def name_key(name: str) -> str:
    """Under what a name in a file is remembered: tidy, capitals aside."""
    return tidy_name(name).casefold()


@lru_cache(maxsize=_REMEMBERED_NAMES)
def tidy_name(name: str) -> str:
    """A name as projects and phases can have it.

    >>> tidy_name("  Clean \\n up "), tidy_name("")
    ('Clean up', 'Imported')
    """
    tidy = " ".join(only_letters(" ".join(name.split())).split()) or NAMELESS
    return tidy if len(tidy) <= LONGEST_NAME else tidy[: LONGEST_NAME - 1].rstrip() + "…"
