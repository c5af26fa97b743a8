"""What stands behind `%%callit` in the first line of a cell: `box 10m --phase Model`."""

from __future__ import annotations

import argparse
import shlex
from dataclasses import dataclass
from typing import NoReturn

from callit.errors import BoxError, LengthUnreadable
from callit.lengths import typed_length_s

USAGE = "%%callit box LENGTH [--phase NAME] [--project NAME] [--grace LENGTH] [--no-log]"
_LONGEST_S = 14 * 24 * 3600.0  # as of an entry in the time log


@dataclass(frozen=True, slots=True)
class BoxLine:
    """A box over a cell. `grace_s`: after an interrupt that the cell caught, until the next one."""

    timebox_s: float
    phase: str | None = None
    project: str | None = None
    grace_s: float = 30.0
    is_logged: bool = True


def box_line(line: str) -> BoxLine:
    """The box that a line asks for.

    >>> box_line("box 1h 30m --phase 'Write up'")
    BoxLine(timebox_s=5400.0, phase='Write up', project=None, grace_s=30.0, is_logged=True)
    >>> box_line("box 1:30")
    Traceback (most recent call last):
    callit.errors.BoxError: '1:30' can be hours and minutes or minutes and seconds. Write "1h30m" or "1m30s".

    Raises
    ------
    BoxError
        It asks for none.
    """
    try:
        words = shlex.split(line)[1:]
    except ValueError as error:
        raise BoxError("A quotation mark stands alone behind %%callit box. Write names in a pair of them.") from error
    given = _parser().parse_args(words)
    timebox_s, grace_s = _seconds(" ".join(given.length)), _seconds(given.grace)
    if timebox_s > _LONGEST_S:
        raise BoxError(f"A box of {' '.join(given.length)} is longer than two weeks. Give a shorter one.")
    return BoxLine(timebox_s, given.phase, given.project, grace_s, not given.no_log)


class _Parser(argparse.ArgumentParser):
    """One that raises, and neither prints nor ends the kernel."""

    def error(self, message: str) -> NoReturn:
        raise BoxError(f"That is no box for a cell ({message}). Write {USAGE}")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="%%callit box", add_help=False, allow_abbrev=False)
    parser.add_argument("length", nargs="+")
    parser.add_argument("--phase")
    parser.add_argument("--project", "-p")
    parser.add_argument("--grace", default="30s")
    parser.add_argument("--no-log", action="store_true")
    return parser


def _seconds(text: str) -> float:
    try:
        return typed_length_s(text)
    except LengthUnreadable as error:
        raise BoxError(str(error)) from None
