"""A process of the installed environment: nothing of where a person stands runs in it.

Her folder may hold a `model.py`, a `data/` and a `planner.py`, and in a script or a notebook it is the first place in
which Python looks. `-P` leaves it out, and so do we of `PYTHONPATH` what names it. Where Call It runs from a clone, or
`PYTHONPATH` names another folder, ours is named first.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]  # beside `callit` lie `planner`, `model` and `data`
_INSTALLED = "site-packages", "dist-packages"


def is_installed() -> bool:
    """Whether ours lie where packages are installed, rather than in a clone that an environment sees."""
    return HOME.name in _INSTALLED


def command(module: str, *words: str) -> list[str]:
    """The command that runs one of our modules."""
    return [sys.executable, "-P", "-m", module, *words]


def environment(*, also: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables for it: ours are the packages that are found first."""
    variables = {**os.environ, **(also or {})}
    named = [part for part in variables.pop("PYTHONPATH", "").split(os.pathsep) if _is_elsewhere(part)]
    if named or not is_installed():
        variables["PYTHONPATH"] = os.pathsep.join([str(HOME), *named])
    return variables


def _is_elsewhere(part: str) -> bool:
    """Whether a part of `PYTHONPATH` is a folder of its own, and not where the person stands."""
    return os.path.isabs(part) and os.path.realpath(part) != os.path.realpath(os.curdir)
