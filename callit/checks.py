"""What was found out about a folder, as lines: one check each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `ok` None: it could not be made, and the words say why."""

    check: str
    ok: bool | None
    words: str


def to_json(checks: Sequence[Check]) -> str:
    """All of them on one line."""
    return json.dumps([asdict(check) for check in checks])
