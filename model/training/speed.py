"""How fast this machine learns: seconds of a step at a few padded lengths, measured on the texts of the run."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

_STEPS_TIMED = 3
_LENGTHS_TIMED = 6  # between them seconds grow nearly in a straight line


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds of a training step by padded length (tokens), of the first step, and of one validation pass.

    `pace`: how much longer real steps one after the other take than those of `step_s`.
    """

    step_s: Mapping[int, float]
    trace_s: float
    score_s: float
    pace: float = 1.0

    def epoch_s(self, batches: Mapping[int, int]) -> float:
        """Seconds for so many batches of each padded length; lengths between measured ones are interpolated."""
        lengths = sorted(self.step_s)
        seconds = [self.step_s[length] for length in lengths]
        at_once = sum(count * np.interp(length, lengths, seconds) for length, count in batches.items())
        return float(self.pace * at_once)


def time_steps(
    step: Callable[[int], None], lengths: tuple[int, ...], time_left_s: Callable[[], float]
) -> tuple[dict[int, float], float]:
    """Median seconds of `step(length)` for a few of the lengths, rising; and seconds of the very first step.

    The longest and the shortest are always measured; some between them as long as there is time.
    """
    started = time.perf_counter()
    step(lengths[-1])
    trace_s = time.perf_counter() - started
    ends = dict.fromkeys((lengths[-1], lengths[0]))
    step_s = {length: _median_s(step, length) for length in ends}
    places = np.linspace(0, len(lengths) - 1, _LENGTHS_TIMED).round().astype(int)
    for length in (lengths[place] for place in places):
        if length not in step_s and time_left_s() > 0:
            step_s[length] = _median_s(step, length)
    return step_s, trace_s


def _median_s(step: Callable[[int], None], length: int) -> float:
    taken = []
    for _ in range(_STEPS_TIMED):
        started = time.perf_counter()
        step(length)
        taken.append(time.perf_counter() - started)
    return float(np.median(taken))
