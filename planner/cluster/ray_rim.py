"""The one room that speaks with Ray (Ray Core, 2.60 or newer). It runs in a process of its own, `line_process`.

An answer is believed only where it is one: a pair of JSON and bytes with the number of the question. `ray.get` of a
task that was cancelled, or whose node is lost, may return or hang, so each call has a time limit here, and a second one
in the process that asks.
"""

from __future__ import annotations

import json
import logging
import re
import socket
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from itertools import count
from typing import Any, TypeVar

from planner.cluster import probe
from planner.cluster.addresses import AUTO, CLIENT, host_and_port
from planner.cluster.errors import AgentGone, ClusterRefused, NoAnswer, NotLetIn, Unreachable
from planner.cluster.facts import Place
from planner.cluster.rim import NAMESPACE
from planner.cluster.shelf import MOST_BYTES
from planner.cluster.versions import differing_words

AGENT = "planner.cluster.agent:Agent"
ANSWERS_AT_ONCE = 4  # threads of an agent: while it reads a file for one question, it hears the next
LATER_S = 2.0  # a node may answer so much later than twice the first one
_KNOCK_S = 3.0
_PART_S = 20.0
_FAILED_THERE = "Initialization failure from server"  # the head starts a process for each client, which may fail once
_VERSION = re.compile(r"(Ray|Python): *([0-9][0-9A-Za-z.+]*)")

_Found = TypeVar("_Found")


class CarriedAgent:
    """An agent as Ray carries it: made on its node, from what is installed there."""

    def __init__(self, agent_class: str, name: str, node: str) -> None:
        module, _, word = agent_class.partition(":")
        self._agent = getattr(import_module(module), word)(name, node)
        self._agent.rim = RayRim()  # of the cluster that this process is in already

    def answer(self, question: str, data: bytes) -> tuple[str, bytes]:
        """One question, and its answer."""
        told: tuple[str, bytes] = self._agent.answer(question, data)
        return told


def hand_on_from_here(sha256: str, agent: str) -> bool:
    """Runs on a node that has a file: gives it to an agent on another one; whether it has it now."""
    import ray

    from planner.cluster.kept_there import files_there
    from planner.home import home

    path, handle = files_there(home()).path(sha256), ray.get_actor(agent, namespace=NAMESPACE)
    size, offset, is_first = path.stat().st_size, 0, True
    with path.open("rb") as file:
        while is_first or offset < size:
            part, is_first = file.read(MOST_BYTES), False
            question = {"ask": "put", "sha256": sha256, "offset": offset, "size": size}
            told, _ = ray.get(handle.answer.remote(json.dumps(question), part), timeout=_PART_S)
            if "error" in json.loads(told) or not (part or size == 0):
                return False
            offset += len(part)
    return True


class RayRim:
    """A cluster by Ray's own words; `agent_class` is another one than the usual in tests alone."""

    def __init__(self, agent_class: str = "") -> None:
        self._agent_class = agent_class or AGENT
        self._numbers = count(1)
        self._handles: dict[str, Any] = {}
        self.last_asked = ""

    def open(self, address: str, *, timeout_s: float) -> None:
        """Connect to the cluster; where nobody listens, that is found out before Ray waits for it."""
        if address != AUTO:
            _knock(address)
        import ray

        warnings.filterwarnings("ignore", module="ray")
        try:
            with _ended_quietly():
                ray.init(address, namespace=NAMESPACE, log_to_driver=False, logging_level=logging.ERROR)
        except Exception as error:  # Ray has many words for it
            raise _not_opened(address, str(error)) from error

    def survey_told(self, hashes: Sequence[str], *, timeout_s: float, of_all: bool = False) -> list[dict[str, Any]]:
        """The facts of each living node, as JSON has them."""
        import ray
        from ray.cloudpickle import register_pickle_by_value
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        register_pickle_by_value(probe)  # a node without Call It tells that it has none
        task = ray.remote(num_cpus=0, max_retries=0)(probe.node_facts)
        nodes = [node for node in _tried(ray.nodes) if node["Alive"]]
        asked = {}
        for node in nodes:
            told = {"node_id": node["NodeID"], "name": _name(node), "hashes": list(hashes)}
            there = NodeAffinitySchedulingStrategy(node["NodeID"], soft=False)
            asked[task.options(scheduling_strategy=there).remote(json.dumps(told))] = node
        done = _tried(lambda: _answered(list(asked), timeout_s, of_all=of_all))
        return [_told(ref, node, ref in done) for ref, node in asked.items()]

    def echo(self, node_id: str, data: bytes, *, timeout_s: float) -> float:
        """Seconds in which bytes go to a node and come back."""
        import ray
        from ray.cloudpickle import register_pickle_by_value
        from ray.exceptions import GetTimeoutError
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        register_pickle_by_value(probe)
        there = NodeAffinitySchedulingStrategy(node_id, soft=False)
        begun = time.monotonic()
        try:
            task = ray.remote(num_cpus=0, max_retries=0)(probe.echoed).options(scheduling_strategy=there)
            came = ray.get(task.remote(data), timeout=timeout_s)
        except GetTimeoutError as error:
            raise NoAnswer(f"The node did not answer within {timeout_s:.0f} s.") from error
        except Exception as error:
            raise Unreachable(f"The connection to the cluster broke: {_first_line(error)}") from error
        if came != data:
            raise NoAnswer("What came back is not what was sent.")
        return time.monotonic() - begun

    def agents(self, *, timeout_s: float) -> list[str]:
        """Names of the agents that live."""
        import ray

        return [str(name) for name in _tried(ray.util.list_named_actors)]

    def start(self, agent: str, place: Place, *, timeout_s: float, agent_class: str = "") -> None:
        """Ask for an agent; it is detached: nobody has to hold it, and it goes on when the connection is gone."""
        import ray
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        options = {
            "name": agent,
            "namespace": NAMESPACE,
            "lifetime": "detached",
            "num_cpus": place.cpus,
            "num_gpus": place.gpus,
            "memory": place.limit_bytes,
            "max_concurrency": ANSWERS_AT_ONCE,
            "max_restarts": 0,
            "max_task_retries": 0,
            "scheduling_strategy": NodeAffinitySchedulingStrategy(place.node_id, soft=False),
        }
        carried = ray.remote(CarriedAgent).options(**options)
        self._handles[agent] = _tried(lambda: carried.remote(agent_class or self._agent_class, agent, place.node))

    def ask(
        self, agent: str, question: Mapping[str, Any], data: bytes = b"", *, timeout_s: float
    ) -> tuple[dict[str, Any], bytes]:
        """One question, and its answer."""
        import ray
        from ray.exceptions import ActorUnavailableError, GetTimeoutError, RayActorError

        handle, number = self._handle(agent), next(self._numbers)
        self.last_asked = agent
        try:
            ref = handle.answer.remote(json.dumps({**question, "number": number}), data)
            return _checked(ray.get(ref, timeout=timeout_s), number)
        except (GetTimeoutError, ActorUnavailableError) as error:
            raise NoAnswer(f"The session's agent did not answer within {timeout_s:.0f} s.") from error
        except RayActorError as error:
            self._handles.pop(agent, None)
            raise AgentGone(f"It is gone: {_first_line(error)}") from error
        except (AgentGone, NoAnswer):
            raise
        except Exception as error:
            raise Unreachable(f"The connection to the cluster broke: {_first_line(error)}") from error

    def hand_on(self, sha256: str, node_id: str, agent: str, *, timeout_s: float) -> None:
        """Have a node give a file that it has to an agent on another one."""
        import ray
        from ray.exceptions import GetTimeoutError
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        there = NodeAffinitySchedulingStrategy(node_id, soft=False)
        task = ray.remote(num_cpus=0, max_retries=0)(hand_on_from_here).options(scheduling_strategy=there)
        try:
            ref = _tried(lambda: task.remote(sha256, agent))
            is_there = ray.get(ref, timeout=timeout_s)
        except GetTimeoutError as error:
            raise NoAnswer(f"The node did not answer within {timeout_s:.0f} s.") from error
        except Exception as error:
            raise Unreachable(f"The connection to the cluster broke: {_first_line(error)}") from error
        if is_there is not True:
            raise NoAnswer("The node has not that file any more.")

    def end(self, agent: str, *, timeout_s: float) -> None:
        """Kill it; its node ends what it started."""
        import ray

        handle = self._handle(agent)
        self._handles.pop(agent, None)
        _tried(lambda: ray.kill(handle))

    def _handle(self, agent: str) -> Any:
        import ray

        if agent not in self._handles:
            try:
                self._handles[agent] = ray.get_actor(agent, namespace=NAMESPACE)
            except ValueError as error:
                raise AgentGone("It is gone.") from error
            except Exception as error:
                raise Unreachable(f"The connection to the cluster broke: {_first_line(error)}") from error
        return self._handles[agent]


def _answered(asked: list[Any], timeout_s: float, *, of_all: bool) -> list[Any]:
    """Those that are there in time: once the first one is, the others have as long again, and a little more.

    A node whose raylet was killed counts as alive for a while, and never answers.
    """
    import ray

    begun = time.monotonic()
    ray.wait(asked, num_returns=1, timeout=timeout_s)
    first_s = time.monotonic() - begun
    more_s = max(0.0, timeout_s - first_s if of_all else min(timeout_s - first_s, first_s + LATER_S))
    done, _ = ray.wait(asked, num_returns=len(asked), timeout=more_s)
    return list(done)


def _checked(answer: object, number: int) -> tuple[dict[str, Any], bytes]:
    """The answer, where it is one of ours to this question."""
    if not isinstance(answer, tuple | list) or len(answer) != 2:
        raise NoAnswer("What came back is no answer.")
    told, data = answer
    facts = json.loads(told) if isinstance(told, str) else None
    if not isinstance(facts, dict) or facts.pop("number", None) != number or not isinstance(data, bytes):
        raise NoAnswer("What came back is no answer.")
    return facts, data


def _told(ref: Any, node: Mapping[str, Any], is_done: bool) -> dict[str, Any]:
    import ray

    has = node.get("Resources") or {}  # known of one that does not answer, too
    facts: dict[str, Any] = {"node_id": node["NodeID"], "name": _name(node) or node["NodeManagerAddress"]}
    facts |= {"cpus": float(has.get("CPU", 0.0)), "gpus": float(has.get("GPU", 0.0))}
    if not is_done:
        return {**facts, "trouble": "did not answer in time"}
    try:
        told = json.loads(ray.get(ref, timeout=1.0))
        return dict(told) if isinstance(told, dict) else {**facts, "trouble": "gave no answer"}
    except Exception as error:
        return {**facts, "trouble": _first_line(error)}


def _name(node: Mapping[str, Any]) -> str:
    """A name that somebody gave the node; empty where it has only its address, and its host's name says more."""
    name = str(node.get("NodeName", ""))
    return "" if name == node.get("NodeManagerAddress") else name


def _knock(address: str) -> None:
    where = host_and_port(address)
    if where is None:
        raise ClusterRefused(f"'{address}' is no address of a cluster.")
    try:
        socket.create_connection(where, timeout=_KNOCK_S).close()
    except OSError as error:
        reason = (error.strerror or str(error) or "no answer").lower()
        raise Unreachable(
            f"No cluster answers at {address} ({reason}). Is it started there (ray start --head), and can this machine "
            "reach that port?"
        ) from error


def _not_opened(address: str, said: str) -> Exception:
    found = _VERSION.findall(said)
    if "ersion" in said and found:
        theirs = {kind.lower(): version for kind, version in reversed(found)}
        return ClusterRefused(differing_words("The cluster's head", theirs))
    if address == AUTO:
        return Unreachable(
            "No cluster of Ray runs on this machine. Start one here (ray start), or name its head: --on ray://HEAD:10001."
        )
    hint = "" if address.startswith(CLIENT) else f" If this machine is no node of it, use {CLIENT}HEAD:10001."
    kind = NotLetIn if _FAILED_THERE in said else Unreachable
    return kind(f"The cluster at {address} does not let this machine in: {_shortened(said)}{hint}")


def _tried(call: Callable[[], _Found]) -> _Found:
    try:
        return call()
    except Exception as error:
        raise Unreachable(f"The connection to the cluster broke: {_first_line(error)}") from error


@contextmanager
def _ended_quietly() -> Iterator[None]:
    """Ray may end the process by `sys.exit` where it cannot connect: that is an error like another."""
    try:
        yield
    except SystemExit as error:
        raise ConnectionError(str(error)) from error


def _first_line(error: BaseException) -> str:
    return _shortened(str(error).strip() or type(error).__name__)


def _shortened(words: str) -> str:
    line = next((line.strip() for line in words.splitlines() if line.strip()), "no reason was told")
    return line[:200].rstrip(".") + "."
