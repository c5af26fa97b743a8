"""The agent: what of a session lives on a node of the cluster. It knows nothing of Ray, which only carries its words.

It runs the supervisor that every session has, in a thread, answers questions about the run folder, and keeps it where
nobody comes for it. Who asks renews its lease. It leaves, and with it what it had reserved, when it is told to, or when
its session is over and nobody has asked for a while; the run folder stays until somebody has fetched it.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from model.protocol.config import LOCK_FILE
from model.protocol.locks import take_lock
from model.protocol.run_folder import tidy
from model.protocol.timebox import Clock
from planner.cluster import tether
from planner.cluster.answering import Answer, answered
from planner.cluster.hand_keeper import HandKeeper
from planner.cluster.kept_there import files_there, session_folder, sweep
from planner.cluster.parcel import Unpacked, unpack
from planner.cluster.rim import Rim
from planner.cluster.shelf import MOST_BYTES, events_since, files_in, read_part
from planner.home import home
from planner.sessions.machine import measured_figures
from planner.sessions.memory import default_limit_bytes
from planner.sessions.stopping import stop_and_keep, stop_now
from planner.sessions.supervise import remember_machine
from planner.sessions.supervisor import Supervisor
from planner.sessions.worker_process import WorkerCommand, real_worker

LEASE_S = 15.0  # an agent without work whom nobody has asked for so long leaves
LOOK_EVERY_S = 0.25


def tethered(run_folder: Path) -> list[str]:
    """The command of the worker, under a process that dies with this one and takes all of the worker with it."""
    return [sys.executable, "-P", "-S", str(Path(tether.__file__)), str(os.getpid()), *real_worker(run_folder)]


def leave_for_good() -> None:
    """End this process: whatever it had reserved is free again."""
    os._exit(0)


class Agent:
    """One session on this node.

    Parameters
    ----------
    name, node
        Its name in the cluster, and that of the node, as people are told.
    wall
        This machine's clock, whatever it shows: only its differences mean anything to others.
    """

    command: WorkerCommand = staticmethod(tethered)

    def __init__(
        self,
        name: str,
        node: str = "",
        *,
        own_home: Path | None = None,
        wall: Callable[[], float] = time.time,
        leave: Callable[[], None] = leave_for_good,
    ) -> None:
        self._name, self._node = name, node
        self._home = own_home or home()
        self._folder = session_folder(self._home, name)
        self._store = files_there(self._home)
        self._wall, self._leave = wall, leave
        self._lock = threading.Lock()
        self._asked = time.monotonic()
        self._ends: float | None = None  # by `time.monotonic`
        self._session: threading.Thread | None = None
        self._trouble = ""
        self._putting = threading.Lock()
        self._is_told_to_leave = False
        self.rim: Rim | None = None  # how it reaches other nodes; given by whoever carries it
        threading.Thread(target=self._keep_lease, name="lease", daemon=True).start()

    def answer(self, question: str, data: bytes = b"") -> tuple[str, bytes]:
        """Answer one question, JSON and bytes on both sides; what goes wrong is answered too, and never raised."""
        self._asked = time.monotonic()
        return answered(self._answers, self, question, data)

    def _hello(self, asked: Mapping[str, Any], data: bytes) -> Answer:
        ends_in_s = None if self._ends is None else max(0.0, self._ends - time.monotonic())
        return {
            "node": self._node,
            "unix_s": self._wall(),
            "has_begun": self._session is not None,
            "is_over": self._is_over(),
            "ends_in_s": ends_in_s,
        }, b""

    def _echo(self, asked: Mapping[str, Any], data: bytes) -> Answer:
        return {}, data

    def _missing(self, asked: Mapping[str, Any], data: bytes) -> Answer:
        return {"missing": self._store.missing(map(str, asked["hashes"]))}, b""

    def _put(self, asked: Mapping[str, Any], data: bytes) -> Answer:
        with self._putting:  # a part whose answer was late is sent again, and both may be here at once
            self._store.put(str(asked["sha256"]), int(asked["offset"]), data, int(asked["size"]))
        return {}, b""

    def _begin(self, asked: Mapping[str, Any], data: bytes) -> Answer:
        """Begin the session of a letter; asked again, it goes on."""
        with self._lock:
            if self._session is None:
                begun = unpack(asked["letter"], self._folder, self._store, self._home)
                self._start(begun, None if asked.get("limit_bytes") is None else int(asked["limit_bytes"]))
        return self._hello(asked, data)

    def _news(self, asked: Mapping[str, Any], data: bytes) -> Answer:
        is_over = self._is_over()  # asked first: what was said before the end is then read
        said, offset = events_since(self._folder, int(asked["offset"]))
        told = {"offset": offset, "files": files_in(self._folder), "is_over": is_over, "unix_s": self._wall()}
        return {**told, "trouble": self._trouble}, said

    def _read(self, asked: Mapping[str, Any], data: bytes) -> Answer:
        most = int(asked.get("most", MOST_BYTES))
        return read_part(self._folder, str(asked["path"]), int(asked["offset"]), most)

    def _stop(self, asked: Mapping[str, Any], data: bytes) -> Answer:
        if self._folder.is_dir():
            (stop_now if asked.get("now") else stop_and_keep)(self._folder)
        return {}, b""

    def _bye(self, asked: Mapping[str, Any], data: bytes) -> Answer:
        """All that was to be fetched is: the session is ended, should it still run, and its folder is given up."""
        if self._session is not None and self._session.is_alive():
            stop_now(self._folder)
        self._is_told_to_leave = True
        return {}, b""

    _answers: Mapping[str, Callable[[Agent, Mapping[str, Any], bytes], Answer]] = {
        "hello": _hello,
        "echo": _echo,
        "missing": _missing,
        "put": _put,
        "begin": _begin,
        "news": _news,
        "read": _read,
        "stop": _stop,
        "bye": _bye,
    }

    def _start(self, begun: Unpacked, limit_bytes: int | None) -> None:
        figures = measured_figures(self._home)
        config = replace(
            begun.config,
            started_unix=self._wall() - begun.used_s,
            kept_s=begun.kept_s,
            compiled=figures.compiled if figures else None,
            memory_limit_bytes=limit_bytes or default_limit_bytes(),
        )
        config.save(self._folder)
        self._ends = time.monotonic() + config.order.timebox_s - begun.used_s
        clock = Clock(config.started_unix, wall=self._wall)
        self._session = threading.Thread(target=self._run, args=(clock,), name="session", daemon=True)
        self._session.start()
        if self.rim is not None and begun.hands:
            seconds, goes_on = config.order.timebox_s - begun.used_s, self._session.is_alive
            HandKeeper(self._folder, self.rim, self._name, seconds, goes_on).start(begun.hands)

    def _run(self, clock: Clock) -> None:
        """The session to its end, as on every machine."""
        lock = take_lock(self._folder / LOCK_FILE)
        try:
            if lock is None:
                raise OSError("its run folder is in use")
            command = type(self).command
            view = Supervisor(self._folder, (lock.descriptor,), command=command, clock=clock).run()
            remember_machine(self._home, view)
        except Exception as error:
            self._trouble = f"{type(error).__name__}: {error}"[:500]
        finally:
            if lock is not None:
                lock.release()
            tidy(self._folder)

    def _is_over(self) -> bool:
        """Nothing more comes: the session has ended, or this agent only shows what an earlier one left."""
        return self._session is None or not self._session.is_alive()

    def _keep_lease(self) -> None:
        while not self._is_to_leave():
            time.sleep(LOOK_EVERY_S)
        if self._is_told_to_leave:
            self._give_up()
        sweep(self._home, self._wall())
        self._leave()

    def _is_to_leave(self) -> bool:
        if self._session is not None and self._session.is_alive():
            return False
        return self._is_told_to_leave or time.monotonic() - self._asked > LEASE_S

    def _give_up(self) -> None:
        for ending in ("", "-former", "-given"):
            shutil.rmtree(self._folder.with_name(self._folder.name + ending), ignore_errors=True)
