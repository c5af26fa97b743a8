"""What a node of a cluster says of itself, and what is asked of it: JSON between the machines, types here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec


@dataclass(frozen=True, slots=True)
class Versions:
    """What is installed; empty where it is not."""

    callit: str = ""
    python: str = ""
    ray: str = ""
    keras: str = ""
    tensorflow: str = ""


@dataclass(frozen=True, slots=True)
class NodeFacts:
    """A node: what it has, what of that nobody has reserved, and what it keeps of ours.

    `has` are the hashes, of those that were asked about, of files that lie there; `sessions` the sessions kept there.
    """

    node_id: str
    name: str
    versions: Versions = field(default_factory=Versions)
    cpus: float = 0.0
    free_cpus: float = 0.0
    memory_bytes: int = 0
    free_memory_bytes: int = 0
    gpus: float = 0.0
    free_gpus: float = 0.0
    has: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    least_timebox_s: float | None = None
    trouble: str = ""

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> NodeFacts:
        """The facts in a JSON object; `msgspec.ValidationError` where they are none."""
        return msgspec.convert(dict(told), cls)


@dataclass(frozen=True, slots=True)
class Place:
    """What is reserved for a session on a node. `limit_bytes` is what its processes may take together."""

    node_id: str
    node: str
    cpus: int
    limit_bytes: int
    gpus: int = 0
