"""Whether the gain that the learning curve of a session promised came true in the box that continued it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from model.protocol.metrics import lower_is_better
from model.protocol.result import Curve, read_result

_BEYOND = 0.1  # of the band's length: so far behind its end, its end still holds


@dataclass(frozen=True, slots=True)
class Promise:
    """Gains on validation, more being better: promised with an 80 % band, and what came. NaN: none was promised."""

    session_id: str
    promised: float
    low: float
    high: float
    came: float

    @property
    def is_kept(self) -> bool | None:
        """Whether what came lies in the band; None where nothing was promised."""
        return bool(self.low <= self.came <= self.high) if np.isfinite(self.low) else None

    @property
    def text(self) -> str:
        """One sentence."""
        came = f"continuing brought {_points(self.came)} on validation"
        if not np.isfinite(self.promised):
            return f"No gain was promised for so much more time; {came}."
        band = f"{_points(self.promised)} (80 %: {_points(self.low)} to {_points(self.high)})"
        return f"Promised were {band}; {came}: the promise was {'kept' if self.is_kept else 'not kept'}."

    def as_dict(self) -> dict[str, Any]:
        """As `result.json` has it."""
        return {**asdict(self), "kept": self.is_kept, "text": self.text}


def promise_of(former: Path, *, more_s: float, delivered: Mapping[str, Any], metric: str) -> Promise | None:
    """What the result of `former` promised for `more_s` more seconds of training, beside what came of them.

    `delivered` holds the continued model's scores on validation: metric -> estimate. None where the former result
    cannot be read.
    """
    result = read_result(former)
    before = result.scores.delivered.validation.get(metric) if result is not None else None
    if result is None or before is None or before.value is None or metric not in delivered:
        return None
    came = float(delivered[metric].value) - before.value
    sign = -1.0 if lower_is_better(metric) else 1.0
    gain, *band = (sign * value for value in _promised(result.learning_curve, more_s))
    return Promise(result.session_id, gain, min(band), max(band), sign * came)


def _promised(curve: Curve, more_s: float) -> tuple[float, float, float]:
    """Gain, low and high that the band opens to `more_s` seconds behind its last training; NaN beyond its end."""
    last = curve.points[-1] if curve.points else None
    if not curve.band or curve.gain is None or last is None or last.value is None:
        return np.nan, np.nan, np.nan
    seconds = [point.train_s for point in curve.band]
    if last.train_s + more_s > (1 + _BEYOND) * seconds[-1]:
        return np.nan, np.nan, np.nan
    ends = np.array([(point.value, point.low, point.high) for point in curve.band], dtype=float)  # None: NaN
    gain, low, high = (float(np.interp(last.train_s + more_s, seconds, end) - last.value) for end in ends.T)
    return gain, low, high


def _points(share: float) -> str:
    return "0 points" if abs(share) < 5e-4 else f"{100 * share:+.1f} points"
