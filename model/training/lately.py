"""What the machine has been doing lately: how long each way to the end took, and how fast training is beside before.

A machine that also does other work is slower at the end of a session than its first minute showed. So what is kept for
the end is not told by a figure: each way is measured whenever it is gone, and between two measurements it is taken to
have become as much slower as the steps of the training have.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum

MOST_SLOWER = 4.0  # times: a machine that stands still tells nothing of how long it will
WINDOW_S = 5.0  # of training steps: fewer hold too few batches of each length
_LEAST_APART_S = 0.25


class Way(StrEnum):
    """The ways to the end of a session that take seconds."""

    START = "start"  # a fresh process, until it can be asked
    SAVE = "save"
    LABEL = "label"  # loading the model in a fresh process, and labelling the texts there that it is proven by
    HELD_OUT = "held out"  # labelling the held-out part here, while the fresh process is at it
    SCORE = "score"  # one look at validation
    JUDGE = "judge"  # scores with their intervals, the verdict, and writing it all down


@dataclass(frozen=True, slots=True)
class _Taken:
    seconds: float
    pace: float
    networks: int


@dataclass(slots=True)
class Lately:
    """Seconds by way as they were taken last, and the `pace`: how many times its calibrated seconds a step takes now.

    `networks`: how many the model has that is next on these ways, at most: saving and the held-out part take as much
    longer, and labelling `further_s` more for each of them.

    >>> lately = Lately()
    >>> lately.note(Way.SAVE, 0.5)
    >>> lately.pace = 2.0
    >>> lately.now_s(Way.SAVE), lately.now_s(Way.LABEL, otherwise_s=3.0)
    (1.0, 3.0)
    """

    pace: float = 1.0
    networks: int = 1
    further_s: float = 0.0
    _taken: dict[Way, _Taken] = field(default_factory=dict)

    def note(self, way: Way, seconds: float, networks: int = 1) -> None:
        """Remember how long it took just now, of a model of so many networks."""
        self._taken[way] = _Taken(seconds, self.pace, networks)

    def now_s(self, way: Way, *, otherwise_s: float = 0.0) -> float:
        """Seconds that it would take now; never less than it took last. `otherwise_s`: where it was never taken."""
        taken = self._taken.get(way)
        if taken is None:
            return otherwise_s
        seconds = taken.seconds
        if way in (Way.SAVE, Way.HELD_OUT):
            seconds *= max(1.0, self.networks / taken.networks)
        if way is Way.LABEL:
            seconds += max(0, self.networks - taken.networks) * self.further_s
        return seconds * min(MOST_SLOWER, max(1.0, self.pace / taken.pace))


class Pace:
    """Tells from the last seconds of training how many times its calibrated seconds a step takes.

    `epoch_s` are the calibrated seconds of one pass.
    """

    def __init__(self, epoch_s: float) -> None:
        self._epoch_s = epoch_s
        self._seen: deque[tuple[float, float]] = deque()

    def begin(self) -> None:
        """Another training begins."""
        self._seen.clear()

    def now(self, epoch: float, steps_s: float) -> float | None:
        """The pace after so many passes and seconds inside steps, both of this training; None before it can be told."""
        if self._seen and steps_s - self._seen[-1][1] < _LEAST_APART_S:
            return None
        self._seen.append((epoch, steps_s))
        while len(self._seen) > 2 and steps_s - self._seen[1][1] >= WINDOW_S:
            self._seen.popleft()
        first_epoch, first_s = self._seen[0]
        expected_s = (epoch - first_epoch) * self._epoch_s
        return (steps_s - first_s) / expected_s if steps_s - first_s >= WINDOW_S and expected_s > 0 else None
