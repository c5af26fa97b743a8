"""What a person wants to know of a cluster before sending anything: in ten seconds, whatever does not answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from planner.cluster.errors import ClusterError, NoAnswer
from planner.cluster.facts import NodeFacts, Versions
from planner.cluster.reserve import START_S, kept_for_the_way
from planner.cluster.rim import Rim
from planner.cluster.versions import refusal, versions_here
from planner.domain.wording.durations import duration_words
from planner.domain.wording.lists import list_words
from planner.domain.wording.numbers import count_words, memory_words, size_words
from planner.sessions.machine import UNMEASURED_LEAST_S

WITHIN_S = 10.0
WAY_SHARE = 0.2  # of a box that is worth sending, at most
_TRIAL_BYTES = 1 << 20
_LEAST_S = 0.5  # for an answer
_FOR_SPEED_S = 2.0
_NAMES = {"callit": "Call It", "python": "Python", "ray": "Ray", "keras": "Keras"}

_Left = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class ClusterLook:
    """A cluster as it was found. `refused` says why no session would be sent; empty where one would.

    `reached_s` and `answered_s` are the seconds until the connection stood and the nodes had answered; `bytes_per_s` is
    None where the speed was not found out in time, and `least_timebox_s` where no session would be sent.
    """

    address: str
    nodes: tuple[NodeFacts, ...]
    here: Versions
    refused: str = ""
    reached_s: float = 0.0
    answered_s: float = 0.0
    bytes_per_s: float | None = None
    sessions_end_in_s: tuple[float, ...] = ()
    least_timebox_s: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        return asdict(self)


def look_at(
    rim: Rim, address: str, *, proof_s: float | None = None, ticks: Callable[[], float] = time.monotonic
) -> ClusterLook:
    """Ask a cluster how it is.

    Raises
    ------
    ClusterRefused, ClusterError
        It cannot be reached, or has another Ray or Python.
    """
    ends = ticks() + WITHIN_S

    def left_s(for_later_s: float) -> float:
        return max(_LEAST_S, ends - ticks() - for_later_s)

    def since_s() -> float:
        return WITHIN_S - (ends - ticks())

    rim.open(address, timeout_s=left_s(_FOR_SPEED_S / 4))
    reached_s = since_s()
    nodes = rim.survey((), timeout_s=left_s(_FOR_SPEED_S))
    answered_s = since_s()
    speed, sessions_end_in_s = _speed(rim, nodes, left_s), _ends(rim, left_s)
    here = versions_here()
    refused = refusal(here, nodes) or _silence(nodes, answered_s)
    least_s = None if refused else _least_timebox_s(nodes, speed, answered_s, proof_s)
    return ClusterLook(address, tuple(nodes), here, refused, reached_s, answered_s, speed, sessions_end_in_s, least_s)


def look_lines(look: ClusterLook) -> list[str]:
    """The same for a person."""
    lines = [f"The cluster at {look.address} has {count_words(len(look.nodes), 'node')}."]
    lines += [f"  {_node_words(node)}" for node in sorted(look.nodes, key=lambda node: node.name)]
    lines.append(look.refused or f"Versions: as here, {versions_words(look.here)}.")
    if look.bytes_per_s is not None:
        lines.append(f"Speed of the link: {size_words(int(look.bytes_per_s))} a second.")
    if look.sessions_end_in_s:
        count, first = len(look.sessions_end_in_s), duration_words(min(look.sessions_end_in_s))
        lines.append(f"{count_words(count, 'session')} at work there; the first ends in {first} at the latest.")
    if look.least_timebox_s is not None:
        lines.append(
            f"A box of {duration_words(look.least_timebox_s)} or more is worth sending: "
            f"of a shorter one, more than {WAY_SHARE:.0%} would go into the way there and back."
        )
    return lines


def versions_words(versions: Versions) -> str:
    """What is installed, in a row.

    >>> versions_words(Versions("0.3", "3.11.4", "2.60.0", ""))
    'Call It 0.3, Python 3.11.4, Ray 2.60.0 and Keras missing'
    """
    return list_words([f"{name} {getattr(versions, part) or 'missing'}" for part, name in _NAMES.items()])


def _silence(nodes: list[NodeFacts], answered_s: float) -> str:
    """That nobody told anything; empty where somebody did."""
    if any(not node.trouble for node in nodes):
        return ""
    return (
        f"No node said within {answered_s:.0f} s what it has: they are very busy, or gone. "
        "Try again, or ask whoever keeps the cluster ('ray status' on its head)."
    )


def _speed(rim: Rim, nodes: list[NodeFacts], left_s: _Left) -> float | None:
    """Bytes a second, there and back, less what any answer takes."""
    well = [node for node in nodes if not node.trouble]
    if not well:
        return None
    node_id = max(well, key=lambda node: node.free_cpus).node_id
    try:
        answer_s = rim.echo(node_id, b"?", timeout_s=left_s(0.0))
        way_s = rim.echo(node_id, bytes(_TRIAL_BYTES), timeout_s=left_s(0.0)) - answer_s
    except NoAnswer:
        return None
    return 2 * _TRIAL_BYTES / max(1e-3, way_s)


def _ends(rim: Rim, left_s: _Left) -> tuple[float, ...]:
    """In how many seconds the sessions there end."""
    ends = []
    with suppress(ClusterError):
        for agent in rim.agents(timeout_s=left_s(0.0)):
            told, _ = rim.ask(agent, {"ask": "hello"}, timeout_s=left_s(0.0))
            if told.get("ends_in_s") is not None and not told.get("is_over"):
                ends.append(float(told["ends_in_s"]))
    return tuple(ends)


def _least_timebox_s(
    nodes: list[NodeFacts], bytes_per_s: float | None, answered_s: float, proof_s: float | None
) -> float:
    """The least box of a node with the way there and back; whole tens, so that it reads well."""
    least_s = max((node.least_timebox_s or UNMEASURED_LEAST_S for node in nodes if not node.trouble), default=60.0)
    kept_s = kept_for_the_way(600.0, bytes_per_s=bytes_per_s or 1e6, answer_s=0.1, proof_s=proof_s)
    way_s = answered_s + START_S + kept_s
    return 10.0 * -(-max(least_s + way_s, way_s / WAY_SHARE) // 10)


def _node_words(node: NodeFacts) -> str:
    if node.trouble:
        return f"{node.name}: {node.trouble}"
    gpus = f", {node.free_gpus:g} of {count_words(int(node.gpus), 'GPU')}" if node.gpus else ""
    return (
        f"{node.name}: {node.free_cpus:g} of {count_words(int(node.cpus), 'core')} free, "
        f"{memory_words(node.free_memory_bytes)} of {memory_words(node.memory_bytes)} of memory{gpus}; "
        f"{versions_words(node.versions)}"
    )
