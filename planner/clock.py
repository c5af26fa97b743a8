"""The one place that reads the wall clock and the machine's time zone; services take `now` instead."""

from __future__ import annotations

import os
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_LOCALTIME = Path("/etc/localtime")


def now() -> datetime:
    """This instant in UTC, in whole milliseconds: as exactly as the store keeps it."""
    instant = datetime.now(UTC)
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def local_zone() -> tzinfo:
    """The machine's time zone with its daylight-saving rules: `TZ`, then `/etc/localtime`, then UTC."""
    return _zone_named(os.environ.get("TZ", "").lstrip(":")) or _zone_of_the_system() or UTC


def _zone_named(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _zone_of_the_system() -> tzinfo | None:
    try:
        rules = _LOCALTIME.stat()
        return _zone_of_rules(_LOCALTIME, rules.st_ino, rules.st_mtime_ns)
    except (OSError, ValueError):
        return None


@lru_cache(maxsize=1)
def _zone_of_rules(path: Path, inode: int, changed_at: int) -> tzinfo | None:
    """The zone of a file or of what it links to, looked up anew only when that is another: a page asks often.

    And one object as long as it is the same: what is counted in a zone is remembered by it.
    """
    _, separator, name = str(path.resolve(strict=True)).partition("zoneinfo/")
    if separator:
        return _zone_named(name)
    with path.open("rb") as rules:
        return ZoneInfo.from_file(rules)
