"""Whose `model` and `data` run: ours, whatever else lies where the person works.

People who train have a `model.py` and a `data/` of their own, and some shells set `PYTHONPATH=.` (or leave an empty
part in it, which means the same). `-P` does not help there, as Python looks in `PYTHONPATH` before it looks at us. Nor
does it help a clone, which an environment only sees, against packages of these names that are installed in it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_FOLDER = Path(__file__).parents[1]
_OURS = str(_FOLDER)
_IS_CLONE = _FOLDER.name not in ("site-packages", "dist-packages")


def put_first() -> None:
    """Find our packages first, here and in every process started from here."""
    given = os.environ.get("PYTHONPATH")
    if (given is None and not _IS_CLONE) or (given or "").split(os.pathsep)[0] == _OURS:
        return
    sys.path.insert(0, _OURS)
    os.environ["PYTHONPATH"] = os.pathsep.join([_OURS, *([] if given is None else [given])])


def others_environment() -> dict[str, str]:
    """The variables for a command of somebody else: as they were given to us, without our folder."""
    variables = dict(os.environ)
    first, _, given = variables.get("PYTHONPATH", "").partition(os.pathsep)
    if first == _OURS:
        variables.pop("PYTHONPATH")
        variables |= {"PYTHONPATH": given} if given else {}
    return variables
