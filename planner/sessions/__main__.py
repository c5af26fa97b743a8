"""The detached supervisor: `python -P -m planner.sessions RUN_FOLDER --home HOME --locks 5,6`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from planner.sessions.supervise import run_supervisor


def main() -> None:
    """Supervise the session in a run folder to its end and write it into the database."""
    parser = argparse.ArgumentParser(prog="python -P -m planner.sessions", description=__doc__)
    parser.add_argument("run_folder", type=Path)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--locks", default="", help="file descriptors of the locks this process inherited")
    arguments = parser.parse_args()
    descriptors = tuple(int(number) for number in arguments.locks.split(",") if number)
    run_supervisor(arguments.run_folder, descriptors, home=arguments.home)
    for descriptor in descriptors:
        os.close(descriptor)


if __name__ == "__main__":
    main()
