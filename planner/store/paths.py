"""Paths as text in the database: names that are no UTF-8 come back as the same bytes.

Such a byte stands there as a character of a range that no name uses (U+F780 to U+F7FF).
"""

from __future__ import annotations

from pathlib import Path

_KEPT = {0xDC80 + number: chr(0xF780 + number) for number in range(128)}
_READ = {0xF780 + number: chr(0xDC80 + number) for number in range(128)}


def storable(text: str) -> str:
    """A text as SQLite can keep it.

    >>> storable("caf\\udce9") == "caf\uf7e9"
    True
    """
    return text.translate(_KEPT).encode("utf-8", "replace").decode("utf-8")


def path_of(text: str) -> Path:
    """The path that was kept.

    >>> path_of(storable("runs/caf\\udce9")) == Path("runs/caf\\udce9")
    True
    """
    return Path(text.translate(_READ))
