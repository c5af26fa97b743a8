"""How far a backup is: bytes done become a share of all bytes."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[float], None]  # told the share that is done, from 0 to 1


def silent(_share: float) -> None:
    """Tell nobody how far it is."""


def share_teller(whole_bytes: int, progress: Progress) -> Callable[[int], None]:
    """What is told the bytes of each piece that is done, and passes on the share of the whole."""
    done_bytes = 0

    def tell(size_bytes: int) -> None:
        nonlocal done_bytes
        done_bytes += size_bytes
        progress(min(1.0, done_bytes / max(1, whole_bytes)))

    return tell
