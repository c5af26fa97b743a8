"""Memory of the training and its children against a limit, and the batch that would fit."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

import psutil

_FORETOLD_S = 1.0
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
    """Looks at the memory, and says when it is too much, or would be in a moment.

    What grows is foretold by the lesser of what came in the last second and in the one before it, however often it was
    looked at: memory that is taken once, such as that of the first batch, foretells nothing.

    `used`: takes no argument, gives bytes. `clock`: seconds that only go forward.
    """

    def __init__(
        self,
        limit_bytes: int,
        *,
        used: Callable[[], int] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.limit_bytes = limit_bytes
        self._used, self._clock = used or used_bytes, clock
        self._before = self._used()
        self._seen = [(clock(), self._before)]
        self._most = self._now = self._ahead = self._before

    def is_over(self) -> bool:
        """Whether more is held than may be, or would be in a moment."""
        at_s, self._now = self._clock(), self._used()
        self._seen = [*self._lately(at_s), (at_s, self._now)]
        second_ago, two_ago = self._held_at(at_s - _FORETOLD_S), self._held_at(at_s - 2 * _FORETOLD_S)
        self._ahead = self._now + max(0, min(self._now - second_ago, second_ago - two_ago))
        self._most = max(self._most, self._ahead)
        return self._most > self.limit_bytes

    def _held_at(self, at_s: float) -> int:
        """What was held at a time, by the last look until then; before the first look it was as at the first."""
        return max(self._seen, key=lambda look: (look[0] <= at_s, look[0] if look[0] <= at_s else -look[0]))[1]

    def _lately(self, at_s: float) -> list[tuple[float, int]]:
        """The looks from two foretold moments ago on, and the last one before them."""
        old = [look for look in self._seen if look[0] <= at_s - 2 * _FORETOLD_S]
        return [*old[-1:], *self._seen[len(old) :]]

    def words(self, batch_size: int | None) -> str:
        """What was found, and which batch would fit."""
        found = f"{_size(self._now)} of memory were in use, {_size(self.limit_bytes)} are allowed"
        if self._now <= self.limit_bytes < self._ahead:
            found += f", and it grew by {_size(self._ahead - self._now)} a second"
        fits = None if batch_size is None else self.batch_that_fits(batch_size)
        if fits is None:
            return f"{found}; {_size(self._before)} of it before the first batch"
        return f"{found}; at a batch size of {batch_size}. {fits} would fit"

    def batch_that_fits(self, batch_size: int) -> int | None:
        """The largest power of two whose share of what training took stays below the limit; None where none does."""
        room, took = _USED_SHARE * self.limit_bytes - self._before, self._most - self._before
        if room <= 0 or took <= 0:
            return None
        rows = int(batch_size * room / took)
        return None if rows < 1 or rows >= batch_size else 1 << (rows.bit_length() - 1)


def _size(memory: float) -> str:
    return f"{memory / 1e9:.1f} GB" if memory >= 1e9 else f"{memory / 1e6:.0f} MB"
