"""The command `callit`, and `python -m callit`; ours runs also where `PYTHONPATH` names a person's own `planner.py`.

Python looks in the folders of `PYTHONPATH` before it looks where Call It is installed, and another `planner` would be
found before a line of ours had run.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

from callit.installed import HOME


def main() -> None:
    """Run the command; `planner.cli.main` says how it ends."""
    if os.environ.get("PYTHONPATH") is not None:
        sys.path.insert(0, str(HOME))
    import_module("planner.cli.main").main()


if __name__ == "__main__":
    main()
