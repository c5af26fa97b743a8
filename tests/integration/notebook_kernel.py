"""A real kernel of a notebook: cells go in, and what a person would see comes out."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

LONGEST_S = 60.0


@dataclass
class Shown:
    """What a cell showed: streams, the display at its end and all its drawings, the last value, and an error."""

    out: str = ""
    err: str = ""
    displays: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    value: str = ""
    error: str = ""
    traceback: str = ""
    status: str = ""

    @property
    def line(self) -> str:
        """The only line of progress, as it stands in the end."""
        return self.drawn[-1]

    @property
    def drawn(self) -> list[str]:
        """The only display in all its drawings."""
        (drawings,) = self.displays.values()
        return [drawing["text/plain"] for drawing in drawings]


class Kernel:
    """A kernel at work in a folder, with the data folder of Call It in another."""

    def __init__(self, place: Path, home: Path, own: Path) -> None:
        self._manager = KernelManager(kernel_name="python3", connection_file=str(own / "kernel.json"))
        assert self._manager.kernel_spec is not None
        self._manager.kernel_spec.argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        variables |= {"CALLIT_HOME": str(home), "IPYTHONDIR": str(own)}
        self._manager.start_kernel(cwd=str(place), env=variables)
        self._client: BlockingKernelClient = self._manager.blocking_client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=LONGEST_S)

    @classmethod
    @contextmanager
    def started(cls, place: Path, home: Path) -> Iterator[Kernel]:
        """One that is ended, and writes nothing among the kernels and the history of who runs the tests."""
        with tempfile.TemporaryDirectory(prefix="callit-kernel-") as own:
            kernel = cls(place, home, Path(own))
            try:
                yield kernel
            finally:
                kernel._client.stop_channels()
                kernel._manager.shutdown_kernel(now=True)

    def send(self, cell: str) -> str:
        """Have a cell run, and wait for nothing."""
        return str(self._client.execute(cell, allow_stdin=False))

    def interrupt(self) -> None:
        """What the button with the square does."""
        self._manager.interrupt_kernel()

    def __call__(self, cell: str, *, at: str = "", do: Callable[[], None] = lambda: None) -> Shown:
        """Run a cell; `do`, once its output says `at`."""
        asked, shown, is_done = self.send(cell), Shown(), not at
        while not _is_idle(message := self._client.get_iopub_msg(timeout=LONGEST_S), asked):
            if message["parent_header"].get("msg_id") == asked:
                _take(shown, message["msg_type"], message["content"])
            if not is_done and at in shown.out:
                is_done = True
                do()
        shown.status = self._client._recv_reply(asked, timeout=LONGEST_S)["content"]["status"]
        return shown


def _is_idle(message: dict[str, Any], asked: str) -> bool:
    state = message["content"].get("execution_state")
    return message["parent_header"].get("msg_id") == asked and state == "idle"


def _take(shown: Shown, kind: str, content: dict[str, Any]) -> None:
    if kind == "stream" and content["name"] == "stdout":
        shown.out += content["text"]
    elif kind == "stream":
        shown.err += content["text"]
    elif kind in {"display_data", "update_display_data"}:
        shown.displays.setdefault(content["transient"].get("display_id", ""), []).append(content["data"])
    elif kind == "execute_result":
        shown.value = content["data"]["text/plain"]
    elif kind == "error":
        shown.error = f"{content['ename']}: {content['evalue']}"
        shown.traceback = "\n".join(content["traceback"])
