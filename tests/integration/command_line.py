"""`callit`, called in this process: what it printed, and the code it ended with."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import Any

import pytest

from model.protocol.order import TrainingOrder
from planner.cli.main import main

Asked = list[TrainingOrder]  # what `callit train` asked for, where nothing is trained


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, read as JSON."""
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The one line that a failed command said: on stderr, and nothing else anywhere."""
        assert (self.code, self.out) == (1, "")
        (line,) = self.err.splitlines()
        return line


class CommandLine:
    """A terminal in which `callit` is typed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *words: str) -> Ran:
        """Type a command and wait for its end."""
        self._monkeypatch.setattr(sys, "argv", ["callit", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = self._capsys.readouterr()
        return Ran(int(ended.value.code or 0), printed.out, printed.err)

    def done(self, *words: str) -> str:
        """Type a command that must succeed; what it said."""
        ran = self(*words)
        assert ran.code == 0, ran.err
        assert ran.err == ""
        return ran.out
