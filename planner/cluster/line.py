"""The rim that is real: Ray, in a process of its own, which is ended where it does not answer in its time.

Calls of Ray may hang, and a lost connection may end the process that had it: neither happens to the link.
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import msgspec

from planner.cluster.errors import AgentGone, ClusterError, ClusterRefused, NoAnswer, NotLetIn, Unreachable
from planner.cluster.facts import NodeFacts, Place
from planner.cluster.frames import read_frame, write_frame

AGAIN_S = 5.0  # of the time for opening; with less left, one more try would hardly come to its end
SLACK_S = 2.0  # the process has time limits of its own: only one that does not keep them is ended
_ERRORS = {kind.__name__: kind for kind in (AgentGone, ClusterRefused, NoAnswer, NotLetIn, Unreachable)}

_Frame = tuple[dict[str, Any], bytes]


class Line:
    """A connection to a Ray cluster; opened again, it is a new one.

    `run_folder` is the session that it serves: where that is stopped at once, the agent is told so even when whoever
    asked is gone.
    """

    def __init__(self, run_folder: Path | None = None, *, agent_class: str = "", log: Path | None = None) -> None:
        self._words = [str(run_folder or ""), agent_class]
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self._frames: queue.Queue[_Frame | None] = queue.Queue()

    def open(self, address: str, *, timeout_s: float) -> None:
        """Connect, or connect anew; a head that could not begin a connection is asked again while there is time."""
        ends_s = time.monotonic() + timeout_s
        try:
            while not self._is_let_in(address, ends_s - time.monotonic()):
                pass
        except NoAnswer as error:
            raise NoAnswer(
                f"No cluster of Ray answered at {address} within {timeout_s:.0f} s. Is it started there "
                "(ray start --head), and can this machine reach that port?"
            ) from error

    def _is_let_in(self, address: str, timeout_s: float) -> bool:
        self.close()
        self._begin()
        try:
            self._call({"do": "open", "address": address}, timeout_s=timeout_s, slack_s=0.0)
        except NotLetIn:
            if timeout_s < AGAIN_S:
                raise
            return False
        return True

    def survey(self, hashes: Sequence[str], *, timeout_s: float, of_all: bool = False) -> list[NodeFacts]:
        """What each living node tells."""
        told, _ = self._call({"do": "survey", "hashes": list(hashes), "of_all": of_all}, timeout_s=timeout_s)
        try:
            return [NodeFacts.of(node) for node in told["nodes"]]
        except (msgspec.ValidationError, KeyError, TypeError) as error:
            raise Unreachable(f"What the cluster says of its nodes makes no sense: {error}.") from error

    def echo(self, node_id: str, data: bytes, *, timeout_s: float) -> float:
        """Seconds in which bytes go to a node and come back."""
        return float(self._call({"do": "echo", "node_id": node_id}, data, timeout_s=timeout_s)[0]["seconds"])

    def agents(self, *, timeout_s: float) -> list[str]:
        """Names of the agents that live."""
        return [str(name) for name in self._call({"do": "agents"}, timeout_s=timeout_s)[0]["agents"]]

    def start(self, agent: str, place: Place, *, timeout_s: float, agent_class: str = "") -> None:
        """Ask for an agent at a place, or for another kind of it."""
        told = {"do": "start", "agent": agent, "place": asdict(place), "agent_class": agent_class}
        self._call(told, timeout_s=timeout_s)

    def ask(self, agent: str, question: Mapping[str, Any], data: bytes = b"", *, timeout_s: float) -> _Frame:
        """One question, and its answer."""
        told, answer = self._call({"do": "ask", "agent": agent, "question": dict(question)}, data, timeout_s=timeout_s)
        return dict(told["answer"]), answer

    def hand_on(self, sha256: str, node_id: str, agent: str, *, timeout_s: float) -> None:
        """Have a node give a file that it has to an agent on another one."""
        self._call({"do": "hand on", "sha256": sha256, "node_id": node_id, "agent": agent}, timeout_s=timeout_s)

    def end(self, agent: str, *, timeout_s: float) -> None:
        """End an agent, whatever it does."""
        self._call({"do": "end", "agent": agent}, timeout_s=timeout_s)

    def close(self) -> None:
        """End the process; it holds nothing that has to be given back."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(OSError):
            if process.stdin is not None:
                process.stdin.close()
        process.kill()
        process.wait()

    def _begin(self) -> None:
        frames: queue.Queue[_Frame | None] = queue.Queue()
        log = subprocess.DEVNULL if self._log is None else self._log.open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "planner.cluster.line_process", *self._words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,  # it outlives a killed link by the moment that it takes to say so
            cwd="/",  # Ray tells workers where its driver stands: files of a person's must not run there
            env=_environment(),
        )
        if not isinstance(log, int):
            log.close()
        self._frames = frames
        threading.Thread(target=_read_all, args=(self._process, frames), name="line", daemon=True).start()

    def _call(
        self, told: Mapping[str, Any], data: bytes = b"", *, timeout_s: float, slack_s: float = SLACK_S
    ) -> _Frame:
        process = self._process
        if process is None or process.stdin is None:
            raise Unreachable("The connection to the cluster is closed.")
        try:
            write_frame(process.stdin, {**told, "timeout_s": timeout_s}, data)
            frame = self._frames.get(timeout=timeout_s + slack_s)
        except OSError:
            frame = None
        except queue.Empty:
            self.close()
            raise NoAnswer(f"The cluster did not answer within {timeout_s:.0f} s.") from None
        if frame is None:
            self.close()
            raise Unreachable("The connection to the cluster broke.")
        if "error" in frame[0]:
            raise _ERRORS.get(str(frame[0]["error"]), ClusterError)(str(frame[0]["message"]))
        return frame


def _read_all(process: subprocess.Popen[bytes], frames: queue.Queue[_Frame | None]) -> None:
    assert process.stdout is not None
    with suppress(OSError, ValueError, KeyError):
        while (frame := read_frame(process.stdout)) is not None:
            frames.put(frame)
    frames.put(None)


def _environment() -> dict[str, str]:
    """What Ray is told by variables: no figures are sent to anybody, and it writes no lines between ours."""
    return {**os.environ, "RAY_USAGE_STATS_ENABLED": "0", "RAY_DEFAULT_PYTHON_VERSION_MATCH_LEVEL": "minor"}
