"""Instants as the database keeps them: UTC text such as `2026-05-08T12:34:56.789Z`.

Fixed width, so that text order is time order; whole milliseconds, so that SQLite's `julianday()` sums them
without loss; and readable for whoever opens the file with another tool.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from planner.domain.log_columns import Whole

_WIDTH = len("2026-05-08T12:34:56.789Z")


@overload
def to_text(instant: datetime) -> str: ...
@overload
def to_text(instant: None) -> None: ...
def to_text(instant: datetime | None) -> str | None:
    """The instant as UTC text, cut to whole milliseconds.

    >>> to_text(datetime(2026, 5, 8, 12, 34, 56, 789_999, tzinfo=UTC))
    '2026-05-08T12:34:56.789Z'

    Raises
    ------
    ValueError
        For a naive datetime: nobody can know which instant it means.
    """
    if instant is None:
        return None
    if instant.tzinfo is None:
        raise ValueError(f"{instant!r} has no time zone; instants must be aware.")
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@overload
def from_text(text: str) -> datetime: ...
@overload
def from_text(text: None) -> None: ...
def from_text(text: str | None) -> datetime | None:
    """The aware UTC instant in a text that `to_text` wrote."""
    return None if text is None else datetime.fromisoformat(text)


def ms_in(texts: str) -> Whole:
    """Whole milliseconds since 1970 of many instants, whose texts stand behind each other with commas between them.

    Other programs may write an instant otherwise than `to_text` does: each is then read by itself, as SQLite reads it.

    >>> ms_in("1970-01-01T00:00:01.500Z,1970-01-02T00:00:00.000Z").tolist()
    [1500, 86400000]
    >>> ms_in("1970-01-01 00:00:01.5,1970-01-02T01:00:00.000+01:00").tolist()
    [1500, 86400000]
    """
    import numpy as np

    cells = np.frombuffer(f"{texts},".encode() if texts else b"", dtype=np.uint8)
    if len(cells) % (_WIDTH + 1) or not _ends_are(cells, b"Z,"):
        return np.array([_ms(text) for text in texts.split(",")], dtype=np.int64)
    instants = cells.view(f"S{_WIDTH + 1}").astype(f"S{_WIDTH - 1}")  # without its Z
    return instants.astype("datetime64[ms]").astype(np.int64)


def _ends_are(cells: NDArray[np.uint8], ends: bytes) -> bool:
    """Whether each text of the usual width ends so."""
    return all(bool((cells[place :: _WIDTH + 1] == end).all()) for place, end in enumerate(ends, _WIDTH - 1))


def _ms(text: str) -> int:
    instant = datetime.fromisoformat(text)
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return round((aware - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(milliseconds=1))
