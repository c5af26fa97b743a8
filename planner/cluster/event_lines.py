"""Lines of a node's `events.jsonl` as they stand in ours: instants by this machine's clock, and where each came from.

Clocks of machines differ by minutes. Both were looked at in one moment, and what lies between them is added to every
instant. Each line also says which agent it came from and how far that one's file was read with it: a link that was
killed goes on behind the last line that is here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model.protocol.config import SessionConfig
from model.protocol.events import Event, Kind
from model.protocol.run_folder import EVENTS_FILE

MARK = "from"
ENDINGS = (Kind.FINISHED, Kind.FAILED)  # said here when everything is here
MODELS = (Kind.SAVED, Kind.PROVEN)  # true here when the files are


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One line as it is written here, and its kind."""

    kind: str
    line: str


@dataclass(frozen=True, slots=True)
class Clocks:
    """`later_s`: how much later it is here than there, by what the two clocks show."""

    later_s: float = 0.0

    @classmethod
    def compared(cls, here_unix: float, there_unix: float) -> Clocks:
        """From a look at both in one moment.

        >>> Clocks.compared(1000.0, 1300.0).here(1310.0)
        1010.0
        """
        return cls(here_unix - there_unix)

    def here(self, there_unix: float) -> float:
        """An instant over there by the clock here."""
        return there_unix + self.later_s


def told_lines(
    said: bytes, *, ends_at: int, agent: str, node: str, config: SessionConfig, clocks: Clocks
) -> Iterator[ToldLine]:
    """The lines that a node said, up to byte `ends_at` of its file; what is no event of ours is left out."""
    offset = ends_at - len(said)
    for line in said.splitlines(keepends=True):
        offset += len(line)
        told = _as_here(line, node, config, clocks)
        if told is not None:
            told[MARK] = [agent, offset]
            text = json.dumps(told, ensure_ascii=False, allow_nan=False) + "\n"
            if Event.from_line(text) is not None:
                yield ToldLine(str(told["kind"]), text)


def read_until(run_folder: Path, agent: str) -> int:
    """Up to which byte an agent's events stand here already."""
    try:
        lines = (run_folder / EVENTS_FILE).read_bytes().splitlines()
    except OSError:
        return 0
    return max((offset for offset in (_offset(line, agent) for line in lines) if offset is not None), default=0)


def append(run_folder: Path, lines: list[ToldLine]) -> None:
    """Add them to ours, in one piece."""
    if not lines:
        return
    path = run_folder / EVENTS_FILE
    with path.open("ab+") as file:
        if file.tell() and _last_byte(path) != b"\n":  # a killed process' half line
            file.write(b"\n")
        file.write("".join(line.line for line in lines).encode("utf-8", "backslashreplace"))


def _as_here(line: bytes, node: str, config: SessionConfig, clocks: Clocks) -> dict[str, Any] | None:
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or not isinstance(told.get("unix_s"), int | float):
        return None
    for name, value in told.items():
        if (name == "unix_s" or name.endswith("_unix")) and isinstance(value, int | float):
            told[name] = round(clocks.here(value), 3)
    if told.get("kind") == Kind.SESSION_STARTED:
        former = config.order.continue_from
        told |= {"node": node, "started_unix": config.started_unix, "deadline_unix": config.deadline_unix}
        told |= {"continued": None if former is None else str(former)}
    return told


def _offset(line: bytes, agent: str) -> int | None:
    if b'"' + MARK.encode() + b'"' not in line:
        return None
    try:
        name, offset = json.loads(line)[MARK]
        return int(offset) if name == agent else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _last_byte(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(-1, 2)
        return file.read(1)
