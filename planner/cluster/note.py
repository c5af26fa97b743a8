"""`cluster.json` in a run folder: where its session is, or was, so that another process can find it there."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import msgspec

from model.protocol.run_folder import CLUSTER_FILE
from model.protocol.whole_file import whole_file


@dataclass(frozen=True, slots=True)
class ClusterNote:
    """The agent that has the session now, and its node.

    `attempt` counts the agents. `is_fetched`: all that it had is here. `is_left`: the session goes on here without it.
    """

    address: str
    agent: str = ""
    node: str = ""
    node_id: str = ""
    attempt: int = 0
    later_s: float = 0.0
    is_fetched: bool = False
    is_left: bool = False

    def save(self, run_folder: Path) -> None:
        """Write it, whole."""
        with whole_file(run_folder / CLUSTER_FILE) as file:
            file.write(json.dumps(asdict(self), ensure_ascii=False).encode("utf-8", "surrogatepass"))


def read_note(run_folder: Path) -> ClusterNote | None:
    """What `save` wrote; None where there is nothing, or it cannot be read."""
    try:
        told = json.loads((run_folder / CLUSTER_FILE).read_bytes().decode("utf-8", "surrogatepass"))
        return msgspec.convert(told, ClusterNote)
    except (OSError, ValueError, RecursionError, msgspec.ValidationError):
        return None
