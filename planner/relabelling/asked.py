"""What only learning can tell is asked in a process of its own: no learning library enters this one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TypeVar

import msgspec

from planner.error_log import log_details
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
        raise RelabelRefused(_reason(done.returncode, message))
    return msgspec.convert(json.loads(done.stdout.splitlines()[-1]), kind)


def _reason(code: int, message: str) -> str:
    if code < 0:
        return f"Looking at the texts was stopped by the system (signal {-code}). Try again with more free memory."
    if message and "Traceback (most recent call last)" not in message:
        return message.splitlines()[-1]
    try:
        log_file = log_details(f"Looking at labels ended unexpectedly (exit code {code})", message)
    except OSError:
        return "Looking at the texts ended unexpectedly, and the log could not be written."
    return f"Looking at the texts ended unexpectedly. The details are in {log_file}."
