"""Whose `model` and `data` run: ours, whatever else lies where the person works.

People who train have a `model.py` and a `data/` of their own, and some shells set `PYTHONPATH=.` (or leave an empty
part in it, which means the same). `-P` does not help there, as Python looks in `PYTHONPATH` before it looks at us.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_OURS = str(Path(__file__).parents[1])


def put_first() -> None:
    """Find our packages before those of `PYTHONPATH`, here and in every process started from here."""
    given = os.environ.get("PYTHONPATH")
    if given is None or given.split(os.pathsep)[0] == _OURS:
        return
    sys.path.insert(0, _OURS)
    os.environ["PYTHONPATH"] = os.pathsep.join([_OURS, given])
