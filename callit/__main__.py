"""The command `callit`, and `python -m callit`; ours runs also where another `planner` would be found before it.

Python looks in the folders of `PYTHONPATH` before it looks where Call It is installed, and where packages are
installed before it looks in a clone that an environment only sees.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import cast

from callit.installed import HOME, is_installed
from callit.replaced import refusal, replaced_package


def main() -> None:
    """Run the command; `planner.cli.main` says how it ends."""
    _command()()


def _command() -> Callable[[], None]:
    """What runs; where another package was installed over ours, whatever comes of its import is one sentence."""
    if os.environ.get("PYTHONPATH") is not None or not is_installed():
        sys.path.insert(0, str(HOME))
    try:
        return cast("Callable[[], None]", import_module("planner.cli.main").main)
    except BaseException:
        name = replaced_package()
        if name is None:
            raise
        sys.exit(refusal(name))


if __name__ == "__main__":
    main()
