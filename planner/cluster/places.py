"""Which node a session is sent to, and what of it is reserved; where none has room, the sentence that says so."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from model.protocol.elsewhere import Elsewhere
from model.protocol.hands import MOST_CORES
from planner.cluster.facts import NodeFacts, Place, Versions
from planner.domain.wording.durations import duration_words
from planner.domain.wording.lists import list_words
from planner.domain.wording.numbers import count_words, memory_words
from planner.sessions.memory import DEFAULT_SHARE, LEAST_LIMIT_BYTES

MOST_HANDS = 8  # a session, which weighs what each brings, keeps so many busy
_NAMED = 3  # nodes, in a sentence


def best_place(
    nodes: Sequence[NodeFacts], asked: Elsewhere, hashes: Collection[str] = (), *, left_out: Collection[str] = ()
) -> Place | None:
    """The node with most of what was left to us, that which has the files already before others; None: no room.

    A session that did not say how many cores it wants takes those that are free there. `left_out` are ids of nodes.
    """
    fitting = [node for node in nodes if node.node_id not in left_out and has_room(node, asked)]
    if not fitting:
        return None
    wanted = frozenset(hashes)

    def worth(node: NodeFacts) -> tuple[float, int, float]:
        cores = min(node.free_cpus, asked.cpus or node.free_cpus)
        return int(cores), len(wanted & {*node.has}), node.free_memory_bytes

    return _place(max(fitting, key=worth), asked)


def has_room(node: NodeFacts, asked: Elsewhere) -> bool:
    """Whether a node is well, and has free what is asked for."""
    return (
        not node.trouble
        and node.versions != Versions()
        and node.free_cpus >= (asked.cpus or 1)
        and node.free_memory_bytes >= (asked.memory_bytes or LEAST_LIMIT_BYTES)
        and node.free_gpus >= asked.gpus
    )


def _place(node: NodeFacts, asked: Elsewhere) -> Place:
    cpus = asked.cpus or int(node.free_cpus)
    share = DEFAULT_SHARE * cpus / node.free_cpus
    limit_bytes = asked.memory_bytes or max(LEAST_LIMIT_BYTES, int(share * node.free_memory_bytes))
    return Place(node.node_id, node.name, cpus, limit_bytes, asked.gpus)


def hand_places(nodes: Sequence[NodeFacts], taken: Place, asked: Elsewhere) -> list[Place]:
    """A place for a hand on every other node that has a core free, those with most of them first."""
    one = Elsewhere(address=asked.address, cpus=1)
    others = [node for node in nodes if node.node_id != taken.node_id and has_room(node, one)]
    most = MOST_HANDS if asked.hands is None else asked.hands
    return [
        Place(node.node_id, node.name, min(MOST_CORES, int(node.free_cpus)), LEAST_LIMIT_BYTES)
        for node in sorted(others, key=lambda node: -node.free_cpus)[:most]
    ]


def may_have_room(nodes: Sequence[NodeFacts], asked: Elsewhere) -> list[NodeFacts]:
    """Nodes that are large enough and did not answer, where none that did could ever have room: they may be busy."""
    well = [node for node in nodes if not node.trouble]
    if not well or any(_could_ever(node, asked) for node in well):
        return []
    return [node for node in nodes if node.trouble and node.cpus >= (asked.cpus or 1) and node.gpus >= asked.gpus]


def silent_words(nodes: Sequence[NodeFacts]) -> str:
    """That these did not answer."""
    return f"Of its nodes, {list_words([node.name for node in nodes[:_NAMED]])} did not answer in time."


def full_words(nodes: Sequence[NodeFacts], asked: Elsewhere, ends_in_s: Sequence[float] = ()) -> str:
    """That no node has room: what was asked for, what is free, when a session there ends, and what to do."""
    free = sorted((node for node in nodes if not node.trouble), key=lambda node: -node.free_cpus)
    wanted = f"{asked_words(asked)} {'is' if (asked.cpus or 1) == 1 and not _further(asked) else 'are'}"
    if not free:
        return f"No node of the cluster answers, and {wanted} needed. Ask whoever keeps it ('ray status' on its head)."
    told = list_words([_free_words(node) for node in free[:_NAMED]] + (["others have less"] if free[_NAMED:] else []))
    if not any(_could_ever(node, asked) for node in free):
        return f"No node of the cluster is that large: {wanted} needed; free now: {told}. Ask for less."
    when = f" A session there ends in {duration_words(max(1.0, min(ends_in_s)))} at the latest." if ends_in_s else ""
    return f"The cluster is full: {wanted} needed; free now: {told}.{when} Try later, ask for less, or --wait 30m."


def asked_words(asked: Elsewhere) -> str:
    """What a session asks a node for.

    >>> asked_words(Elsewhere(address="auto", cpus=8, memory_bytes=16_000_000_000, gpus=1))
    '8 cores, 16.0 GB of memory and 1 GPU'
    """
    return list_words([count_words(asked.cpus or 1, "core"), *_further(asked)])


def _further(asked: Elsewhere) -> list[str]:
    memory = [f"{memory_words(asked.memory_bytes)} of memory"] if asked.memory_bytes else []
    return [*memory, *([count_words(asked.gpus, "GPU")] if asked.gpus else [])]


def _free_words(node: NodeFacts) -> str:
    gpus = f", {count_words(int(node.free_gpus), 'GPU')}" if node.gpus else ""
    cores = count_words(int(node.free_cpus), "core")
    return f"{cores} and {memory_words(node.free_memory_bytes)}{gpus} on {node.name}"


def _could_ever(node: NodeFacts, asked: Elsewhere) -> bool:
    return (
        node.cpus >= (asked.cpus or 1)
        and node.memory_bytes >= (asked.memory_bytes or LEAST_LIMIT_BYTES)
        and node.gpus >= asked.gpus
    )
