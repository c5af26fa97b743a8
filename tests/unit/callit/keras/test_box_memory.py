"""The limit of memory, and the batch that would fit below it."""

from __future__ import annotations

import itertools

import pytest

from callit.keras.memory import MemoryLimit

pytestmark = pytest.mark.slow  # to import Keras takes longer than all of this


def limit(before: float, now: float, allowed: float) -> MemoryLimit:
    """By gigabytes: before training, with it, and allowed."""
    used = iter([before, now])
    return MemoryLimit(int(allowed * 1e9), used=lambda: int(next(used) * 1e9))


def test_what_is_below_the_limit_goes_on() -> None:
    assert not limit(1, 5.9, 6).is_over()
    assert limit(1, 6.1, 6).is_over()


def watched(*gigabytes: float, looks_a_second: float = 1, allowed: float = 6) -> tuple[MemoryLimit, list[bool]]:
    """A limit, and what each look says; the first number is what was there before."""
    used, times = iter(gigabytes), itertools.count()
    memory = MemoryLimit(
        int(allowed * 1e9), used=lambda: int(next(used) * 1e9), clock=lambda: next(times) / looks_a_second
    )
    return memory, [memory.is_over() for _ in gigabytes[1:]]


def looks(*gigabytes: float, looks_a_second: float = 1) -> list[bool]:
    return watched(*gigabytes, looks_a_second=looks_a_second)[1]


def test_what_grows_second_by_second_is_stopped_before_the_limit() -> None:
    """0.5 GB a second: at 5.6 it would be above 6 a second later."""
    assert looks(4.0, 4.6, 5.1, 5.6) == [False, False, True]


def test_it_does_not_matter_how_often_it_is_looked_at() -> None:
    """Two looks on end see nothing new between them; what came in the seconds tells."""
    often = looks(*(4.0 + 0.55 * (place // 4) for place in range(16)), looks_a_second=4)
    assert often == [False] * 11 + [True] * 4


def test_what_is_taken_once_foretells_nothing() -> None:
    """The graph of the first batch, a save: what follows stays where it is."""
    assert looks(1.0, 5.4, 5.4, 5.5, 5.5) == [False] * 4


def test_how_it_grew_is_said_with_the_batch_that_would_fit() -> None:
    memory, over = watched(1, 4.6, 5.2, 5.9)
    assert over == [False, False, True]
    assert memory.words(256) == (
        "5.9 GB of memory were in use, 6.0 GB are allowed, and it grew by 600 MB a second; "
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
