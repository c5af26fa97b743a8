"""What only learning can tell is asked in a process of its own: no learning library enters this one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TypeVar

import msgspec

from planner.error_log import why_it_ended
from planner.relabelling.refused import RelabelRefused

_Told = TypeVar("_Told")


def asked(module: str, kind: type[_Told], *words: str | Path) -> _Told:
    """What `python -m module words…` prints as its last line, as `kind`.

    Raises
    ------
    RelabelRefused
        With the sentence that the process said, or where its details are.
    """
    command = [sys.executable, "-P", "-m", module, *map(str, words)]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except OSError as error:
        raise RelabelRefused(f"The texts could not be looked at ({error.strerror}). Try again.") from error
    message = done.stderr.decode("utf-8", errors="replace").strip()
    if done.returncode:
        raise RelabelRefused(why_it_ended("Looking at the texts", done.returncode, message))
    return msgspec.convert(json.loads(done.stdout.splitlines()[-1]), kind)
