"""What the rest of a box has to be kept for: the longest that each kind of work took so far, and half of it on top."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from callit.clock import BoxClock, exit_s

SLACK = 1.5  # a busy machine takes longer than it took


class Reserve:
    """Measures kinds of work, and says what they may take the next time.

    Parameters
    ----------
    fixed_s
        Kept whatever was measured.
    """

    def __init__(self, clock: BoxClock, timebox_s: float, *, fixed_s: float = 0.0) -> None:
        self._clock = clock
        self._fixed_s = fixed_s
        self._longest_s: dict[str, float] = {}
        self._kept_s: dict[tuple[str, ...], float] = {}  # counted once until something takes longer: loops ask by batch
        self.timebox_s = timebox_s

    def elapsed_s(self) -> float:
        """Seconds since the start of the box."""
        return self._clock.elapsed_s()

    def awake_s(self) -> float:
        """Seconds since some instant that the machine was awake: how long work takes is a difference of these."""
        return self._clock.awake_s()

    @property
    def before_s(self) -> float:
        """Seconds that had passed when the box was made: `started=` may lie before."""
        return self._clock.before_s

    def took(self, kind: str, seconds: float) -> None:
        """Note how long some work took."""
        if seconds > self._longest_s.get(kind, 0.0):
            self._longest_s[kind] = seconds
            self._kept_s.clear()

    @contextmanager
    def measured(self, kind: str) -> Iterator[None]:
        """Note how long the block takes, also where it fails; a sleep of the machine in it is no work."""
        began_s = self._clock.awake_s()
        try:
            yield
        finally:
            self.took(kind, self._clock.awake_s() - began_s)

    def may_take_s(self, *kinds: str) -> float:
        """Seconds that these may take together the next time; 0 for what was never done."""
        return SLACK * sum(self._longest_s.get(kind, 0.0) for kind in kinds)

    def longest_s(self, kind: str) -> float | None:
        """The longest that it took; None before it was done."""
        return self._longest_s.get(kind)

    def left_s(self, *kinds: str) -> float:
        """Seconds that may still be used when these have to come after; negative when they are eaten into."""
        kept_s = self._kept_s.get(kinds)
        if kept_s is None:
            kept_s = self._kept_s[kinds] = exit_s(self.timebox_s) + self._fixed_s + self.may_take_s(*kinds)
        return self.timebox_s - kept_s - self._clock.elapsed_s()
