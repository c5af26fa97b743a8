"""Finding a place for a session and sending it there: nothing leaves this machine before all that speaks against it."""

from __future__ import annotations

import getpass
import platform
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from model.protocol.config import SessionConfig
from model.protocol.elsewhere import Elsewhere
from model.protocol.run_folder import has_model
from model.protocol.timebox import Timebox
from planner.cluster.correspondence import HELLO_S, Correspondence
from planner.cluster.errors import AgentGone, ClusterError, ClusterRefused, NoAnswer, Unreachable
from planner.cluster.event_lines import Clocks
from planner.cluster.facts import NodeFacts, Place, Versions
from planner.cluster.hand_keeper import is_post
from planner.cluster.note import ClusterNote
from planner.cluster.parcel import SentFile, files_of, packed
from planner.cluster.places import best_place, full_words, hand_places, may_have_room, silent_words
from planner.cluster.reserve import LEAST_HERE_S, LEAST_THERE_S, SEND_SHARE, START_S, is_worth_sending, kept_for_the_way
from planner.cluster.rim import Rim
from planner.cluster.versions import refusal, versions_here
from planner.domain.wording.durations import duration_words

SURVEY_S = 8.0
AGENT_S = 20.0  # for an agent's process to start, on a node that may be busy
LEAVE_S = 1.0  # until what a process had reserved is free for others
SURVEYS = 3  # of a cluster whose nodes answer late


_Found = TypeVar("_Found")


class TooLate(ClusterError):
    """The box is too short by now for a node to do anything in it."""


@dataclass(slots=True)
class Sent:
    """A session at its place."""

    note: ClusterNote
    correspondence: Correspondence
    clocks: Clocks
    bytes_sent: int


@dataclass(frozen=True, slots=True)
class _Plan:
    """One try: where, and with what."""

    place: Place
    attempt: int
    files: list[SentFile]
    holders: Mapping[str, str]
    hands: Sequence[Place]


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends one session. `proof_s` is what a proof takes here, None: not measured yet."""

    rim: Rim
    run_folder: Path
    config: SessionConfig
    box: Timebox
    proof_s: float | None = None
    sleep: Callable[[float], None] = time.sleep

    @property
    def asked(self) -> Elsewhere:
        """What the session asks for."""
        assert self.config.elsewhere is not None
        return self.config.elsewhere

    def send(self, attempt: int, *, left_out: Collection[str] = ()) -> Sent:
        """Find a node, reserve what is asked for, send what it lacks, and begin.

        Raises
        ------
        ClusterRefused
            Other versions, no room, or another session of this person runs there.
        ClusterError
            Something went wrong on the way, or there is too little time left (`TooLate`).
        """
        if not is_worth_sending(self.box, START_S) or self.box.elapsed_s() > self._gives_up_s(attempt):
            raise TooLate("There is too little time left to send it.")
        if attempt > 1:
            self._end_hands()
        files = files_of(self.run_folder, self.config)
        hashes = [file.sha256 for file in files]
        nodes = self._survey(hashes)
        if why := refusal(versions_here(), nodes):
            raise ClusterRefused(why)
        agents = self.rim.agents(timeout_s=HELLO_S)
        ends_in_s = self._refuse_a_second(agents)
        place = best_place(nodes, self.asked, hashes, left_out=left_out)
        if place is None and self._make_room(agents):
            nodes, place = self._found_room(hashes, left_out)
        if place is None:
            self._refuse_without_room(nodes, ends_in_s)
        holders = {sha256: node.node_id for node in nodes for sha256 in node.has}
        hands = hand_places(nodes, place, self.asked) if self._wants_hands() else []
        return self._begin(_Plan(place, attempt, files, holders, hands))

    def _refuse_without_room(self, nodes: Sequence[NodeFacts], ends_in_s: Sequence[float]) -> NoReturn:
        """Nodes that do not answer may be very busy: that costs no session its box."""
        if silent := may_have_room(nodes, self.asked):
            raise NoAnswer(silent_words(silent))
        is_silent = all(node.trouble for node in nodes)
        raise (NoAnswer if is_silent else ClusterRefused)(full_words(nodes, self.asked, ends_in_s))

    def _wants_hands(self) -> bool:
        """Whether further networks would be averaged: where one is wanted, nobody else has to train."""
        choices = self.config.order.choices
        return choices.epochs is None and not choices.one_network

    def _make_room(self, agents: Sequence[str]) -> bool:
        """A session goes before what only helps another one: hands are asked to leave. Whether there were any."""
        posts = [name for name in agents if is_post(name)]
        for name in posts:
            with suppress(ClusterError):
                self.rim.ask(name, {"ask": "bye"}, timeout_s=HELLO_S)
        return bool(posts)

    def _found_room(self, hashes: Sequence[str], left_out: Collection[str]) -> tuple[list[NodeFacts], Place | None]:
        """What the nodes tell once those have left that were asked to."""
        for _ in range(SURVEYS):
            self.sleep(LEAVE_S)
            nodes = self._survey(hashes)
            if (place := best_place(nodes, self.asked, hashes, left_out=left_out)) is not None:
                return nodes, place
        return nodes, None

    def _end_hands(self) -> None:
        """Those of an agent that is gone: their nodes are free for the session itself."""
        for name in self.rim.agents(timeout_s=HELLO_S):
            if is_post(name, self.config.session_id):
                with suppress(ClusterError):
                    self.rim.end(name, timeout_s=1.0)

    def _survey(self, hashes: Sequence[str]) -> list[NodeFacts]:
        """What the nodes tell; a node that is late is waited for where no other one tells anything."""
        nodes: list[NodeFacts] = []
        for _ in range(SURVEYS):
            nodes = self.rim.survey(hashes, timeout_s=SURVEY_S)
            if any(node.versions != Versions() for node in nodes):
                return nodes
        return nodes

    def _refuse_a_second(self, agents: Sequence[str]) -> list[float]:
        """One session a person, where no second one is allowed; in how many seconds those that run there end."""
        ends_in_s = []
        for agent in agents:
            if agent.split("/")[1:2] == [self.config.session_id]:
                continue
            with suppress(ClusterError):
                told, _ = self.rim.ask(agent, {"ask": "hello"}, timeout_s=HELLO_S)
                if told.get("is_over") or told.get("ends_in_s") is None:
                    continue
                ends_in_s.append(float(told["ends_in_s"]))
                if agent.split("/")[0] == person() and not self.asked.allow_second:
                    raise ClusterRefused(
                        f"A session of yours runs on the cluster already, on {told['node']}, for "
                        f"{duration_words(ends_in_s[-1])} at most. Wait for it, stop it and keep its model, or "
                        "say --allow-second to run another one beside it."
                    )
        return ends_in_s

    def _begin(self, plan: _Plan) -> Sent:
        agent, attempt, place = agent_name(self.config.session_id, plan.attempt), plan.attempt, plan.place
        self.rim.start(agent, place, timeout_s=AGENT_S)
        post = Correspondence(self.rim, agent, self.run_folder)
        try:
            self._patiently(attempt, post.hello)  # its process has to start, on a node that may be busy
            self._patiently(attempt, post.measure)
            sent = self._patiently(attempt, lambda: post.send(plan.files, plan.holders))
            letter = self._letter(plan, post)
            self._patiently(attempt, lambda: post.ask("begin", letter=letter, limit_bytes=place.limit_bytes))
            _, clocks = self._patiently(attempt, post.hello)
        except (ClusterError, ClusterRefused, OSError):
            post.bye()
            with suppress(ClusterError):
                self.rim.end(agent, timeout_s=1.0)
            raise
        note = ClusterNote(self.asked.address, agent, place.node, place.node_id, attempt, clocks.later_s)
        note.save(self.run_folder)
        return Sent(note, post, clocks, sent)

    def _letter(self, plan: _Plan, post: Correspondence) -> dict[str, Any]:
        """What the node is told, when all that it needs is there."""
        kept_s = self._kept_s(post)
        if not is_worth_sending(self.box, kept_s):
            raise TooLate("There was too little time left to send it.")
        used_s = self.box.elapsed_s() + post.answer_s
        return packed(self.config, plan.files, used_s=used_s, kept_s=kept_s, hands=plan.hands)

    def _patiently(self, attempt: int, ask: Callable[[], _Found]) -> _Found:
        """An answer, asked for again and again, as long as this machine could still do it instead (else `TooLate`)."""
        while True:
            try:
                return ask()
            except NoAnswer as error:
                if self.box.elapsed_s() >= self._gives_up_s(attempt):
                    raise TooLate("The cluster took too long to begin it.") from error

    def _gives_up_s(self, attempt: int) -> float:
        """Elapsed seconds at which sending has to be done: a worker here is to have time for as much as is missing."""
        if attempt == 1:
            return SEND_SHARE * self.box.timebox_s
        return self.box.work_end_s - (LEAST_THERE_S if has_model(self.run_folder) else LEAST_HERE_S)

    def _kept_s(self, correspondence: Correspondence) -> float:
        return kept_for_the_way(
            self.box.timebox_s,
            bytes_per_s=correspondence.bytes_per_s,
            answer_s=correspondence.answer_s,
            proof_s=self.proof_s,
        )


def person() -> str:
    """Who asks, as far as a shared cluster tells people apart: the name and the machine that they work at."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError):  # an id without a name, as in a container
        name = "somebody"
    return f"{name}@{platform.node()}".replace("/", "-")


def agent_name(session_id: str, attempt: int) -> str:
    """The name of an agent: whose session it is, which, and how often it was begun."""
    return f"{person()}/{session_id}/{attempt}"


def found_again(rim: Rim, note: ClusterNote, run_folder: Path) -> Sent:
    """The agent that has the session.

    Raises
    ------
    ClusterError
        It is gone, does not answer, or the cluster cannot be reached.
    """
    correspondence = Correspondence(rim, note.agent, run_folder)
    told, clocks = correspondence.hello()
    if not told.get("has_begun"):
        raise AgentGone("The agent there has no session.")
    return Sent(note, correspondence, clocks, 0)


def shown_again(rim: Rim, note: ClusterNote, run_folder: Path, *, of_all: bool = False) -> Sent | None:
    """What an agent has left that is gone, told by another one in its place; None where no living node has it.

    `of_all`: there is time to wait for a node that answers late.

    Raises
    ------
    ClusterError
        The cluster cannot be reached.
    """
    from planner.cluster.kept_there import session_folder

    kept = session_folder(Path("/"), note.agent).name
    nodes = [node for node in rim.survey((), timeout_s=SURVEY_S, of_all=of_all) if kept in node.sessions]
    if not nodes:
        return None
    with suppress(Unreachable):  # it may be there: a name is taken once
        rim.start(note.agent, Place(nodes[0].node_id, nodes[0].name, 0, 0), timeout_s=AGENT_S)
    correspondence = Correspondence(rim, note.agent, run_folder)
    ends = time.monotonic() + AGENT_S
    while time.monotonic() < ends:
        with suppress(NoAnswer):
            _, clocks = correspondence.hello()
            return Sent(note, correspondence, clocks, 0)
    return None
