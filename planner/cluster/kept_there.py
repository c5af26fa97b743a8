"""What lies on a node, under its own data folder: `cluster/files` by their hash, `cluster/sessions` by their name."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from planner.cluster.content import ContentStore, stale
from planner.home import home
from planner.sessions.machine import least_timebox_s

_PLAIN = re.compile(r"[^A-Za-z0-9._-]+")


def cluster_folder(own_home: Path) -> Path:
    """All of ours on a node."""
    return own_home / "cluster"


def files_there(own_home: Path) -> ContentStore:
    """What was sent there."""
    return ContentStore(cluster_folder(own_home) / "files")


def sessions_folder(own_home: Path) -> Path:
    """The run folders of sessions that run there, or have run and were not fetched yet."""
    return cluster_folder(own_home) / "sessions"


def session_folder(own_home: Path, agent: str) -> Path:
    """The run folder of an agent.

    >>> session_folder(Path("/h"), "ada@laptop/20261129-1/2").name
    'ada-laptop-20261129-1-2'
    """
    return sessions_folder(own_home) / _PLAIN.sub("-", agent).strip(".-")


def sessions_there(own_home: Path) -> tuple[str, ...]:
    """The names of the run folders that are kept."""
    folder = sessions_folder(own_home)
    return tuple(sorted(path.name for path in folder.iterdir() if path.is_dir())) if folder.is_dir() else ()


def sweep(own_home: Path, now_unix: float) -> None:
    """Give up what nobody has asked about for a month."""
    files_there(own_home).sweep(now_unix)
    for name in sessions_there(own_home):
        if stale(folder := sessions_folder(own_home) / name, now_unix):
            shutil.rmtree(folder, ignore_errors=True)


def facts_there(hashes: Iterable[str]) -> dict[str, Any]:
    """What a node tells of ours: which of these files and which sessions lie there, and its least box."""
    own_home, asked = home(), list(hashes)
    missing = set(files_there(own_home).missing(asked))
    return {
        "has": [sha256 for sha256 in asked if sha256 not in missing],
        "sessions": sessions_there(own_home),
        "least_timebox_s": least_timebox_s(own_home),
    }
