"""A hand on another node than its session's: what is ordered there is copied to it, and what it answers is copied back.

The hand itself is a process as on every machine (`model.protocol.hands`), a child of this one, and ends when this one
does. This one leaves when it is told to, or when nobody has asked it for a few seconds: its session is gone then.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from model.protocol.hands import (
    BEAT_FILE,
    answer_path,
    hand_command,
    order_numbers,
    order_path,
    stop_path,
)
from model.protocol.side_orders import FOLD_TABLE
from model.protocol.whole_file import whole_file
from planner.cluster.answering import Answer, answered
from planner.cluster.kept_there import cluster_folder, files_there, session_folder
from planner.cluster.parcel import copied
from planner.cluster.shelf import MOST_BYTES, is_brought_back
from planner.home import home

LEASE_S = 8.0
LOOK_EVERY_S = 0.25
PREPARED, ORDERS, HAND_LOG = "prepared", "orders", "hand.log"

HandCommand = Callable[[Path, Path, int, float], list[str]]


def real_hand(prepared: Path, orders: Path, cores: int, seconds: float) -> list[str]:
    """The command of a hand."""
    return hand_command(prepared, orders, cores=cores, seconds=seconds)


class HandPost:
    """One hand of one session, on this node; asked as an agent is."""

    command: HandCommand = staticmethod(real_hand)

    def __init__(
        self,
        name: str,
        node: str = "",
        *,
        own_home: Path | None = None,
        wall: Callable[[], float] = time.time,
        leave: Callable[[], None] = lambda: os._exit(0),
    ) -> None:
        self._node, self._wall, self._leave = node, wall, leave
        own = own_home or home()
        self._store = files_there(own)
        self._folder = cluster_folder(own) / "hands" / session_folder(own, name).name
        self._process: subprocess.Popen[bytes] | None = None
        self._asked = time.monotonic()
        self._is_told_to_leave = False
        self._lock = threading.Lock()
        self.rim: object = None  # it asks nobody
        threading.Thread(target=self._keep_lease, name="lease", daemon=True).start()

    def answer(self, question: str, data: bytes = b"") -> tuple[str, bytes]:
        """Answer one question."""
        self._asked = time.monotonic()
        with self._lock:  # a question that was answered late is asked again, and both may be here at once
            return answered(self._answers, self, question, data)

    def _hello(self, asked: Mapping[str, Any], data: bytes) -> Answer:
        return {"node": self._node, "unix_s": self._wall(), "has_begun": True, "ends_in_s": None}, b""

    def _begin(self, asked: Mapping[str, Any], data: bytes) -> Answer:
        """Start the hand: it loads what it needs while nothing is prepared yet."""
        if self._process is None:
            orders = self._folder / ORDERS
            orders.mkdir(parents=True, exist_ok=True)
            words = type(self).command(self._folder / PREPARED, orders, int(asked["cores"]), float(asked["seconds"]))
            with (self._folder / HAND_LOG).open("ab") as log:
                self._process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        return {}, b""

    def _missing(self, asked: Mapping[str, Any], data: bytes) -> Answer:
        return {"missing": self._store.missing(map(str, asked["hashes"]))}, b""

    def _put(self, asked: Mapping[str, Any], data: bytes) -> Answer:
        self._store.put(str(asked["sha256"]), int(asked["offset"]), data, int(asked["size"]))
        return {}, b""

    def _prepare(self, asked: Mapping[str, Any], data: bytes) -> Answer:
        """Put what was sent into one folder, which appears whole; once."""
        if (self._folder / PREPARED).is_dir():
            return {}, b""
        half = self._folder / "half"
        shutil.rmtree(half, ignore_errors=True)
        for name, sha256 in dict(asked["files"]).items():
            if not is_brought_back(f"resume/{name}"):
                raise ValueError(f"'{name[:80]}' is no file of a session")
            copied(self._store.path(str(sha256)), half / name)
        half.replace(self._folder / PREPARED)
        (self._folder / ORDERS / FOLD_TABLE).unlink(missing_ok=True)  # no folds are wanted any more
        return {}, b""

    def _table(self, asked: Mapping[str, Any], data: bytes) -> Answer:
        """What folds are fitted on: large, wanted by this hand alone, and for seconds."""
        sent = self._store.path(str(asked["sha256"]))
        if sent.is_file() or not (self._folder / ORDERS / FOLD_TABLE).is_file():
            sent.replace(self._folder / ORDERS / FOLD_TABLE)
        return {}, b""

    def _order(self, asked: Mapping[str, Any], data: bytes) -> Answer:
        with whole_file(order_path(self._folder / ORDERS, int(asked["order"]))) as file:
            file.write(data)
        return {}, b""

    def _stop(self, asked: Mapping[str, Any], data: bytes) -> Answer:
        stop_path(self._folder / ORDERS, int(asked["order"])).touch()
        return {}, b""

    def _drop(self, asked: Mapping[str, Any], data: bytes) -> Answer:
        """An order that is not wanted any more, or whose answer was taken."""
        for path in (order_path, stop_path, answer_path):
            path(self._folder / ORDERS, int(asked["order"])).unlink(missing_ok=True)
        return {}, b""

    def _look(self, asked: Mapping[str, Any], data: bytes) -> Answer:
        """Its beat, which orders it has answered, and how it ended if it has."""
        orders = self._folder / ORDERS
        done = [number for number in order_numbers(orders) if answer_path(orders, number).is_file()]
        beat = b""
        with suppress(OSError):
            beat = (orders / BEAT_FILE).read_bytes()
        return {"done": done, "code": None if self._process is None else self._process.poll()}, beat

    def _read(self, asked: Mapping[str, Any], data: bytes) -> Answer:
        """A part of an answer."""
        with answer_path(self._folder / ORDERS, int(asked["order"])).open("rb") as file:
            size = file.seek(0, 2)
            file.seek(int(asked["offset"]))
            return {"size": size}, file.read(MOST_BYTES)

    def _bye(self, asked: Mapping[str, Any], data: bytes) -> Answer:
        self._is_told_to_leave = True
        return {}, b""

    _answers: Mapping[str, Callable[[HandPost, Mapping[str, Any], bytes], Answer]] = {
        "hello": _hello,
        "begin": _begin,
        "missing": _missing,
        "put": _put,
        "prepare": _prepare,
        "table": _table,
        "order": _order,
        "stop": _stop,
        "drop": _drop,
        "look": _look,
        "read": _read,
        "bye": _bye,
    }

    def _keep_lease(self) -> None:
        while not self._is_told_to_leave and time.monotonic() - self._asked < LEASE_S:
            time.sleep(LOOK_EVERY_S)
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)
        self._leave()


def beat_of(data: bytes) -> dict[str, Any] | None:
    """A beat as it was sent, if it is one."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None
