"""Is a GPU worth it? Answered from what was measured: only training steps are work that one could take over.

How much faster it would do them is unknown where there is none, so what it could save is a limit, never a promise.
"""

from __future__ import annotations

import math

import numpy as np

from model.judging.intervals import Verdict
from model.protocol.result import About

ABOUT = About.GPU
SET_UP_S = 3600.0  # an hour: drivers, versions, the first model that runs there
_FEW_SESSIONS = 5
_LEAST_STEPS_S = 1.0


def gpu_verdict(steps_s: float, used_s: float) -> Verdict:
    """What a GPU could save at most in a session that spent `steps_s` of its `used_s` seconds in training steps.

    The verdict's `value` is the number of such sessions after which an hour of set-up would have paid, at the earliest.

    >>> gpu_verdict(300.0, 400.0).text
    'A GPU could speed up 75 % of this session at most: an hour of setting one up would pay after 12 such sessions, \
or later.'
    """
    if steps_s < _LEAST_STEPS_S or used_s <= 0:
        text = "Cannot tell whether a GPU would be worth it: there was hardly any training that one could speed up."
        return Verdict(ABOUT, "cannot tell", text, np.nan, np.nan, np.nan)
    sessions = math.ceil(SET_UP_S / steps_s)
    share = round(100 * min(1.0, steps_s / used_s))
    standing = "may be worth it" if sessions <= _FEW_SESSIONS else "hardly worth it"
    times = "1 such session" if sessions == 1 else f"{sessions:,} such sessions"
    text = f"A GPU could speed up {share} % of this session at most: an hour of setting one up would pay after {times}"
    return Verdict(ABOUT, standing, f"{text}, or later.", float(sessions), float(sessions), np.inf)
