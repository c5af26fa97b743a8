"""What a session asks of a cluster, whoever carries the words: Ray in a process of its own, or a test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from planner.cluster.facts import NodeFacts, Place

NAMESPACE = "callit"


class Rim(Protocol):
    """A cluster, as far as sessions know it. Every call ends within its seconds.

    Raises
    ------
    Unreachable, NoAnswer, AgentGone, ClusterRefused
        As `planner.cluster.errors` says.
    """

    def open(self, address: str, *, timeout_s: float) -> None:
        """Connect, or connect anew."""

    def survey(self, hashes: Sequence[str], *, timeout_s: float, of_all: bool = False) -> list[NodeFacts]:
        """What each living node tells; one that does not answer in time says so in `trouble`.

        Once some have answered, the others have as long again and a little more; `of_all` waits for each to the end.
        """

    def echo(self, node_id: str, data: bytes, *, timeout_s: float) -> float:
        """Seconds in which bytes go to a node and come back."""

    def agents(self, *, timeout_s: float) -> list[str]:
        """Names of the agents that live."""

    def start(self, agent: str, place: Place, *, timeout_s: float, agent_class: str = "") -> None:
        """Ask for an agent at a place, or for another kind of it; it is there when it answers."""

    def ask(
        self, agent: str, question: Mapping[str, Any], data: bytes = b"", *, timeout_s: float
    ) -> tuple[dict[str, Any], bytes]:
        """One question, and its answer."""

    def hand_on(self, sha256: str, node_id: str, agent: str, *, timeout_s: float) -> None:
        """Have a node give a file that it has to an agent on another one: it does not travel from here again."""

    def end(self, agent: str, *, timeout_s: float) -> None:
        """End an agent, whatever it does."""

    def close(self) -> None:
        """Let go of the cluster."""
