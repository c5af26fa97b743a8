"""Telling the planner of a box, in a process of its own: which phase, and how it ended.

What it says and hears are JSON objects, one a line. Where this process dies, the other one sees the end of its input
and closes the box as what it was.
"""

from __future__ import annotations

import json
import select
import subprocess
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Protocol

from callit.errors import BoxError
from callit.installed import command, environment

MODULE = "planner.boxes"
LONGEST_ANSWER_S = 20.0
LEAST_GOODBYE_S, LONGEST_GOODBYE_S = 0.2, 5.0


class Diary(Protocol):
    """Who is told of a box."""

    def begin(self, order: Mapping[str, Any], *, wait: bool) -> None:
        """Say that a box began; `wait`: for the answer, as something was asked for that may not be there."""

    def end(self, *, wait_s: float, how: str = "") -> str:
        """Say that it ended, and how; where it was logged, in a sentence, or nothing."""


class NoDiary:
    """Nobody is told."""

    def begin(self, order: Mapping[str, Any], *, wait: bool) -> None:
        """Tell nobody."""

    def end(self, *, wait_s: float, how: str = "") -> str:
        """Tell nobody."""
        return ""


class ProcessDiary:
    """The planner, in a process of the installed environment: the one of boxes, or of another `module`.

    Of boxes inside of that of a cell the inner one is logged, and the cell's meanwhile is not: no minute counts twice.
    A `Timebox` that holds another is logged whole, as the inner one is.
    """

    def __init__(self, module: str = MODULE) -> None:
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None
        self._is_answered = False

    def begin(self, order: Mapping[str, Any], *, wait: bool) -> None:
        """Start it, and tell it.

        Raises
        ------
        BoxError
            There is no such project or phase (where `wait`).
        """
        with suppress(OSError):  # without a second process the box still holds; its hours are not logged
            self._process = subprocess.Popen(
                command(self._module),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment(),
                start_new_session=True,  # Ctrl-C is not for it
            )
        self._say({"do": "begin", **order})
        if wait:
            self._heard_begin(LONGEST_ANSWER_S)
        self._pause_outer(order)

    def end(self, *, wait_s: float, how: str = "") -> str:
        """Tell it that the box ended, and wait a moment for what it says of that."""
        heard: dict[str, Any] = {}
        with suppress(BoxError):
            self._say({"do": "end", "how": how})
            ends_s = time.monotonic() + wait_s
            self._heard_begin(wait_s)
            heard = self._heard(ends_s - time.monotonic())
        self._leave()
        self._resume_outer()
        return str(heard.get("sentence", ""))

    def _pause_outer(self, order: Mapping[str, Any]) -> None:
        if _told:
            _told[-1]._say({"do": "pause", "at_unix": order.get("started_unix")})
        _told.append(self)

    def _resume_outer(self) -> None:
        is_inmost = bool(_told) and _told[-1] is self
        with suppress(ValueError):
            _told.remove(self)
        if is_inmost and _told:
            _told[-1]._say({"do": "resume"})

    def _heard_begin(self, wait_s: float) -> None:
        if self._is_answered:
            return
        heard = self._heard(wait_s)
        self._is_answered = bool(heard)
        if "refused" in heard:
            self._leave()
            raise BoxError(str(heard["refused"]))

    def _say(self, told: Mapping[str, Any]) -> None:
        process = self._process
        if process is not None and process.stdin is not None:
            with suppress(OSError, ValueError):
                process.stdin.write(json.dumps(told, default=str).encode() + b"\n")
                process.stdin.flush()

    def _heard(self, wait_s: float) -> dict[str, Any]:
        """The next line; empty where none came in time."""
        stream = None if self._process is None else self._process.stdout
        if stream is None or not select.select([stream], [], [], max(0.0, wait_s))[0]:
            return {}
        with suppress(ValueError):
            heard = json.loads(stream.readline() or b"{}")
            return heard if isinstance(heard, dict) else {}
        return {}

    def _leave(self) -> None:
        process, self._process = self._process, None
        for stream in () if process is None else (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        if process is not None:
            threading.Thread(target=process.wait, name="reap planner", daemon=True).start()  # or it stays a zombie


_told: list[ProcessDiary] = []  # of the boxes that are open in this process, the inmost last
