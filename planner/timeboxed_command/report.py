"""How a command under a box ended, and the sentence about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from planner.domain.wording.durations import length_words
from planner.domain.wording.lists import list_words


class Ending(StrEnum):
    """Why the command runs no more."""

    BY_ITSELF = "by itself"
    BOX = "the box was over"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class BoxReport:
    """How it ended: exit_code as the system gave it (negative: the signal), missing in words, such as `out.csv is not
    there`."""

    name: str
    ending: Ending
    exit_code: int
    used_s: float
    timebox_s: float
    missing: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether it ended by itself, without an error, and left what was expected."""
        return self.ending is Ending.BY_ITSELF and self.exit_code == 0 and not self.missing

    def sentence(self, phase: str) -> str:
        """What happened, and what was logged."""
        logged = f"{length_words(self.used_s)} of machine time are logged on {phase}."
        if self.ending is Ending.INTERRUPTED:
            return f"{self.name} was stopped by hand; {logged}"
        if self.ending is Ending.BOX:
            left = f", and {list_words(list(self.missing))}" if self.missing else ""
            return f"The box of {length_words(self.timebox_s)} was over, so {self.name} was stopped{left}; {logged}"
        if self.exit_code:
            return f"{self.name} {_failure_words(self.exit_code)}; {logged}"
        if self.missing:
            return f"{self.name} ended, but is not finished: {list_words(list(self.missing))}; {logged}"
        return f"{self.name} is done; {logged}"


def _failure_words(exit_code: int) -> str:
    return f"failed with exit code {exit_code}" if exit_code > 0 else f"was ended by signal {-exit_code}"


class Expected:
    """A file or folder that the command has to write: new, or changed since the start."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._before = _changed_ns(path)

    def complaint(self) -> str | None:
        """What is wrong with it now, None where it was written since the start."""
        changed = _changed_ns(self._path)
        if changed is None:
            return f"{self._path} is not there"
        return f"{self._path} is older than the start" if changed == self._before else None


def _changed_ns(path: Path) -> int | None:
    """When a file, or the newest file right in a folder, was last written; None where there is nothing."""
    try:
        inside = [child.stat().st_mtime_ns for child in path.iterdir()] if path.is_dir() else []
        return max([path.stat().st_mtime_ns, *inside])
    except OSError:
        return None
