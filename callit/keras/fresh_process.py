"""The fresh process as the one that trains sees it: started beside the training, asked, and answered when it can."""

from __future__ import annotations

import json
import os
import select
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from callit.installed import command, environment
from callit.keras_backend import backend_variables


class FreshProcess:
    """A process that knows nothing of this one, and computes with the same `backend`."""

    def __init__(self, backend: str) -> None:
        self._read = b""
        self._process: subprocess.Popen[bytes] | None = None
        self.is_asked = False
        with suppress(OSError):
            self._process = subprocess.Popen(
                command("callit.keras.fresh"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment(also=backend_variables(backend)),
                start_new_session=True,
            )

    def ask(self, asked: Mapping[str, Any]) -> None:
        """Ask it something; what it says comes by `answer`."""
        self.is_asked = True
        if self._process is not None and self._process.stdin is not None:
            with suppress(OSError):
                self._process.stdin.write(json.dumps(dict(asked)).encode() + b"\n")
                self._process.stdin.flush()

    def answer(self, wait_s: float = 0.0) -> dict[str, Any] | None:
        """What it said; None where it has not answered within so many seconds; empty where it has died."""
        ends_s = time.monotonic() + wait_s
        while True:
            told = self._line(max(0.0, ends_s - time.monotonic()))
            if told is None or "ready" not in told:
                break
        self.is_asked = self.is_asked and told is None
        return told

    def _line(self, wait_s: float) -> dict[str, Any] | None:
        stream = None if self._process is None else self._process.stdout
        if stream is None:
            return {}
        ends_s = time.monotonic() + wait_s
        while b"\n" not in self._read:
            if not select.select([stream], [], [], max(0.0, ends_s - time.monotonic()))[0]:
                return None
            chunk = os.read(stream.fileno(), 65536)
            if not chunk:
                return {}
            self._read += chunk
        line, _, self._read = self._read.partition(b"\n")
        with suppress(ValueError):
            told = json.loads(line)
            return told if isinstance(told, dict) else {}
        return {}

    @property
    def pid(self) -> int | None:
        """Its process id."""
        return None if self._process is None else self._process.pid

    def end(self) -> None:
        """End it, whatever it does."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with suppress(OSError):
                        stream.close()
