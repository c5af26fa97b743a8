"""What only learning can tell is asked in a process of its own: no learning library enters this one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from threading import Timer
from typing import TypeVar

import msgspec

from model.protocol.told_progress import ToldProgress
from planner.domain.wording.durations import duration_words
from planner.error_log import why_it_ended
from planner.relabelling.refused import RelabelRefused

MOST_S = 900.0  # each bounds itself, in seconds; this one is for a machine that stands still
_WORK = "Looking at the texts"

_Told = TypeVar("_Told")
Tell = Callable[[ToldProgress], None]


def asked(
    module: str, kind: type[_Told], *words: str | Path, tell: Tell | None = None, most_s: float = MOST_S
) -> _Told:
    """What `python -m module words…` prints as its last line, as `kind`; lines before it go to `tell`.

    Raises
    ------
    RelabelRefused
        With the sentence that the process said, or where its details are; or it took longer than `most_s` seconds.
    """
    command = [sys.executable, "-P", "-m", module, *map(str, words)]
    with TemporaryFile() as complaints:
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=complaints,
                text=True,
                encoding="utf-8",
            )
        except OSError as error:
            raise RelabelRefused(f"The texts could not be looked at ({error.strerror}). Try again.") from error
        with _ended_after(process, most_s) as is_late:
            last = _told(process, tell)
        complaints.seek(0)
        message = complaints.read().decode("utf-8", errors="replace").strip()
    if is_late:
        raise RelabelRefused(f"{_WORK} took more than {duration_words(most_s)}, and was ended. Try again later.")
    if process.returncode:
        raise RelabelRefused(why_it_ended(_WORK, process.returncode, message))
    return msgspec.convert(json.loads(last), kind)


def _told(process: subprocess.Popen[str], tell: Tell | None) -> str:
    """The last line that a process prints; a line that is no answer says how far it is, and is told at once."""
    assert process.stdout is not None
    last = ""
    for line in process.stdout:
        last = line
        if tell is not None and (progress := _progress(line)) is not None:
            tell(progress)
    return last


def _progress(line: str) -> ToldProgress | None:
    with suppress(ValueError):
        return msgspec.convert(json.loads(line), ToldProgress)
    return None


@contextmanager
def _ended_after(process: subprocess.Popen[str], most_s: float) -> Iterator[list[bool]]:
    """The process never outlives the block, nor takes longer; the list is filled where it was ended for that."""
    is_late: list[bool] = []

    def end() -> None:
        is_late.append(True)
        process.kill()

    timer = Timer(most_s, end)
    timer.daemon = True
    timer.start()
    try:
        with process:
            try:
                yield is_late
            except BaseException:  # whoever asked went away
                process.kill()
                raise
    finally:
        timer.cancel()
