"""Speaking with one agent: each question under a time limit, the stop that a person asks for handed on in between."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from model.protocol.run_folder import wants_to_keep
from planner.cluster.errors import AgentGone, ClusterError, ClusterRefused, NoAnswer
from planner.cluster.event_lines import Clocks
from planner.cluster.parcel import SentFile
from planner.cluster.rim import Rim
from planner.cluster.shelf import MOST_BYTES
from planner.cluster.table_there import TableNotThere

COULD_NOT = "The node could not do it"
ANSWER_S = 5.0
NEWS_S = 2.5  # asked twice a second: soon enough an agent that says nothing is one that is lost
PART_S = 20.0  # for a part of a file on a slow link
HELLO_S = 3.0
NOBODY: Mapping[str, str] = {}
_LEAST_PART = 1 << 16
_TRIAL_BYTES = 1 << 18


@dataclass(slots=True)
class Correspondence:
    """One agent, asked through a rim. `bytes_per_s` and `answer_s` are measured by `measure`."""

    rim: Rim
    agent: str
    run_folder: Path
    wall: Callable[[], float] = time.time
    bytes_per_s: float = 1e6
    answer_s: float = 0.1
    has_told_stop: bool = False
    heard: float = field(default_factory=time.monotonic)

    def ask(
        self, ask: str, data: bytes = b"", *, timeout_s: float = ANSWER_S, **more: Any
    ) -> tuple[dict[str, Any], bytes]:
        """One question; an agent that cannot do it says why (`AgentGone`)."""
        told, answer = self.rim.ask(self.agent, {"ask": ask, **more}, data, timeout_s=timeout_s)
        self.heard = time.monotonic()
        kind, _, why = str(told.get("error", "")).partition(": ")
        if kind == TableNotThere.__name__:
            raise ClusterRefused(why)
        if "error" in told:
            raise AgentGone(f"{COULD_NOT}: {told['error']}")
        return told, answer

    def hello(self, *, timeout_s: float = HELLO_S) -> tuple[Mapping[str, Any], Clocks]:
        """How it is, and how much later it is here than there, by a look at both clocks in one moment."""
        before = self.wall()
        told, _ = self.ask("hello", timeout_s=timeout_s)
        return told, Clocks.compared((before + self.wall()) / 2, float(told["unix_s"]))

    def measure(self) -> None:
        """How fast the way there and back is, by a quarter of a megabyte."""
        begun = time.monotonic()
        self.ask("hello")
        self.answer_s = time.monotonic() - begun
        begun = time.monotonic()
        self.ask("echo", bytes(_TRIAL_BYTES), timeout_s=PART_S)
        way_s = max(1e-3, time.monotonic() - begun - self.answer_s)
        self.bytes_per_s = 2 * _TRIAL_BYTES / way_s

    def send(self, files: list[SentFile], holders: Mapping[str, str] = NOBODY) -> int:
        """See to it that the node has them all; how many bytes were sent for that.

        `holders`: hash -> id of a node that has the file, and can hand it on.
        """
        told, _ = self.ask("missing", hashes=[file.sha256 for file in files])
        missing = {str(sha256) for sha256 in told["missing"]}
        sent = 0
        for file in {file.sha256: file for file in files if file.sha256 in missing}.values():
            if not (file.sha256 in holders and self._is_handed_on(file, holders[file.sha256])):
                sent += self._send(file)
        return sent

    def _is_handed_on(self, file: SentFile, node_id: str) -> bool:
        try:
            self.rim.hand_on(file.sha256, node_id, self.agent, timeout_s=PART_S)
        except NoAnswer:
            return False
        return True

    def read(self, path: str, offset: int) -> tuple[dict[str, Any], bytes]:
        """A part of a file there."""
        return self.ask("read", timeout_s=PART_S, path=path, offset=offset, most=self._part())

    def pulse(self) -> None:
        """Hand on that the person asked to stop; once."""
        if not self.has_told_stop and wants_to_keep(self.run_folder):
            self.ask("stop")
            self.has_told_stop = True

    def bye(self) -> None:
        """Let it go; where it cannot be told, its lease ends."""
        with suppress(ClusterError):
            self.ask("bye", timeout_s=HELLO_S)

    def is_silent(self, silent_s: float) -> bool:
        """Whether nothing was heard of it for so long."""
        return time.monotonic() - self.heard > silent_s

    def _send(self, file: SentFile) -> int:
        with file.path.open("rb") as source:
            offset = 0
            while True:
                part = source.read(self._part())
                self.ask("put", part, timeout_s=PART_S, sha256=file.sha256, offset=offset, size=file.size)
                offset += len(part)
                if offset >= file.size:
                    return offset
                if not part:
                    raise NoAnswer(f"{file.path.name} became shorter while it was sent.")
                self.pulse()

    def _part(self) -> int:
        """Bytes of a part: about a second of the way."""
        return int(min(MOST_BYTES, max(_LEAST_PART, self.bytes_per_s)))
