"""What further trainings there are to do, for this process and its hands: each is done once, by who has time first."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from model.training.ladder import GROWTH, count_rungs, first_rung
from model.training.members import SEED, Setting, settings

LATE = 2.0  # times its predicted seconds, a training ends by the clock
NEW_SIZE_S = 3.0  # building and tracing a network of another size, on a busy machine
LEAST_TRAINING_S = 1.0  # shorter ones are not worth what is around them
MOST_TRIES = 2  # of a training whose hand was lost
_GROWTH_OF_UNITS = 1.1  # of seconds, as an exponent, before it was measured: states, gates and both together


@dataclass(frozen=True, slots=True)
class Wanted:
    """A training to do, and how often it was begun by a hand that was lost."""

    setting: Setting
    tries: int = 0


@dataclass(slots=True)
class FurtherQueue:
    """Settings of further trainings, without end; what was lost comes first.

    >>> queue = FurtherQueue()
    >>> first = queue.take()
    >>> queue.was_lost(first)
    >>> queue.take().setting is first.setting, queue.take().setting is first.setting
    (True, False)
    """

    _first: deque[Wanted] = field(default_factory=deque)
    _settings: Iterator[Setting] = field(default_factory=lambda: (setting for _, setting in settings()))

    def take(self) -> Wanted:
        """The next one."""
        return self._first.popleft() if self._first else Wanted(next(self._settings))

    def put_back(self, wanted: Wanted) -> None:
        """It was not begun."""
        self._first.appendleft(wanted)

    def was_lost(self, wanted: Wanted) -> None:
        """It is tried again, but not for ever."""
        if wanted.tries + 1 < MOST_TRIES:
            self._first.append(Wanted(wanted.setting, wanted.tries + 1))

    def begin_with_usual(self) -> None:
        """The next one is as the ladder's own trainings are, but for its seed."""
        self._first.appendleft(Wanted(SEED))


def ladder_lengths(epochs: float) -> tuple[float, ...]:
    """Passes of the ladder's rungs but the first, the longest first: what is worth beginning before the ladder tells.

    `epochs` are those of all rungs together; where there is only one rung, that is the one.

    >>> ladder_lengths(26.0), ladder_lengths(8.0), ladder_lengths(3.0)
    ((18.0, 6.0), (6.0,), (3.0,))
    """
    first, rungs = first_rung(epochs).epochs, count_rungs(epochs)
    return tuple(first * GROWTH**place for place in range(rungs - 1, 0, -1)) or (epochs,)


def times_slower(units: int, usual: int) -> float:
    """How many times the seconds of the usual network's pass one of so many units takes, before it was measured.

    >>> times_slower(64, 64), times_slower(32, 64), round(times_slower(128, 64), 2)
    (1.0, 1.0, 2.14)
    """
    return float(max(1.0, units / usual) ** _GROWTH_OF_UNITS)
