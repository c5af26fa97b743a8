"""The zone that a row of a table says its clocks are of."""

from __future__ import annotations

from datetime import timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from planner.availability.calendar_zone_names import zone_named
from planner.domain.wording.lists import list_words

_REMEMBERED = 500  # names, of which a table has a few


class RowZones:
    """Zones by their names in one column, and what was made of them."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._unknown: dict[str, None] = {}

    def of(self, text: str) -> tzinfo | None:
        """The zone in a cell; None for an empty one, and for a name that nobody knows."""
        if not text:
            return None
        zone, words = _zone_in(text)
        if zone is None:
            self._unknown[text] = None
        else:
            self._known[text] = words
        return zone

    def remarks(self, name: str, usual: str) -> list[str]:
        """Of what zones the clocks are, as the column `name` says; `usual` is that of rows that do not say theirs."""
        known = [f"The clocks are those of '{name}': {list_words(list(self._known.values()))}."] if self._known else []
        unknown = list_words([f"'{text}'" for text in self._unknown])
        words = f"'{name}' says {unknown}, which is no zone that is known: the clocks are taken as those of {usual}."
        return [*known, *([words] if unknown else [])]


@lru_cache(maxsize=_REMEMBERED)
def _zone_in(text: str) -> tuple[tzinfo | None, str]:
    """The zone that a name means, and words on it."""
    named = zone_named(text)
    if named is None:
        return None, ""
    if named.key is not None:
        return ZoneInfo(named.key), text if named.key == text else f"{text} ({named.key})"
    return (None, "") if named.from_utc is None else (timezone(named.from_utc), text)
