"""The learning rate as a function of the share of the training time that is over (Li et al. 2020, "Budgeted Training").

It warms up, then falls in a straight line to zero at the planned end. When training is called off earlier, it falls to
zero within a short stretch from where it stands: weights that a high rate has just shaken score worse.
"""

from __future__ import annotations

from collections.abc import Callable

WARM_UP_SHARE = 0.03
PEAK_LEARNING_RATE = 3e-3


def learning_rate_at(share: float, peak: float = PEAK_LEARNING_RATE) -> float:
    """The learning rate when `share` (0..1) of the training is over.

    >>> [round(learning_rate_at(share, peak=1.0), 2) for share in (0.0, 0.03, 0.515, 1.0)]
    [0.0, 1.0, 0.5, 0.0]
    """
    if share < WARM_UP_SHARE:
        return peak * max(share, 0.0) / WARM_UP_SHARE
    return peak * max(1.0 - share, 0.0) / (1.0 - WARM_UP_SHARE)


class LearningRateSchedule:
    """The learning rate for the next batch, or None when training is over.

    `share_elapsed()` is the share of the planned training time that is over; `should_stop()` turns true when training
    is to end early: the rate then falls to zero while another `decay_share` goes by.
    """

    def __init__(
        self,
        share_elapsed: Callable[[], float],
        should_stop: Callable[[], bool],
        *,
        peak: float = PEAK_LEARNING_RATE,
        decay_share: float = 0.05,
    ) -> None:
        self._share_elapsed = share_elapsed
        self._should_stop = should_stop
        self._peak = peak
        self._decay_share = decay_share
        self._stop_share: float | None = None

    @property
    def stopped(self) -> bool:
        """Whether training was called off before its planned end."""
        return self._stop_share is not None

    def next_rate(self, share_done: float = 0.0) -> float | None:
        """The rate for the next batch. `share_done` is the share of planned steps done: the later of the two counts."""
        share = max(self._share_elapsed(), share_done)
        if self._stop_share is None and share < 1 and self._should_stop():
            self._stop_share = share
        end = 1.0 if self._stop_share is None else min(1.0, self._stop_share + self._decay_share)
        if share >= end:
            return None
        if self._stop_share is None:
            return learning_rate_at(share, self._peak)
        left = (end - share) / (end - self._stop_share)
        return learning_rate_at(self._stop_share, self._peak) * min(left, 1.0)
