"""How many texts a step takes: more while that is clearly quicker, as far as memory and learning allow.

Twice the texts in a step is half as many steps, and a network learns by steps: the batch grows only where an epoch
still has many of them, and where it pays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

MOST_BATCH = 256
LEAST_SPEED_UP = 1.2  # texts a second, for twice the texts in a step
LEAST_STEPS_AN_EPOCH = 500
LEAST_SPEED_UP_OF_FREE_STEPS = 1.8  # a step of twice the texts takes hardly longer: none of them is lost
MEMORY_SHARE = 0.6  # of the limit, for the worker: the reload in a fresh process needs the rest


@dataclass(frozen=True, slots=True)
class BatchTried:
    """Steps of `batch_size` texts, as long as the longest of the run: texts a second, and the worker's memory then."""

    batch_size: int
    texts_per_s: float
    memory_bytes: int


def find_batch(
    try_out: Callable[[int], BatchTried],
    *,
    first: int,
    rows: int,
    memory_bytes: int,
    time_left_s: Callable[[], float],
    is_accelerated: bool = False,
) -> list[BatchTried]:
    """Every batch that was tried, the one to take last.

    It starts with `first`; a larger one is tried while there is time, and kept where it is clearly quicker and stays
    within its share of `memory_bytes`. On an accelerator, which a small step leaves idle, a larger one is also tried on
    a small table, of `rows` rows, and kept where its steps take hardly longer.
    """
    batches = [try_out(first)]
    while (larger := 2 * batches[-1].batch_size) <= MOST_BATCH:
        least_speed_up = _least_speed_up(larger, rows, is_accelerated)
        spare = MEMORY_SHARE * memory_bytes - batches[-1].memory_bytes
        if least_speed_up is None or spare <= _more_bytes(batches) or time_left_s() <= 0:
            break
        tried = try_out(larger)
        if tried.texts_per_s < least_speed_up * batches[-1].texts_per_s or _is_too_much(tried, memory_bytes):
            break
        batches.append(tried)
    return batches


def _least_speed_up(batch_size: int, rows: int, is_accelerated: bool) -> float | None:
    """How much quicker a text has to be in batches of this size; None where they would be too few."""
    if rows / batch_size >= LEAST_STEPS_AN_EPOCH:
        return LEAST_SPEED_UP
    return LEAST_SPEED_UP_OF_FREE_STEPS if is_accelerated and rows >= batch_size else None


def _is_too_much(tried: BatchTried, memory_bytes: int) -> bool:
    return tried.memory_bytes > MEMORY_SHARE * memory_bytes


def _more_bytes(batches: list[BatchTried]) -> int:
    """What the next one will take beyond the last, told by the step before; nothing is known after the first."""
    return 2 * max(0, batches[-1].memory_bytes - batches[-2].memory_bytes) if len(batches) > 1 else 0
