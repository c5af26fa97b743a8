"""Whether the gain that the learning curve of a session promised came true in the box that continued it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from model.protocol.metrics import lower_is_better
from model.protocol.result import Curve, PromiseOutcome, read_result

_BEYOND = 0.1  # of the band's length: so far behind its end, its end still holds


def promise_of(former: Path, *, more_s: float, delivered: Mapping[str, Any], metric: str) -> PromiseOutcome | None:
    """What the result of `former` promised for `more_s` more seconds of training, beside what came of them.

    `delivered` holds the continued model's scores on validation: metric -> estimate. None where the former result
    cannot be read.
    """
    result = read_result(former)
    before = result.scores.delivered.validation.get(metric) if result is not None else None
    if result is None or before is None or before.value is None or metric not in delivered:
        return None
    sign = -1.0 if lower_is_better(metric) else 1.0
    came = sign * (float(delivered[metric].value) - before.value)
    promised = _promised(result.learning_curve, more_s)
    if promised is None:
        return PromiseOutcome(result.session_id, came=came)
    gain, *band = (sign * value for value in promised)
    low, high = min(band), max(band)
    return PromiseOutcome(result.session_id, gain, low, high, came, kept=low <= came <= high)


def _promised(curve: Curve, more_s: float) -> tuple[float, float, float] | None:
    """Gain, low and high that the band opens to `more_s` seconds behind its last training; None beyond its end."""
    last = curve.points[-1] if curve.points else None
    if not curve.band or curve.gain is None or last is None or last.value is None:
        return None
    seconds = [point.train_s for point in curve.band]
    if last.train_s + more_s > (1 + _BEYOND) * seconds[-1]:
        return None
    ends = np.array([(point.value, point.low, point.high) for point in curve.band], dtype=float)  # None: NaN
    gain, low, high = (float(np.interp(last.train_s + more_s, seconds, end) - last.value) for end in ends.T)
    return (gain, low, high) if np.isfinite(low) and np.isfinite(high) else None
