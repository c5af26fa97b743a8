"""The calls in which a thread is, from the inmost outwards."""

from __future__ import annotations

from collections.abc import Iterator
from types import FrameType


def outwards(frame: FrameType | None) -> Iterator[FrameType]:
    """A frame, the one that called it, and so on; nothing of None."""
    while frame is not None:
        yield frame
        frame = frame.f_back
