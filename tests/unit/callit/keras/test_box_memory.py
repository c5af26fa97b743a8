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


def looks(*gigabytes: float, allowed: float = 6) -> list[bool]:
    """What each look says, the first number being what was there before."""
    used = iter(gigabytes)
    memory = MemoryLimit(int(allowed * 1e9), used=lambda: int(next(used) * 1e9))
    return [memory.is_over() for _ in gigabytes[1:]]


def test_what_grows_look_by_look_is_stopped_before_the_limit() -> None:
    """0.5 GB from one look to the next: at 5.6 the next one would be above 6."""
    assert looks(4.0, 4.6, 5.1, 5.6) == [False, False, True]


def test_what_is_taken_once_foretells_nothing() -> None:
    """The graph of the first batch, a save: what follows stays where it is."""
    assert looks(1.0, 5.4, 5.4, 5.5, 5.5) == [False] * 4


def test_how_it_grew_is_said_with_the_batch_that_would_fit() -> None:
    used = iter([1e9, 4.6e9, 5.2e9, 5.9e9])
    memory = MemoryLimit(6_000_000_000, used=lambda: int(next(used)))
    assert [memory.is_over() for _ in range(3)] == [False, False, True]
    assert memory.words(256) == (
        "5.9 GB of memory were in use, 6.0 GB are allowed, and it grew by 600 MB from one look to the next; "
        "at a batch size of 256. 128 would fit"
    )


@pytest.mark.parametrize(
    ("before", "now", "batch", "fits"),
    [(1.0, 9.0, 256, 128), (1.0, 19.0, 256, 32), (5.5, 6.5, 256, None), (1.0, 4000.0, 256, None)],
)
def test_the_batch_that_would_fit_is_a_power_of_two(before: float, now: float, batch: int, fits: int | None) -> None:
    """Of 6 GB a tenth is left free: (5.4 - before) / (now - before) of the batch."""
    memory = limit(before, now, 6)
    memory.is_over()
    assert memory.batch_that_fits(batch) == fits
