"""Memory of the training and its children against a limit, and the batch that would fit."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import psutil

_USED_SHARE = 0.9  # of the limit: what a suggested batch may take


def used_bytes() -> int:
    """What this process and its children hold."""
    total = 0
    with suppress(psutil.Error):
        own = psutil.Process()
        for process in (own, *own.children(recursive=True)):
            with suppress(psutil.Error):
                total += process.memory_info().rss
    return total


class MemoryLimit:
    """Looks at the memory, and says when it is too much.

    `used`: takes no argument, gives bytes.
    """

    def __init__(self, limit_bytes: int, *, used: Callable[[], int] | None = None) -> None:
        self.limit_bytes = limit_bytes
        self._used = used or used_bytes
        self._before = self._used()
        self._most = self._before

    def is_over(self) -> bool:
        """Whether more is held than may be."""
        self._most = max(self._most, self._used())
        return self._most > self.limit_bytes

    def words(self, batch_size: int | None) -> str:
        """What was found, and which batch would fit."""
        found = f"{_size(self._most)} of memory were in use, {_size(self.limit_bytes)} are allowed"
        fits = None if batch_size is None else self.batch_that_fits(batch_size)
        if fits is None:
            return f"{found}; {_size(self._before)} of them before the first batch."
        return f"{found}; at a batch size of {batch_size}. {fits} would fit."

    def batch_that_fits(self, batch_size: int) -> int | None:
        """The largest power of two whose share of what training took stays below the limit; None where none does."""
        room, took = _USED_SHARE * self.limit_bytes - self._before, self._most - self._before
        if room <= 0 or took <= 0:
            return None
        rows = int(batch_size * room / took)
        return None if rows < 1 or rows >= batch_size else 1 << (rows.bit_length() - 1)


def _size(memory: float) -> str:
    return f"{memory / 1e9:.1f} GB" if memory >= 1e9 else f"{memory / 1e6:.0f} MB"
