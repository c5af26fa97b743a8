"""The boxes over cells that are open: the innermost last."""

from __future__ import annotations

import sys
import threading
from types import CodeType
from typing import Protocol

from callit.frames import outwards


class OpenBox(Protocol):
    """One of them."""

    code: CodeType | None

    def leave(self) -> None:
        """Close it: its cell was left without a word."""


OPEN: list[OpenBox] = []


def close_left(_result: object = None) -> None:
    """Close the boxes whose cells run no more: one that awaited something in a terminal may be dropped there."""
    if threading.current_thread() is threading.main_thread():
        running = {frame.f_code for frame in outwards(sys._getframe())}
        for box in [box for box in OPEN if box.code not in running]:
            box.leave()
