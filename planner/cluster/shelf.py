"""Reading a session's run folder on its node, a bit at a time: what was said, which files there are, their bytes."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import Any

from model.protocol.run_folder import (
    CARD_FILE,
    EVENTS_FILE,
    KERAS_FILE,
    MANIFEST_FILE,
    PREDICTIONS_FILE,
    RESULT_FILE,
    RESUME_FOLDER,
    SUSPECTS_FILE,
    WORKER_LOG,
    is_model_file,
)
from model.protocol.whole_file import HALF

MOST_BYTES = 1 << 21  # of an answer: each stays well below any limit of a message, and short of any time limit
_MOST_EVENTS = 1 << 18
_RESULTS = frozenset({CARD_FILE, KERAS_FILE, MANIFEST_FILE, PREDICTIONS_FILE, RESULT_FILE, SUSPECTS_FILE, WORKER_LOG})


def is_brought_back(path: str) -> bool:
    """Whether a file of a node's run folder has a place in ours: what a session makes, nothing that leads elsewhere.

    >>> [is_brought_back(name) for name in ("result.json", "resume/prepared/facts.json", "../a", "config.json")]
    [True, True, False, False]
    """
    parts = PurePosixPath(path).parts
    if not parts or path != "/".join(parts) or any(part in ("..", ".", "/") or "\0" in part for part in parts):
        return False
    if parts[0] == RESUME_FOLDER:
        return len(parts) > 1 and not any(part.endswith(HALF) for part in parts)
    return len(parts) == 1 and (path in _RESULTS or is_model_file(path))


def events_since(folder: Path, offset: int) -> tuple[bytes, int]:
    """Whole lines that were said from a byte on, and the byte behind them."""
    try:
        with (folder / EVENTS_FILE).open("rb") as file:
            file.seek(offset)
            said = file.read(_MOST_EVENTS)
    except OSError:
        return b"", offset
    whole, newline, _ = said.rpartition(b"\n")
    return whole + newline, offset + len(whole + newline)


def files_in(folder: Path) -> dict[str, str]:
    """The files that are brought back, each with a sign that changes when it does."""
    signs = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = (Path(place) / name).relative_to(folder).as_posix()
            if is_brought_back(path) and (sign := _sign(folder / path)):
                signs[path] = sign
    return signs


def read_part(folder: Path, path: str, offset: int, most: int = MOST_BYTES) -> tuple[dict[str, Any], bytes]:
    """Bytes of a file from an offset on, its size and its sign; a sign of "" where it is not there (any more)."""
    if not is_brought_back(path):
        return {"size": 0, "sign": ""}, b""
    try:
        with (folder / path).open("rb") as file:
            stat = os.fstat(file.fileno())
            file.seek(offset)
            return {"size": stat.st_size, "sign": _sign_of(stat)}, file.read(min(most, MOST_BYTES))
    except OSError:
        return {"size": 0, "sign": ""}, b""


def _sign(path: Path) -> str:
    try:
        return _sign_of(path.stat())
    except OSError:
        return ""


def _sign_of(stat: os.stat_result) -> str:
    return f"{stat.st_ino}-{stat.st_size}-{stat.st_mtime_ns}"
