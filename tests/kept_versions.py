"""What is kept of each version (`tests/fixtures/versions`): where it lies, and how it is put where a person has it."""

from __future__ import annotations

import gzip
import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from planner.store import DATABASE_FILE, Store
from tests.kept_answers import answers
from tests.places import FIXTURES

KEPT = FIXTURES / "versions"
VERSIONS = sorted(path.name for path in KEPT.iterdir() if path.name[:1].isdigit())


def put_database(kept: Path, home: Path) -> None:
    """The database of a version as the data folder's own."""
    home.mkdir(parents=True, exist_ok=True)
    (home / DATABASE_FILE).write_bytes(gzip.decompress((kept / f"{DATABASE_FILE}.gz").read_bytes()))


def put_run(kept: Path, name: str, home: Path) -> Path:
    """A run folder of a version among those of the data folder."""
    return Path(shutil.copytree(kept / "runs" / name, home / "runs" / name))


def seen_then(kept: Path) -> dict[str, Any]:
    """What a person saw of that version's database when it was kept."""
    told: dict[str, Any] = json.loads((kept / "answers.json").read_text(encoding="utf-8"))
    return {name: part for name, part in told.items() if name not in ("seen at", "zone")}


def seen_now(kept: Path, store: Store) -> dict[str, Any]:
    """What a person sees of a store at the same moment, at the same place."""
    told = json.loads((kept / "answers.json").read_text(encoding="utf-8"))
    return answers(store, datetime.fromisoformat(told["seen at"]), ZoneInfo(told["zone"]))
