"""A Ray cluster on this machine: a head without cores, and two nodes with a core and a data folder each."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

NODES = 2
OURS = ("tether.py", "-m model", "line_process")


@dataclass
class LocalCluster:
    """`address` is that for `ray://`; `direct` the one for machines of the cluster."""

    folder: Path
    port: int
    cluster: Any = None
    nodes: dict[str, Any] = field(default_factory=dict)
    count: int = 0

    @classmethod
    def started(cls, folder: Path) -> LocalCluster:
        """All processes of it at work."""
        from ray.cluster_utils import Cluster

        os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
        port = free_port()
        head = {"CALLIT_HOME": str(folder / "head")}
        made = cls(folder, port)
        made.cluster = Cluster(
            initialize_head=True,
            head_node_args={
                "num_cpus": 0,
                "ray_client_server_port": port,
                "include_dashboard": False,
                "env_vars": head,
                "object_store_memory": 100 * 2**20,
            },
        )
        made.replenish()
        return made

    @property
    def address(self) -> str:
        return f"ray://127.0.0.1:{self.port}"

    @property
    def direct(self) -> str:
        return str(self.cluster.address)

    def replenish(self) -> None:
        """As many living nodes as in the beginning."""
        while len(self.nodes) < NODES:
            self.count += 1
            name = f"node{self.count}"
            home = {"CALLIT_HOME": str(self.home(name))}
            self.nodes[name] = self.cluster.add_node(num_cpus=1, node_name=name, env_vars=home)

    def home(self, name: str) -> Path:
        """The data folder of a node."""
        return self.folder / name

    def files(self) -> set[Path]:
        """What was sent to any node."""
        return {path for path in self.folder.glob("node*/cluster/files/*") if path.is_file()}

    def kill(self, name: str) -> None:
        """`kill -9` of a node's raylet: what runs on it is left to itself."""
        node = self.nodes.pop(name)
        for raylet in node.all_processes["raylet"]:
            with suppress(ProcessLookupError):
                os.kill(raylet.process.pid, signal.SIGKILL)
        with suppress(Exception):  # the rest of a dead node: its agents and monitors
            self.cluster.remove_node(node, allow_graceful=False)

    def of_sessions(self) -> list[str]:
        """Command lines of the processes of sessions that are alive, on any node."""
        return [line for line in _command_lines() if f"{self.folder}/" in line and any(word in line for word in OURS)]

    def shutdown(self) -> None:
        """End all of it."""
        self.cluster.shutdown()


class BreakableLink:
    """A port in front of another one, whose connections can all be cut, as a network does it."""

    def __init__(self, port: int) -> None:
        self._behind = port
        self._sockets: list[socket.socket] = []
        self._listener: socket.socket | None = None
        self.port = free_port()
        self.mend()

    @property
    def address(self) -> str:
        return f"ray://127.0.0.1:{self.port}"

    def mend(self) -> None:
        """Let connections through."""
        self._listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def cut(self) -> None:
        """Nothing goes through any more."""
        listener, self._listener = self._listener, None
        for each in (*([listener] if listener else []), *self._sockets):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._sockets.clear()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                here, _ = listener.accept()
                there = socket.create_connection(("127.0.0.1", self._behind))
            except OSError:
                return
            self._sockets += [here, there]
            for one, other in ((here, there), (there, here)):
                threading.Thread(target=_pump, args=(one, other), daemon=True).start()


def _pump(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(1 << 16):
            other.sendall(data)
    for each in (one, other):
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _command_lines() -> Iterator[str]:
    for process in psutil.process_iter(["cmdline", "status"]):
        if process.info["status"] != psutil.STATUS_ZOMBIE:
            yield " ".join(process.info["cmdline"] or [])
