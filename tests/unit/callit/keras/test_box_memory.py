"""The limit of memory, and the batch that would fit below it."""

from __future__ import annotations

import pytest

from callit.keras.memory import MemoryLimit


def limit(before: float, now: float, allowed: float) -> MemoryLimit:
    """By gigabytes: before training, with it, and allowed."""
    used = iter([before, now])
    return MemoryLimit(int(allowed * 1e9), used=lambda: int(next(used) * 1e9))


def test_what_is_below_the_limit_goes_on() -> None:
    assert not limit(1, 5.9, 6).is_over()
    assert limit(1, 6.1, 6).is_over()


@pytest.mark.parametrize(
    ("before", "now", "batch", "fits"),
    [(1.0, 9.0, 256, 128), (1.0, 19.0, 256, 32), (5.5, 6.5, 256, None), (1.0, 4000.0, 256, None)],
)
def test_the_batch_that_would_fit_is_a_power_of_two(before: float, now: float, batch: int, fits: int | None) -> None:
    """Of 6 GB a tenth is left free: (5.4 - before) / (now - before) of the batch."""
    memory = limit(before, now, 6)
    memory.is_over()
    assert memory.batch_that_fits(batch) == fits
