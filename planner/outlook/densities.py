"""Drawn hours as smooth curves, to be looked at side by side."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.domain.forecasts import DRAWN_BEYOND
from planner.forecast.history import Floats
from planner.forecast.spread import spread_of

_POINTS = 121
_SMOOTHER = 2.0  # the draws follow quantiles of few tasks; their corners are no facts
_LEAST_PEAK = 0.5
_LEAST_WIDTH = 1e-3  # hours; of draws that are all the same


def density_curves(draws: dict[str, Floats]) -> pd.DataFrame:
    """Curves over common hours: the highest point of the narrower one at 1, of the other at least at a half.

    Columns `what` (the key), `hours` from 0 to beyond the larger high end, and `density`. Gaussian kernels with the
    width of Silverman's rule (Silverman 1986, section 3.4.2).
    """
    hours = np.linspace(0, DRAWN_BEYOND * max(spread_of(of_one).high for of_one in draws.values()), _POINTS)
    curves = {what: _density(of_one, hours) for what, of_one in draws.items()}
    highest = max(float(curve.max()) for curve in curves.values()) or 1.0
    scaled = {what: _scaled(curve, highest) for what, curve in curves.items()}
    frames = [pd.DataFrame({"what": what, "hours": hours, "density": curve}) for what, curve in scaled.items()]
    return pd.concat(frames, ignore_index=True)


def _scaled(curve: Floats, highest: float) -> Floats:
    """Of equal area as far as both can still be seen: beside a narrow hill a wide one would lie flat on the ground."""
    peak = float(curve.max()) or 1.0
    scaled: Floats = curve / peak * max(peak / highest, _LEAST_PEAK)
    return scaled


def _density(draws: Floats, hours: Floats) -> Floats:
    """Counted in narrow steps first: thousands of kernels at once would cost more than the rest of the page."""
    step = hours[1] - hours[0]
    quartiles = np.quantile(draws, [0.25, 0.75])
    spread = min(float(draws.std()), float(quartiles[1] - quartiles[0]) / 1.34) or float(draws.std())
    width = max(_SMOOTHER * 0.9 * spread * len(draws) ** -0.2, 0.5 * step, _LEAST_WIDTH)
    counts, _ = np.histogram(draws, bins=_POINTS, range=(-step / 2, hours[-1] + step / 2))
    kernel = np.exp(-0.5 * ((hours[:, None] - hours[None, :]) / width) ** 2)
    density: Floats = kernel @ counts / width
    return density
