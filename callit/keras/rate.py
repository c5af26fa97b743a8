"""A learning rate that is a function of time: it warms up, then falls to zero as the box ends (Li et al. 2020)."""

from __future__ import annotations

from typing import Any

import keras

from callit.errors import BoxError

BY_TIME = "by time"
WARM_UP_SHARE = 0.05
_LEAST_CHANGE = 0.005  # of the rate: what is less is not worth setting


def rate_share(share_elapsed: float) -> float:
    """The learning rate, as a share of the one that the model was compiled with, at a share of the training's time.

    >>> [round(rate_share(share), 3) for share in (0.0, 0.025, 0.05, 0.525, 1.0)]
    [0.02, 0.5, 1.0, 0.5, 0.0]
    """
    share = min(1.0, max(0.0, share_elapsed))
    if share < WARM_UP_SHARE:
        return max(0.02, share / WARM_UP_SHARE)
    return (1.0 - share) / (1.0 - WARM_UP_SHARE)


class RateByTime:
    """Sets the learning rate of a model's optimiser, and puts it back at the end.

    Raises
    ------
    BoxError
        The optimiser follows a schedule of its own: two would contradict each other.
    """

    def __init__(self, optimizer: Any) -> None:
        schedule = getattr(optimizer, "_learning_rate", None)
        if isinstance(schedule, keras.optimizers.schedules.LearningRateSchedule):
            name = type(schedule).__name__
            raise BoxError(
                f'The optimiser follows {name}, and learning_rate="by time" would contradict it. Compile with a '
                "number, such as Adam(1e-3), or leave learning_rate out."
            )
        self._optimizer = optimizer
        self.base = self._set = float(keras.ops.convert_to_numpy(optimizer.learning_rate))

    def at(self, share_elapsed: float, model: Any) -> None:
        """Set it for a share of the training's time, unless it hardly changes."""
        rate = self.base * rate_share(share_elapsed)
        if abs(rate - self._set) > _LEAST_CHANGE * self.base:
            if hasattr(model, "jax_state_sync"):
                model.jax_state_sync()  # there a batch does not look at the optimiser, unless it is told to
            self._optimizer.learning_rate = rate
            self._set = rate

    def put_back(self) -> None:
        """The one that the model was compiled with."""
        self._optimizer.learning_rate = self.base
