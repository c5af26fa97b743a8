"""The call of `fit` that a callback is in: what it was given, and whether it goes on.

A callback is told when `fit` ends, not when an error or Ctrl-C leaves it, nor which data validate. Both stand in the
frame of the call, whose names are the arguments of `fit` in every backend of Keras 3.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

from callit.call import Call, call_of
from callit.frames import outwards

_NEEDED = ("validation_data", "validation_freq", "batch_size")


@dataclass(frozen=True, slots=True, eq=False)
class FitCall:
    """One call of `fit`. `validation_data`, the sizes of batches and `validation_steps` as it was given; None where
    unknown."""

    call: Call
    validation_data: Any
    validation_steps: int | None
    batch_size: int | None
    validation_batch_size: int | None

    @property
    def is_running(self) -> bool:
        """Whether its thread is still inside of it."""
        return self.call.is_running


def fit_call() -> FitCall | None:
    """The call of `fit` that this is called from; None in a loop of the person's own."""
    for frame in outwards(sys._getframe()):
        told = frame.f_locals if frame.f_code.co_name == "fit" else {}
        if all(name in told for name in _NEEDED):
            steps, validation_batch = told.get("validation_steps"), told.get("validation_batch_size")
            batch_size = _whole(told["batch_size"]) or _batch_of(told.get("x"))
            return FitCall(
                call_of(frame),
                told["validation_data"],
                _whole(steps),
                batch_size,
                _whole(validation_batch) or _whole(told["batch_size"]) or _batch_of(told["validation_data"]),
            )
    return None


def _whole(number: Any) -> int | None:
    return number if isinstance(number, int) else None


def _batch_of(data: Any) -> int | None:
    """32 is what Keras takes for arrays; a data set brings its own."""
    if hasattr(data, "as_numpy_iterator") or hasattr(data, "__next__") or hasattr(data, "batch_size"):
        size = getattr(data, "batch_size", None)
        return size if isinstance(size, int) else None
    return 32
