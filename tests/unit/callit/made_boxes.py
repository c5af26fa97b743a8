"""A clock that stands still until it is told to move, and a diary that remembers what it is told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from callit import Timebox
from callit.box_folder import BoxFolder
from callit.clock import BoxClock

STARTED_UNIX = 1_778_250_600.0


class Hand:
    """The hand of a clock."""

    def __init__(self) -> None:
        self.seconds = self.slept_s = 0.0

    def move(self, seconds: float) -> None:
        self.seconds += seconds

    def sleep(self, seconds: float) -> None:
        """The machine sleeps: its lid is closed."""
        self.seconds += seconds
        self.slept_s += seconds

    def clock(self) -> BoxClock:
        return BoxClock(
            STARTED_UNIX,
            ticks=lambda: self.seconds,
            awake=lambda: self.seconds - self.slept_s,
            wall=lambda: STARTED_UNIX,
        )


class RememberingDiary:
    """What a box says of itself."""

    def __init__(self) -> None:
        self.order: dict[str, Any] = {}
        self.waited = False
        self.has_ended = False
        self.how = ""

    def begin(self, order: Mapping[str, Any], *, wait: bool) -> None:
        self.order, self.waited = dict(order), wait

    def end(self, *, wait_s: float, how: str = "") -> str:
        self.has_ended, self.how = True, how
        return "Logged on Reviews, Model."


def made_box(folder: Path, hand: Hand, length: str = "100s", **settings: Any) -> Timebox:
    """A box by that clock."""
    return Timebox(length, folder=folder, clock=hand.clock(), quiet=True, log=False, **settings)


def write_net(folder: Path, words: str = "weights") -> None:
    (folder / "net.txt").write_text(words)


def opened_folder(path: Path) -> BoxFolder:
    path.mkdir()
    return BoxFolder(path, {"folder": str(path), "timebox_s": 60.0, "started_unix": STARTED_UNIX})
