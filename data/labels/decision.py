"""What a person may decide about a text whose label is in doubt."""

from __future__ import annotations

from enum import StrEnum


class Decision(StrEnum):
    """One label wherever the text stands, all of its labels side by side, or nothing to learn from it."""

    LABEL = "label"
    BOTH = "both"
    DROP = "drop"
