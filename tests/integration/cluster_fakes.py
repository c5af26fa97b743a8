"""A cluster without Ray: real agents in real folders, one a node, reached through a rim that can be broken."""

from __future__ import annotations

import json
import shutil
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from model.protocol.config import SessionConfig
from model.protocol.elsewhere import Elsewhere
from model.protocol.timebox import Clock, Timebox
from planner.cluster.agent import Agent
from planner.cluster.errors import AgentGone, Unreachable
from planner.cluster.facts import NodeFacts, Place
from planner.cluster.hand_post import HandPost
from planner.cluster.kept_there import files_there, sessions_there
from planner.cluster.link import Link
from planner.cluster.proof_here import ProofHere
from planner.cluster.sending import LEAVE_S
from planner.cluster.versions import versions_here
from planner.sessions.stopping import stop_now
from tests.made_orders import made_order

WORKER = """
import json, os, sys, time
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from model.protocol.config import SessionConfig
from model.protocol.events import (
    EventWriter, ModelProven, ModelSaved, SessionFailed, SessionFinished, SessionStarted,
)
from model.protocol.manifest import Manifest, ModelSizes, ProofNote
run = Path(sys.argv[1])
config = SessionConfig.load(run)
events = EventWriter(run)
def begin():
    table = config.order.table
    events.emit(SessionStarted(
        session_id=config.session_id, source_name=table.source_name, text_column="text", label_column="label",
        metric="macro_f1", timebox_s=config.order.timebox_s, started_unix=config.started_unix,
        deadline_unix=config.deadline_unix, seed=7,
    ))
def save(words, what="benchmark"):
    data = words.encode()
    digest = sha256(data).hexdigest()
    name = f"benchmark-{digest[:12]}.npz"
    (run / name).write_bytes(data)
    sizes = ModelSizes(("a", "b"), 1, 1, None)
    manifest = Manifest({name: digest}, sizes, digest, proven=ProofNote(time.time(), 3))
    (run / "manifest.new").write_text(manifest.to_json())
    (run / "manifest.new").replace(run / "manifest.json")
    events.emit(ModelSaved(what, digest))
    events.emit(ModelProven(what, digest, 3))
def keep(words):
    (run / "resume" / "prepared").mkdir(parents=True, exist_ok=True)
    (run / "resume" / "prepared" / "facts.json").write_text("{}")
    (run / "resume" / "current.npz").write_text(words)
def finish(outcome="finished", message="Done."):
    (run / "result.json").write_text(json.dumps({"session_id": config.session_id, "proven_unix": time.time()}))
    events.emit(SessionFinished(outcome, message, "Level.", 1.0))
def wait_for(path):
    while not Path(path).exists():
        time.sleep(0.02)
"""


HAND = """
import sys, time
from pathlib import Path
from model.protocol.hands import Beat, answer_path, order_numbers, order_path, write_beat
prepared, orders = map(Path, sys.argv[1:3])
count = 0
while not prepared.is_dir():
    write_beat(orders, Beat(1, is_up=True))
    for number in order_numbers(orders):
        if (orders / "folds.npz").exists() and not answer_path(orders, number).exists():
            answer_path(orders, number).write_bytes((orders / "folds.npz").read_bytes() + b" fitted")
    time.sleep(0.02)
while True:
    count += 1
    write_beat(orders, Beat(count, is_ready=True))
    for number in order_numbers(orders):
        if not answer_path(orders, number).exists():
            whole = prepared.joinpath("facts.json").read_bytes() + order_path(orders, number).read_bytes()
            half = orders / "half"
            half.write_bytes(whole)
            half.replace(answer_path(orders, number))
    time.sleep(0.02)
"""


@dataclass
class Node:
    """A node of the fake cluster: its home, whether it lives, and what it has."""

    name: str
    home: Path
    cpus: int = 1
    lives: bool = True
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class FakeCluster:
    """Nodes with agents whose worker is a script; `reachable` is the link's state."""

    folder: Path
    script: str
    wall: Callable[[], float] = time.time
    reachable: bool = True
    broken: int = 0  # calls that found no way
    nodes: list[Node] = field(default_factory=list)
    agents: dict[str, tuple[Agent, Node]] = field(default_factory=dict)
    sent_bytes: int = 0
    handed_on: int = 0
    started: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.nodes = self.nodes or [Node(name, self.folder / name) for name in ("one", "two")]

    def node_of_session(self) -> Node:
        """The node of the one session there."""
        (node,) = [node for agent, node in self.agents.values() if not isinstance(agent, HandPost)]
        return node

    def is_over(self) -> bool:
        """Whether no session is at work."""
        agents = [agent for agent, _ in list(self.agents.values()) if not isinstance(agent, HandPost)]
        return all(agent._is_over() for agent in agents)

    def kill(self, node: Node) -> None:
        """The node dies with all that runs on it."""
        node.lives = False
        for name, (agent, there) in list(self.agents.items()):
            if there is node:
                if isinstance(agent, HandPost):
                    agent.answer(json.dumps({"ask": "bye"}))
                else:
                    stop_now(agent._folder)
                del self.agents[name]

    def kill_agents(self) -> None:
        """The agents' processes die, and their nodes do not: their folders are as they were in that moment."""
        self.reachable = False
        for name, (agent, _) in list(self.agents.items()):
            if isinstance(agent, HandPost):
                continue
            kept = agent._folder.with_name("kept")
            shutil.copytree(agent._folder, kept)
            stop_now(agent._folder)
            assert agent._session is not None
            agent._session.join(10)
            shutil.rmtree(agent._folder)
            kept.replace(agent._folder)
            del self.agents[name]
        self.reachable = True

    def end_agents(self) -> None:
        """Nothing of a test stays at work."""
        for agent, _ in list(self.agents.values()):
            agent.answer(json.dumps({"ask": "bye"}))
            if getattr(agent, "_session", None) is not None:
                agent._session.join(10)


class FakeRim:
    """The rim of a fake cluster."""

    def __init__(self, cluster: FakeCluster) -> None:
        self.cluster = cluster
        self.is_open = False

    def open(self, address: str, *, timeout_s: float) -> None:
        self._look()
        self.is_open = True

    def survey(self, hashes: Sequence[str], *, timeout_s: float, of_all: bool = False) -> list[NodeFacts]:
        self._look()
        return [self._facts(node, hashes) for node in self.cluster.nodes if node.lives]

    def echo(self, node_id: str, data: bytes, *, timeout_s: float) -> float:
        self._look()
        return 0.01

    def agents(self, *, timeout_s: float) -> list[str]:
        self._look()
        return list(self.cluster.agents)

    def start(self, agent: str, place: Place, *, timeout_s: float, agent_class: str = "") -> None:
        self._look()
        self.cluster.started.append(agent)
        node = next(node for node in self.cluster.nodes if node.name == place.node_id)
        if agent_class:
            self._start_hand(agent, node)
            return
        script = self.cluster.script

        class Scripted(Agent):
            command = staticmethod(lambda run: [sys.executable, "-P", "-c", WORKER + script, str(run)])

        made = Scripted(
            agent,
            place.node,
            own_home=node.home,
            wall=self.cluster.wall,
            leave=lambda: self.cluster.agents.pop(agent, None),  # type: ignore[arg-type,return-value]
        )
        made.rim = FakeRim(self.cluster)
        self.cluster.agents[agent] = (made, node)

    def _start_hand(self, name: str, node: Node) -> None:
        class Scripted(HandPost):
            command = staticmethod(lambda *words: [sys.executable, "-P", "-c", HAND, *map(str, words)])

        def leave() -> None:
            self.cluster.agents.pop(name, None)

        self.cluster.agents[name] = (Scripted(name, node.name, own_home=node.home, leave=leave), node)  # type: ignore[assignment]

    def ask(
        self, agent: str, question: Mapping[str, Any], data: bytes = b"", *, timeout_s: float
    ) -> tuple[dict[str, Any], bytes]:
        self._look()
        found = self.cluster.agents.get(agent)
        if found is None:
            raise AgentGone("gone")
        self.cluster.asked.append(str(question["ask"]))
        if question["ask"] == "put":
            self.cluster.sent_bytes += len(data)
        told, answer = found[0].answer(json.dumps(question), data)
        return json.loads(told), answer

    def hand_on(self, sha256: str, node_id: str, agent: str, *, timeout_s: float) -> None:
        self._look()
        node = next(node for node in self.cluster.nodes if node.name == node_id)
        data = files_there(node.home).path(sha256).read_bytes()
        question = {"ask": "put", "sha256": sha256, "offset": 0, "size": len(data)}
        self.cluster.agents[agent][0].answer(json.dumps(question), data)
        self.cluster.handed_on += 1

    def end(self, agent: str, *, timeout_s: float) -> None:
        self._look()
        if agent in self.cluster.agents:
            self.cluster.agents.pop(agent)[0].answer(json.dumps({"ask": "bye"}))

    def close(self) -> None:
        self.is_open = False

    def _look(self) -> None:
        if not self.cluster.reachable:
            self.cluster.broken += 1
            raise Unreachable("No cluster answers.")

    def _facts(self, node: Node, hashes: Sequence[str]) -> NodeFacts:
        taken = sum(1 for _, there in self.cluster.agents.values() if there is node)
        missing = files_there(node.home).missing(hashes)
        facts = NodeFacts(
            node.name,
            node.name,
            versions_here(),
            cpus=node.cpus,
            free_cpus=node.cpus - taken,
            memory_bytes=8_000_000_000,
            free_memory_bytes=6_000_000_000,
            has=tuple(set(hashes) - {*missing}),
            sessions=sessions_there(node.home),
        )
        return replace(facts, **node.facts)


@dataclass
class Followed:
    """A link at work on a run folder, in a thread."""

    run: Path
    link: Link
    went_on_here: list[bool] = field(default_factory=list)
    code: int | None = None

    def start(self) -> Followed:
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        return self

    def _run(self) -> None:
        self.code = self.link.run()

    def end(self, within_s: float = 30.0) -> int:
        self.thread.join(within_s)
        assert not self.thread.is_alive(), "the link did not end in time"
        assert self.code is not None
        return self.code


def sent_run(
    folder: Path, *, timebox_s: float = 60.0, used_s: float = 0.0, text: str = "text,label\na,b\n", **asked: Any
) -> Path:
    """A run folder whose session is to be sent."""
    run = folder / "run"
    run.mkdir(parents=True)
    table = folder / "tweets.csv"
    table.write_text(text)
    order = made_order(table, timebox_s=timebox_s)
    elsewhere = Elsewhere(address="ray://head:10001", **asked)
    SessionConfig(session_id=folder.name, started_unix=time.time() - used_s, order=order, elsewhere=elsewhere).save(run)
    return run


def followed(run: Path, cluster: FakeCluster, *, proof: ProofHere = ProofHere(True)) -> Followed:  # noqa: B008
    """A link on that run folder, not started yet."""
    config = SessionConfig.load(run)
    box = Timebox(Clock(config.started_unix), config.order.timebox_s)
    here: list[bool] = []

    def go_on_here() -> int:
        here.append(True)
        return 0

    link = Link(
        run,
        FakeRim(cluster),
        box=box,
        go_on_here=go_on_here,
        prove=lambda folder, timeout_s: proof,
        sleep=lambda seconds: time.sleep(0.3 if seconds == LEAVE_S else min(seconds, 0.05)),
    )
    return Followed(run, link, here)
